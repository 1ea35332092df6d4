// PURE: all that was seen as findings, as the item of a check, and as what a healthy one notes.
import { enumerate } from '../../account/findings';
import { missingPermissions, type CheckedToken } from '../../account/tokenFindings';
import type { Channel } from '../../graph/channel';
import type { JsonObject } from '../../graph/json';
import { ALL_CHANNELS } from '../../trigger/events/fields';
import { answerOf } from '../../trigger/members/memberReply';
import { pageButtons } from '../../trigger/pageButtons';
import { union } from '../../trigger/register/subscription';
import { appFindings } from './appFindings';
import { buttonFindings, type PlacedButton, type RoutedTrigger } from './buttonFindings';
import { finding, inOrder, isHealthy, type HealthFinding } from './findings';
import { FINDINGS, type FindingCode } from './findingTable';
import { fieldsNeeded, listensToButtons, livingTriggers, ownTriggers, selects } from './needs';
import { missingFields, pageFindings, unreachableFindings } from './pageFindings';
import { rememberedMembers, type Remembered } from './remembered';
import { channelState, type SeenPage, type SeenPages, type Situation } from './situation';

/** What Meta and this n8n told; null for what could not be asked for. */
export interface Seen {
	appId: string;
	token: CheckedToken;
	/** That the token should have. */
	permissions: readonly string[];
	situation: Situation | null;
	/** Whether the address that this n8n has of itself can be the one at Meta. */
	isAddressPublic: boolean;
	pages: SeenPages | null;
	/** Why something could not be asked for, where the token does not explain it. */
	failures: readonly HealthFinding[];
}

/** Most important first. */
export function findingsOf(seen: Seen): HealthFinding[] {
	const { situation, isAddressPublic, pages, failures } = seen;
	return inOrder([
		...tokenHealth(seen),
		...failures,
		...(situation === null ? [] : isAddressPublic ? appFindings(situation) : [notPublic(situation)]),
		...(pages === null ? [] : unreachableFindings(pages.unreachable)),
		...(pages?.pages ?? []).flatMap(pageFindings),
		...(situation === null || pages === null ? [] : routingFindings(situation, pages.pages)),
	]);
}

function notPublic({ origin }: Situation): HealthFinding {
	return finding('addressNotPublic', `This n8n has the address ${origin}, which Meta cannot reach`);
}

const WITHOUT_TOKEN = finding(
	'tokenMissing',
	"'Access Token' of the credential is empty, or its account is not connected, so the Pages and their buttons were not checked",
);

function tokenHealth({ token }: Seen): HealthFinding[] {
	return token.findings.map(({ code, text }) =>
		code === 'tokenMissing' ? WITHOUT_TOKEN : { level: FINDINGS[code].level, code, text },
	);
}

function routingFindings(situation: Situation, pages: readonly SeenPage[]): HealthFinding[] {
	const own = ownTriggers(situation).flatMap(({ name, path, settings }) =>
		settings === null ? [] : [{ name, path, settings }],
	);
	const routed = own.map(({ name, settings }): RoutedTrigger => {
		const selected = pages.filter(({ page }) => selects(settings, page.id));
		const buttons = selected.flatMap((seen) => settings.channels.flatMap((one) => buttonsOf(seen, one)));
		return { name, settings, buttons };
	});
	const ownPaths = own.map(({ path }) => path);
	const others = livingTriggers(situation).filter(({ path }) => !ownPaths.includes(path));
	const mayGoElsewhere = ({ pageId, channel }: PlacedButton) =>
		others.some((one) => listensToButtons(one, pageId, channel));
	const withoutAccount = own.flatMap(({ name, settings }) => {
		const selected = pages.filter(({ page }) => selects(settings, page.id));
		const lacks = settings.channels.includes('instagram') && selected.length > 0;
		return lacks && selected.every(({ page }) => page.instagramId === null) ? [name] : [];
	});
	return [
		...withoutAccount.map((name) =>
			finding(
				'noInstagramAccount',
				`'${name}' listens to Instagram, and none of its Pages is linked to an account there`,
			),
		),
		...buttonFindings(routed, mayGoElsewhere),
	];
}

function buttonsOf({ page, profiles }: SeenPage, channel: Channel): PlacedButton[] {
	const profile = profiles[channel];
	if (profile?.ok !== true) return [];
	const accountId = channel === 'instagram' ? (page.instagramId ?? page.id) : page.id;
	return pageButtons(profile.value).map((button) => ({
		...button,
		pageId: page.id,
		pageName: page.name,
		accountId,
		channel,
	}));
}

