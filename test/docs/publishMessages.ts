// Every message that publishing can give, made by the code itself. A new export that nobody lists
// here is an error.
import * as findings from '../../nodes/Messenger/account/findings';
import * as internal from '../../nodes/Messenger/account/internalUrl';
import * as token from '../../nodes/Messenger/account/tokenFindings';
import * as failures from '../../nodes/Messenger/graph/graphFailure';
import type { TokenFacts } from '../../nodes/Messenger/graph/tokenFacts';
import { compileRules } from '../../nodes/Messenger/trigger/events/routing';
import * as registering from '../../nodes/Messenger/trigger/register/registrationFindings';
import * as registration from '../../nodes/Messenger/trigger/register/registrationTexts';
import * as webhookUrl from '../../nodes/Messenger/trigger/register/webhookUrl';

const { GraphFailure } = failures;
const preflight = { ...findings, ...internal, ...token, ...registering, ...webhookUrl };
const SELF = { origin: 'https://n8n.example', path: '/webhook/a/webhook', isTest: false };
const ERROR = { message: 'no', code: 190, subcode: null, traceId: null };
const REFUSED = { kind: 'refused' as const, error: ERROR, status: 400 };
const FACTS = {
	appId: '1',
	appName: null,
	kind: null,
	isValid: true,
	expiresAt: 0,
	dataAccessExpiresAt: 0,
	scopes: [],
	invalidBecause: null,
};
const EXPECTED = { appId: '1', permissions: [], nowSeconds: 1_000_000 };
const ROUTING = { sendTo: 'first', fallbackOutput: 'drop', ignoreCase: false } as const;

/**
 * What each exported function of these modules says, or nothing when it says nothing to the user by
 * itself.
 */
const FUNCTIONS: Record<string, () => string[]> = {
	tokenFindings: () =>
		[
			[{ ...FACTS, appId: '2' }, EXPECTED],
			[{ ...FACTS, isValid: false }, EXPECTED],
			[{ ...FACTS, isValid: false, invalidBecause: 'expired' }, EXPECTED],
			[FACTS, { ...EXPECTED, permissions: ['pages_messaging'] }],
			[{ ...FACTS, dataAccessExpiresAt: 1 }, EXPECTED],
			[{ ...FACTS, expiresAt: EXPECTED.nowSeconds + 60 }, EXPECTED],
		].flatMap(([facts, expected]) =>
			preflight.tokenFindings(facts as TokenFacts, expected as typeof EXPECTED).map(({ text }) => text),
		),
	webhookUrlFindings: () =>
		preflight
			.webhookUrlFindings('http://127.0.0.1:5678/webhook', 'https://graph.facebook.com')
			.map(({ text }) => text),
	leadsElsewhere: () => [0, 404].map((status) => preflight.leadsElsewhere('http://n8n:5678', status).text),
	readInternalUrl: () => [],
	unreachablePages: () =>
		[
			[{ id: '1', error: null }],
			[
				{ id: '1', error: ERROR },
				{ id: '2', error: null },
			],
		].flatMap((pages) => preflight.unreachablePages(pages).map(({ text }) => text)),
	silentChannels: () => preflight.silentChannels(['instagram']).map(({ text }) => text),
	ruleFindings: () => {
		const condition = { field: 'payload', key: '', operator: 'regex' } as const;
		const patterns = ['(', '(?=a)', 'a'.repeat(10_000)];
		const rules = [[], ...patterns.map((value) => [{ ...condition, value }])].map((conditions) => ({
			outputName: '',
			combine: 'all' as const,
			conditions,
		}));
		return preflight.ruleFindings(compileRules(rules, ROUTING).findings).map(({ text }) => text);
	},
	conflictText: () =>
		(['otherHost', 'oldAddress', 'otherReceiver', 'silentOwner', 'tooMany'] as const).map((why) =>
			registration.conflictText({ kind: 'conflict', why, at: 'https://crm.example/hook' }, 'page'),
		),
	refusedPagesText: () => {
		const failure = new GraphFailure('subscribe Page 1', REFUSED);
		return [registration.refusedPagesText([['1', failure]])];
	},
	dashboardText: () => [
		registration.dashboardText(new GraphFailure('register it', REFUSED), SELF, ['messages']),
	],
	missingPermissionText: () => [registration.missingPermissionText(new GraphFailure('register it', REFUSED))],
	// One of the two above.
	instagramRefusedText: () => [],
	lostWriteText: () => [
		registration.lostWriteText('page', 'app'),
		registration.lostWriteText('1000', 'Page'),
	],
	blocking: () => [],
	failureFinding: () => [],
	formatFindings: () => [],
	enumerate: () => [],
	missingPermissions: () => [],
	neededPermissions: () => [],
	// In the log.
	sickMemberText: () => [],
	leftBehindText: () => [],
	oldAppText: () => [],
	notMendedText: () => [],
	uncheckedPagesText: () => [],
	remainingPagesText: () => [],
	surplusPagesText: () => [],
	surplusWebhookText: () => [],
	keptText: () => [],
	RegistrationRefused: () => [],
};

