// Gathers everything that can be checked before the first write; registrationFindings.ts puts it
// into words.
import { checkToken } from '../../account/checkToken';
import type { MessengerCredential } from '../../account/credential';
import type { Finding, WarningReason } from '../../account/findings';
import { findPages, type FoundPages } from '../../account/pages';
import { failureFinding, neededPermissions } from '../../account/tokenFindings';
import type { AppRecord } from '../../graph/appRecord';
import { attempt, type Attempt } from '../../graph/attempt';
import type { GraphApi } from '../../graph/graphApi';
import { isLastingRefusal } from '../../graph/graphFailure';
import { channelsWithout } from '../events/fields';
import { compileRules } from '../events/routing';
import type { TriggerSettings } from '../settings';
import type { Registered } from './registered';
import {
	NO_CHANNEL,
	NO_EVENT,
	NO_INSTAGRAM_ACCOUNT,
	NO_PAGE,
	NO_PAGE_AT_ALL,
	NO_RULE,
	NO_VERIFY_TOKEN,
	ruleFindings,
	silentChannels,
	unreachablePages,
} from './registrationFindings';
import { webhookUrlFindings } from './webhookUrl';

const NOTHING_FOUND: FoundPages = { pages: [], unreachable: [] };

/** All there is to check when the webhook is registered by hand. */
export function manualFindings(settings: TriggerSettings, { verifyToken }: MessengerCredential): Finding[] {
	// Without it only the derived token passes, which nobody can enter at Meta.
	return [...(verifyToken === '' ? [NO_VERIFY_TOKEN] : []), ...settingsFindings(settings)];
}

/** What can be told without asking Meta. */
export function settingsFindings(settings: TriggerSettings): Finding[] {
	const { channels, events, rules, routing } = settings;
	return [
		...(channels.length === 0 ? [NO_CHANNEL] : []),
		...(events.length === 0 ? [NO_EVENT] : silentChannels(channelsWithout(channels, events))),
		...(rules?.length === 0 && routing.fallbackOutput === 'drop' ? [NO_RULE] : []),
		...(rules === null ? [] : ruleFindings(compileRules(rules, routing).findings)),
	];
}

export interface Looked {
	/** Most important first. */
	findings: Finding[];
	found: FoundPages;
	records: AppRecord[];
}

/**
 * Everything that does not depend on each other is asked at once. What was registered before does
 * not stop an edit: there a token that has ended, or a Page that it lost, is a warning.
 * @throws {GraphFailure} when Meta does not show the app's record, and nothing else explains it
 */
export async function lookBeforeRegistering(situation: {
	api: GraphApi;
	credential: MessengerCredential;
	settings: TriggerSettings;
	webhookUrl: string;
	nowSeconds: number;
	before: Registered | null;
}): Promise<Looked> {
	const { api, credential, settings, webhookUrl, nowSeconds, before } = situation;
	const hasToken = credential.accessToken !== '';
	const permissions = neededPermissions(settings.channels.includes('instagram'));
	const [token, pages, records] = await Promise.all([
		checkToken(api, credential, permissions, nowSeconds),
		hasToken ? attempt(async () => await findPages(api, settings.pageIds)) : null,
		attempt(async () => await api.appRecords()),
	]);
	const isRefused = token.some(({ isBlocking }) => isBlocking);
	const isTolerated = records.ok && wasRegistered(settings, before);
	// By the token, unless that is only a warning, and the Pages may be there with the next attempt.
	const isExplained = isRefused && pages?.ok === false && (!isTolerated || isLastingRefusal(pages.failure));
	const findings = [
		...(isTolerated ? token.map((finding) => toWarning(finding, finding.code)) : token),
		...pageFindings(isExplained ? null : pages, settings, before),
		...(settings.pageIds?.length === 0 ? [NO_PAGE] : []),
		...webhookUrlFindings(webhookUrl, credential.baseUrl),
		...settingsFindings(settings),
	];
	if (!records.ok && !isRefused) throw records.failure;
	return {
		findings,
		found: pages?.ok === true ? pages.value : NOTHING_FOUND,
		records: records.ok ? records.value : [],
	};
}

/** Null when there is nothing to say that the token does not say already. */
function pageFindings(
	looked: Attempt<FoundPages> | null,
	settings: TriggerSettings,
	before: Registered | null,
): Finding[] {
	if (looked === null) return [];
	if (!looked.ok) {
		const finding = failureFinding(looked.failure.message);
		// A hiccup is tried again: without its Pages an edit would leave them as they were.
		const isTolerated = isLastingRefusal(looked.failure) && wasRegistered(settings, before);
		return [isTolerated ? toWarning(finding, 'pagesUnchecked') : finding];
	}
	const { pages, unreachable } = looked.value;
	const [lost, missing] = [true, false].map((isLost) =>
		unreachable.filter(({ id }) => (before?.pageIds.includes(id) === true) === isLost),
	);
	const noPageAtAll = wasRegistered(settings, before)
		? toWarning(NO_PAGE_AT_ALL, 'pageNotReachable')
		: NO_PAGE_AT_ALL;
	const lacksInstagram =
		settings.channels.includes('instagram') &&
		pages.length > 0 &&
		pages.every(({ instagram }) => instagram === null);
	return [
		...unreachablePages(missing ?? []),
		...unreachablePages(lost ?? []).map((finding) => toWarning(finding, 'pageNotReachable')),
		...(settings.pageIds === null && pages.length === 0 ? [noPageAtAll] : []),
		...(lacksInstagram ? [NO_INSTAGRAM_ACCOUNT] : []),
	];
}

/** Whether every Page that is wanted was registered before. */
function wasRegistered({ pageIds }: TriggerSettings, before: Registered | null): boolean {
	if (before === null || before.pageIds.length === 0) return false;
	return pageIds === null || (pageIds.length > 0 && pageIds.every((id) => before.pageIds.includes(id)));
}

function toWarning({ text }: Finding, reason: WarningReason): Finding {
	return { isBlocking: false, text, reason };
}