/** The JSON of the output item. */
export function itemOf(
	seen: Seen,
	findings: readonly HealthFinding[],
	repaired: readonly string[],
	now: number,
): JsonObject {
	return {
		healthy: isHealthy(findings),
		findings: [...findings],
		repaired: [...repaired],
		app: appOf(seen),
		pages: (seen.pages?.pages ?? []).map((one) => ({
			id: one.page.id,
			name: one.page.name,
			fields: one.fields.ok ? (one.fields.value ?? []) : [],
			missingFields: missingFields(one),
		})),
		token: tokenOf(seen, now),
	};
}

function appOf({ appId, token, situation }: Seen): JsonObject {
	const states = situation === null ? [] : ALL_CHANNELS.map((channel) => channelState(situation, channel));
	const present = states.filter(({ record }) => record !== null);
	const [main] = present;
	const owner = main?.callback?.members[0] ?? '';
	return {
		id: appId,
		name: token.facts?.appName ?? null,
		callback: main?.callback ? main.callback.origin + owner : (main?.record?.callbackUrl ?? null),
		isOurs: main?.isOnOurHost === true && situation !== null && answerOf(situation.replies, owner) === 'ours',
		objects: present.map(({ record, object }) => ({
			object,
			active: record?.isActive === true,
			fields: [...(record?.fields ?? [])],
		})),
	};
}

const DAY_MS = 24 * 60 * 60 * 1000;

function tokenOf({ token: { facts }, permissions }: Seen, now: number): JsonObject {
	const endsAt = facts === null || facts.expiresAt === 0 ? null : facts.expiresAt * 1000;
	return {
		kind: facts?.kind ?? null,
		expiresAt: endsAt === null ? null : new Date(endsAt).toISOString(),
		daysLeft: endsAt === null ? null : Math.max(0, Math.floor((endsAt - now) / DAY_MS)),
		missingPermissions: facts?.isValid === true ? missingPermissions(facts, permissions) : [],
	};
}

/**
 * What is ours in a record that is in order. Tests end, so they are left out; those that cannot
 * answer now keep what is noted of them.
 */
export function memoryOf({ appId, situation, pages }: Seen, base: string): Remembered | null {
	if (situation === null) return null;
	const { replies, remembered } = situation;
	const isSick = (path: string) => answerOf(replies, path) === 'sick';
	const channels: Remembered['channels'] = {};
	for (const channel of ALL_CHANNELS) {
		const noted = remembered?.channels[channel] ?? { members: [], fields: [] };
		const { callback, isOnOurHost, record } = channelState(situation, channel);
		const members = (callback?.members ?? []).filter(
			(path) =>
				path.startsWith(base) &&
				(answerOf(replies, path) === 'ours' || (isSick(path) && noted.members.includes(path))),
		);
		if (!isOnOurHost || members.length === 0) continue;
		const needed = union(fieldsNeeded(situation, channel), members.some(isSick) ? noted.fields : []);
		channels[channel] = { members, fields: (record?.fields ?? []).filter((one) => needed.includes(one)) };
	}
	const keepsPages = pages === null || rememberedMembers(remembered).some(isSick);
	const pageIds = (pages?.pages ?? []).flatMap(({ page, needed }) => (needed.length > 0 ? [page.id] : []));
	return { appId, channels, pageIds: union(pageIds, keepsPages ? (remembered?.pageIds ?? []) : []) };
}

/** What only a note of earlier could have mended. */
const NEEDS_NOTE: ReadonlySet<FindingCode> = new Set([
	'callbackMissing',
	'callbackOnAnotherHost',
	'callbackOfAnotherReceiver',
	'callbackAtOldAddress',
	'ownerGone',
	'triggerLeftOut',
]);

/** For a check that repairs, where it has no note of earlier to go by. */
export function memoryFindings(
	{ situation }: Seen,
	found: readonly HealthFinding[],
	isInEditor: boolean,
): HealthFinding[] {
	if (situation === null || situation.remembered !== null) return [];
	if (isHealthy(found)) {
		const what = 'This run in the editor found all in order, and n8n keeps no note of it';
		return isInEditor ? [finding('nothingRemembered', what)] : [];
	}
	if (!found.some(({ code }) => NEEDS_NOTE.has(code))) return [];
	const what =
		"No check has noted what belongs to this n8n, so 'Repair' puts back only what Meta's own record still names";
	const answering = ownTriggers(situation)
		.filter(({ path }) => answerOf(situation.replies, path) === 'ours')
		.map(({ name }) => `'${name}'`);
	const remedy = `Unpublish and publish this workflow: ${enumerate(answering)} answers at its address, and only publishing registers it.`;
	return [finding('nothingRemembered', what, answering.length === 0 ? {} : { remedy })];
}