export function publishMessages(): string[] {
	const exported = Object.entries({ ...preflight, ...registration });
	const spoken = exported.flatMap(([name, value]) => {
		if (typeof value === 'string') return [value];
		if (typeof value !== 'function') return isFinding(value) ? [value.text] : [];
		const messages = FUNCTIONS[name];
		if (messages === undefined) throw new Error(`Say in publishMessages.ts what '${name}' tells the user`);
		return messages();
	});
	const outcomes: failures.GraphOutcome[] = [
		REFUSED,
		{ kind: 'unreadable', status: 502 },
		{ kind: 'timedOut', seconds: 10 },
		{ kind: 'cutShort' },
		{ kind: 'unreachable', cause: 'ECONNREFUSED', neverSent: true },
		{ kind: 'noAddress' },
		{ kind: 'heldBack', seconds: 60 },
	];
	return [...spoken, ...outcomes.map((outcome) => new GraphFailure('subscribe Page 1', outcome).message)];
}

function isFinding(value: unknown): value is findings.Finding {
	return typeof value === 'object' && value !== null && 'text' in value;
}

/**
 * Each remedy with the codes that lead to it, found by asking for every code that could have one.
 */
export function remedies(): Map<string, string> {
	const fallback = remedyOf({ ...ERROR, code: 9999 });
	const codes = new Map<string, string[]>();
	const note = (remedy: string, code: string) => codes.set(remedy, [...(codes.get(remedy) ?? []), code]);
	for (const code of [...range(0, 3000), ...range(80_000, 80_100)]) {
		const remedy = remedyOf({ ...ERROR, code });
		if (remedy !== fallback) note(remedy, String(code));
		for (const subcode of remedy === fallback ? [] : range(1, 600)) {
			const special = remedyOf({ ...ERROR, code, subcode });
			if (special !== remedy) note(special, `${code}/${subcode}`);
		}
	}
	const about = (message: string) => remedyOf({ ...ERROR, code: 100, message });
	note(about('callback_url'), '100, about `callback_url`');
	note(about('fields'), '100, about `fields`');
	note(remedyOf({ ...ERROR, message: 'Invalid appsecret_proof' }), 'any, about `appsecret_proof`');
	note(fallback, 'any other');
	return new Map([...codes].map(([remedy, list]) => [remedy, inRanges(list).join(', ')]));
}

function remedyOf(error: failures.MetaError): string {
	const { message } = new GraphFailure('do it', { kind: 'refused', error, status: 400 });
	return /^Meta refused to do it\. (.+) \(Meta: /.exec(message)?.[1] ?? '';
}

function range(from: number, to: number): number[] {
	return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** 200, 201, 202 become "200 to 202". */
function inRanges(codes: readonly string[]): string[] {
	const runs: string[][] = [];
	for (const code of codes) {
		const run = runs.at(-1);
		if (run !== undefined && Number(code) === Number(run.at(-1)) + 1) run.push(code);
		else runs.push([code]);
	}
	return runs.flatMap((run) => (run.length < 3 ? run : [`${run[0]} to ${run.at(-1)}`]));
}
