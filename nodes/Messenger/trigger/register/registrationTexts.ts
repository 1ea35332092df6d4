// What a user reads when a registration cannot be made: what happened and what to do, in one line
// each.
import { enumerate } from '../../account/findings';
import { neededPermissions } from '../../account/tokenFindings';
import {
	isDashboardOnly,
	isMissingPermission,
	permissionsIn,
	PUBLIC_ADDRESS_SETTING,
	quoteMeta,
	type GraphFailure,
} from '../../graph/graphFailure';
import type { Conflict, Self } from './subscription';

/** A registration that was refused before or instead of a write; the message is for the user. */
export class RegistrationRefused extends Error {}

export function conflictText({ why, at }: Conflict, object: string): string {
	const url = URL.canParse(at) ? new URL(at) : null;
	const host = url?.host ?? at;
	switch (why) {
		case 'otherHost':
			return `${host} already receives this Meta app's '${object}' webhooks, and an app has one callback URL. Use another Meta app, remove that webhook in the App Dashboard, or add the option 'Existing Callback' and set it to 'Replace' to take it over.`;
		case 'oldAddress':
			return `${host} already receives this Meta app's '${object}' webhooks and answers. Its address names this very workflow, so it may be this n8n under its old name, or a copy of it. If it is the old name, add the option 'Existing Callback' and set it to 'Replace': that moves all workflows of this n8n that share the app. Otherwise use another Meta app.`;
		case 'otherReceiver':
			return `Another webhook on this n8n, ${host}${url?.pathname ?? ''}, already receives this Meta app's '${object}' webhooks (n8n's own Facebook trigger does this). Unpublish that workflow, use another Meta app, or add the option 'Existing Callback' and set it to 'Replace' to take it over.`;
		case 'silentOwner':
			return `This n8n gets no answer from the workflow that receives this Meta app's '${object}' webhooks, at ${host}${url?.pathname ?? ''}, so a test would get no taps from it. Check that n8n can call its own public address, ${PUBLIC_ADDRESS_SETTING}. If it cannot, enter in 'Internal URL' of the credential where n8n reaches itself, or test with another Meta app.`;
		case 'tooMany':
			return `Too many workflows share this Meta app's '${object}' webhook. Unpublish one, or use another Meta app.`;
	}
}

/** Another member of the callback that could not say whether it is there. */
export function sickMemberText(path: string, status: number): string {
	const what = status === 0 ? 'gave no answer' : `answered HTTP ${status}`;
	return `Another workflow that shares this Meta app could not be asked: ${path} ${what}. It stays registered, and this workflow is not held up. Check that workflow's credential, and that n8n can call its own public address, ${PUBLIC_ADDRESS_SETTING}. If it cannot, enter in 'Internal URL' of the credential where n8n reaches itself.`;
}

/** Pages that Meta did not let the app subscribe, with what it said of the first. */
export function refusedPagesText(
	refused: ReadonlyArray<readonly [id: string, failure: GraphFailure]>,
): string {
	const ids = refused.map(([id]) => id);
	const which = ids.length === 1 ? `Page ${ids[0]} gets` : `Pages ${enumerate(ids)} get`;
	return `${which} no taps to this workflow. ${refused[0]?.[1].message ?? ''}`;
}

/** For an object that Meta lets some apps register only in its dashboard. */
export function dashboardText(failure: GraphFailure, self: Self, fields: readonly string[]): string {
	return `Meta does not let this app register Instagram webhooks by itself. In the App Dashboard, under Webhooks > Instagram, enter the callback URL ${self.origin}${self.path} and the 'Verify Token' of the credential, and subscribe ${fields.join(', ')}. ${quoteOf(failure)}`;
}

/**
 * For Instagram webhooks of an app without a permission that they need: those that Meta names, or
 * else all.
 */
export function missingPermissionText(failure: GraphFailure): string {
	const named = failure.outcome.kind === 'refused' ? permissionsIn(failure.outcome.error.message) : [];
	const needed = neededPermissions(true).filter((name) => !neededPermissions(false).includes(name));
	return `Meta does not register Instagram webhooks for this app without ${enumerate(named.length > 0 ? named : needed)}. Add what is missing under App Review > Permissions and Features in the App Dashboard, create the token again with it, then publish again. ${quoteOf(failure)}`;
}

