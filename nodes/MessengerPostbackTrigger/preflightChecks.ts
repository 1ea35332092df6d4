// Gathers everything that can be checked before the first write; lib/preflight.ts puts it into words.
import { attempt } from './attempt';
import type { GraphApi } from './graphApi';
import { compileRules } from './lib/routing';
import type { GraphFailure } from './lib/graphFailure';
import {
	failureFinding,
	neededPermissions,
	NO_CHANNEL,
	NO_EVENT,
	NO_INSTAGRAM_ACCOUNT,
	NO_PAGE,
	NO_PAGE_AT_ALL,
	NO_TOKEN,
	NO_VERIFY_TOKEN,
	OTHER_APP,
	ruleFindings,
	tokenFindings,
	unreachablePages,
	webhookUrlFindings,
	WRONG_SECRET,
	type Finding,
} from './lib/preflight';
import type { MessengerCredential } from './credential';
import { findPages, type FoundPages } from './pages';
import type { TriggerSettings } from './parameters';

const NOTHING_FOUND: FoundPages = { pages: [], unreachable: [] };

/** All there is to check when the webhook is registered by hand. */
export function manualFindings(settings: TriggerSettings, { verifyToken }: MessengerCredential): Finding[] {
	// Without it only the derived token passes, which nobody can enter at Meta.
	return [...(verifyToken === '' ? [NO_VERIFY_TOKEN] : []), ...settingsFindings(settings)];
}

/** What can be told without asking Meta. */
export function settingsFindings(settings: TriggerSettings): Finding[] {
	return [
		...(settings.channels.length === 0 ? [NO_CHANNEL] : []),
		...(settings.events.length === 0 ? [NO_EVENT] : []),
		...(settings.rules === null ? [] : ruleFindings(compileRules(settings.rules, settings.routing).findings)),
	];
}

/** Findings most important first, and the Pages that were found on the way. */
export async function registrationFindings(situation: {
	api: GraphApi;
	credential: MessengerCredential;
	settings: TriggerSettings;
	webhookUrl: string;
	nowSeconds: number;
}): Promise<{ findings: Finding[]; found: FoundPages }> {
	const { api, credential, settings, webhookUrl, nowSeconds } = situation;
	const permissions = neededPermissions(settings.channels.includes('instagram'));
	const token = await checkToken(api, credential, permissions, nowSeconds);
	const pages = token.isUsable ? await checkPages(api, settings) : { findings: [], found: NOTHING_FOUND };
	const findings = [
		...token.findings,
		...pages.findings,
		...(settings.pageIds?.length === 0 ? [NO_PAGE] : []),
		...webhookUrlFindings(webhookUrl, credential.baseUrl),
		...settingsFindings(settings),
	];
	return { findings, found: pages.found };
}

export async function checkToken(
	api: GraphApi,
	credential: MessengerCredential,
	permissions: readonly string[],
	nowSeconds: number,
): Promise<{ findings: Finding[]; isUsable: boolean }> {
	if (credential.accessToken === '') return { findings: [NO_TOKEN], isUsable: false };
	const checked = await attempt(async () => await api.tokenFacts());
	if (!checked.ok) return { findings: [tokenCheckFailure(checked.failure)], isUsable: false };
	const facts = checked.value;
	const findings = tokenFindings(facts, { appId: credential.appId, permissions, nowSeconds });
	return { findings, isUsable: facts.isValid && facts.appId === credential.appId };
}

/** Whether Meta accepts the App ID with the App Secret. */
export async function checkApp(api: GraphApi): Promise<Finding[]> {
	const read = await attempt(async () => await api.appRecords());
	return read.ok ? [] : [tokenCheckFailure(read.failure)];
}

// The check is made with the app's own token: 190 and 101 speak of that one, 100 of the token that is checked.
function tokenCheckFailure(error: GraphFailure): Finding {
	if (error.code === 100 && /App_id/i.test(error.message)) return OTHER_APP;
	return error.code === 190 || error.code === 101 ? WRONG_SECRET : failureFinding(error.message);
}

async function checkPages(
	api: GraphApi,
	settings: TriggerSettings,
): Promise<{ findings: Finding[]; found: FoundPages }> {
	const looked = await attempt(async () => await findPages(api, settings.pageIds));
	if (!looked.ok) return { findings: [failureFinding(looked.failure.message)], found: NOTHING_FOUND };
	const found = looked.value;
	const hasNoPage = settings.pageIds === null && found.pages.length === 0;
	const lacksInstagram =
		settings.channels.includes('instagram') &&
		found.pages.length > 0 &&
		found.pages.every(({ instagram }) => instagram === null);
	const findings = [
		...unreachablePages(found.unreachable),
		...(hasNoPage ? [NO_PAGE_AT_ALL] : []),
		...(lacksInstagram ? [NO_INSTAGRAM_ACCOUNT] : []),
	];
	return { findings, found };
}
