// What a user reads when a registration cannot be made: what happened and what to do, in one line each.
import {
	isDashboardOnly,
	isMissingPermission,
	permissionsIn,
	quoteMeta,
	type GraphFailure,
} from './graphFailure';
import { listOf, neededPermissions } from './preflight';
import type { Conflict, Self } from './subscription';

/** A registration that was refused before or instead of a write; the message is for the user. */
export class RegistrationRefused extends Error {}

export function conflictText({ why, callbackUrl }: Conflict, object: string): string {
	const host = URL.canParse(callbackUrl) ? new URL(callbackUrl).host : callbackUrl;
	const path = URL.canParse(callbackUrl) ? new URL(callbackUrl).pathname : '';
	switch (why) {
		case 'otherHost':
			return `${host} already receives this Meta app's '${object}' webhooks, and an app has one callback URL. Use another Meta app, remove that webhook in the App Dashboard, or add the option 'Existing Callback' and set it to 'Replace' to take it over.`;
		case 'otherReceiver':
			return `Another webhook on this n8n, ${host}${path}, already receives this Meta app's '${object}' webhooks (n8n's own Facebook trigger does this). Unpublish that workflow, use another Meta app, or add the option 'Existing Callback' and set it to 'Replace' to take it over.`;
		case 'unreachable':
			return `Other workflows share this Meta app, but n8n cannot reach its own webhook address ${host} to pass deliveries on to them. Let n8n call its public address (WEBHOOK_URL), then publish again.`;
		case 'tooMany':
			return `Too many workflows share this Meta app's '${object}' webhook. Unpublish one, or use another Meta app.`;
	}
}

/** For an object that Meta lets some apps register only in its dashboard. */
export function dashboardText(failure: GraphFailure, self: Self, fields: readonly string[]): string {
	return `Meta does not let this app register Instagram webhooks by itself. In the App Dashboard, under Webhooks > Instagram, enter the callback URL ${self.origin}${self.path} and the 'Verify Token' of the credential, and subscribe ${fields.join(', ')}. ${quoteOf(failure)}`;
}

/** For Instagram webhooks of an app without a permission that they need: those that Meta names, or else all. */
export function missingPermissionText(failure: GraphFailure): string {
	const named = failure.outcome.kind === 'refused' ? permissionsIn(failure.outcome.error.message) : [];
	const needed = neededPermissions(true).filter((name) => !neededPermissions(false).includes(name));
	return `Meta does not register Instagram webhooks for this app without ${listOf(named.length > 0 ? named : needed)}. Add what is missing under App Review > Permissions and Features in the App Dashboard, create the token again with it, then publish again. ${quoteOf(failure)}`;
}

/** Why Instagram webhooks were refused, where Meta's answer is about Instagram and nothing else; null where it is not. */
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

/** For Pages that could not be left: `pageIds` null for every Page of the token, `cause` null without a refusal. */
export function remainingPagesText(
	cause: string | null,
	pageIds: readonly string[] | null,
	hasOthers: boolean,
): string {
	const why = cause ?? 'The access token of the credential is missing, or no longer gives access.';
	const isOne = pageIds?.length === 1;
	const pages = pageIds === null ? 'Its Pages' : `${isOne ? 'Page' : 'Pages'} ${listOf(pageIds)}`;
	const then = hasOthers
		? 'and the workflows that share the app leave its events out'
		: "which delivers nothing without the app's webhook";
	return `${why} The workflow is unpublished all the same: the app's webhook no longer leads to it. ${pages} ${isOne ? 'stays' : 'stay'} subscribed, ${then}. To end that too, renew the token, publish and unpublish once more.`;
}