/**
 * Why Instagram webhooks were refused, where Meta's answer is about Instagram and nothing else;
 * null where it is not.
 */
export function instagramRefusedText(
	failure: GraphFailure,
	self: Self,
	fields: readonly string[],
): string | null {
	if (isMissingPermission(failure)) return missingPermissionText(failure);
	return isDashboardOnly(failure) ? dashboardText(failure, self, fields) : null;
}

// Without the advice for the code, which would contradict.
function quoteOf({ outcome, message }: GraphFailure): string {
	return outcome.kind === 'refused' ? quoteMeta(outcome.error) : message;
}

export function lostWriteText(what: string, level: 'app' | 'Page'): string {
	const where = level === 'app' ? `the app's '${what}' webhook` : `the subscription of Page ${what}`;
	return `Meta accepted ${where} but does not show it afterwards. Somebody else may be changing it at the same time; publish again.`;
}

const NO_ACCESS = 'The access token of the credential is missing, or no longer gives access.';

/**
 * For Pages that could not be left: `pageIds` null for every Page of the token, `cause` null
 * without a refusal.
 */
export function remainingPagesText(
	cause: string | null,
	pageIds: readonly string[] | null,
	hasOthers: boolean,
): string {
	const why = cause ?? NO_ACCESS;
	const isOne = pageIds?.length === 1;
	const pages = pageIds === null ? 'Its Pages' : `${isOne ? 'Page' : 'Pages'} ${enumerate(pageIds)}`;
	const then = hasOthers
		? 'and the workflows that share the app leave its events out'
		: "which delivers nothing without the app's webhook";
	return `${why} The workflow is unpublished all the same: the app's webhook no longer leads to it. ${pages} ${isOne ? 'stays' : 'stay'} subscribed, ${then}. To end that too, renew the token, publish and unpublish once more.`;
}

/** For Pages that an edit could not leave, or could not take fields off. */
export function surplusPagesText(cause: string | null, pageIds: readonly string[]): string {
	const which = pageIds.length === 1 ? 'Page' : 'Pages';
	return surplusText(cause ?? NO_ACCESS, `${which} ${enumerate(pageIds)}`);
}

/** For fields that an edit could not take off the app's webhook. */
export function surplusWebhookText(cause: string, object: string): string {
	return surplusText(cause, `the app's '${object}' webhook`);
}

function surplusText(cause: string, where: string): string {
	return `${cause} The workflow runs as it was edited, and leaves out what it no longer wants, which ${where} may still send. To end that too, put that right, publish the workflow as it was before, then as it is.`;
}

/** When leaving was given up: what may still be at Meta, and who can end it. */
export function leftBehindText(cause: string, appId: string): string {
	return `The workflow is unpublished, but its registration with Meta app ${appId} could not be ended. Meta may still send events here, where they get 404. ${cause} Publish and unpublish the workflow once more, or remove the webhook in the App Dashboard.`;
}

/**
 * The credential names another app than the one that was registered, and the old one's secret is
 * gone.
 */
export function oldAppText(appId: string): string {
	return `The workflow was registered with Meta app ${appId}, which the credential no longer names, so that registration could not be ended. Remove this n8n's webhook from app ${appId} in the App Dashboard, or put the old App ID and App Secret back, then publish and unpublish once more.`;
}

/** A leaving that was called off. */
export function keptText(): string {
	return 'The workflow is published again, so it stays registered.';
}

/** A published workflow whose token Meta refuses while n8n starts. */
export function uncheckedPagesText(cause: string): string {
	return `Its Pages could not be checked, and it stays registered. ${cause}`;
}

/** A registration that was in order when the workflow was edited, and is not. */
export function notMendedText(cause: string): string {
	return `The workflow runs, but its registration at Meta is incomplete and could not be repaired. ${cause}`;
}
