// What would keep a registration from working, found before the first write: findings, and one message for all of them.
import { quoteMeta, shorten, type MetaError } from './graphFailure';
import { isObject } from './json';
import type { RuleFinding } from './routing';

/** n8n shows only the message when publishing fails, in a box of nine lines that scrolls: everything has to fit into it. */
export const MAX_MESSAGE_LENGTH = 900;
const EXPIRY_WARNING_DAYS = 7;
const DAY_SECONDS = 24 * 60 * 60;

export interface Finding {
	/** Warnings alone do not stop publishing. */
	isBlocking: boolean;
	text: string;
}

/** The `data` of Meta's debug_token answer, as far as it is used. Times in Unix seconds; 0 never expires. */
export interface TokenFacts {
	appId: string | null;
	kind: string | null;
	isValid: boolean;
	expiresAt: number;
	dataAccessExpiresAt: number;
	scopes: string[];
	/** Why Meta calls the token invalid. */
	invalidBecause: string | null;
}

export function readTokenFacts(answer: unknown): TokenFacts | null {
	const data = isObject(answer) && isObject(answer.data) ? answer.data : null;
	if (data === null) return null;
	const seconds = (value: unknown) => (typeof value === 'number' ? value : 0);
	return {
		appId: data.app_id === undefined ? null : String(data.app_id),
		kind: typeof data.type === 'string' ? data.type : null,
		isValid: data.is_valid === true,
		expiresAt: seconds(data.expires_at),
		dataAccessExpiresAt: seconds(data.data_access_expires_at),
		scopes: Array.isArray(data.scopes) ? data.scopes.filter((scope) => typeof scope === 'string') : [],
		invalidBecause:
			isObject(data.error) && typeof data.error.message === 'string' ? data.error.message : null,
	};
}

const PERMISSIONS = {
	base: ['pages_show_list', 'pages_manage_metadata', 'pages_messaging'],
	instagram: ['instagram_basic', 'instagram_manage_messages'],
} as const;

export function neededPermissions(usesInstagram: boolean): string[] {
	return [...PERMISSIONS.base, ...(usesInstagram ? PERMISSIONS.instagram : [])];
}

/** Findings about the token; most important first. */
export function tokenFindings(
	facts: TokenFacts,
	expected: { appId: string; permissions: readonly string[]; nowSeconds: number },
): Finding[] {
	if (facts.appId !== null && facts.appId !== expected.appId) {
		return [
			blocking(
				`The access token belongs to app ${facts.appId}, not to 'App ID' ${expected.appId}: create the token with this app.`,
			),
		];
	}
	if (!facts.isValid) {
		const why = facts.invalidBecause === null ? '' : ` (Meta: "${shorten(facts.invalidBecause, 120)}")`;
		return [
			blocking(
				`The access token is not valid: put a new one in 'Access Token' of the credential, or connect its account again.${why}`,
			),
		];
	}
	return [...permissionFindings(facts, expected.permissions), ...expiryFindings(facts, expected.nowSeconds)];
}

function permissionFindings(facts: TokenFacts, permissions: readonly string[]): Finding[] {
	const missing = permissions.filter((permission) => !facts.scopes.includes(permission));
	if (missing.length === 0) return [];
	return [
		blocking(
			`The access token lacks ${listOf(missing)}: add what is missing and create the token again, or connect the account again and leave it ticked.`,
		),
	];
}

function expiryFindings(facts: TokenFacts, nowSeconds: number): Finding[] {
	const findings: Finding[] = [];
	const isPast = (seconds: number) => seconds > 0 && seconds <= nowSeconds;
	const isSoon = (seconds: number) =>
		seconds > nowSeconds && seconds - nowSeconds < EXPIRY_WARNING_DAYS * DAY_SECONDS;
	const date = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
	if (isPast(facts.dataAccessExpiresAt)) {
		findings.push(
			blocking(
				`The access token's data access lapsed on ${date(facts.dataAccessExpiresAt)}: log in again to create a new one.`,
			),
		);
	}
	if (isSoon(facts.expiresAt)) {
		findings.push({
			isBlocking: false,
			text: `The access token expires on ${date(facts.expiresAt)}: a system-user token lasts longer.`,
		});
	}
	return findings;
}

export function webhookUrlFindings(webhookUrl: string, graphBaseUrl: string): Finding[] {
	const isSimulated = URL.canParse(graphBaseUrl) && isLoopback(new URL(graphBaseUrl).hostname);
	const url = new URL(webhookUrl);
	if (isSimulated || (url.protocol === 'https:' && isPublicHost(url.hostname))) return [];
	return [
		blocking(
			`Meta cannot reach the webhook URL ${url.origin}: it must be a public HTTPS address. Set n8n's WEBHOOK_URL to one, or use a tunnel.`,
		),
	];
}

function isLoopback(host: string): boolean {
	return (
		host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host) || host.endsWith('.localhost')
	);
}

function isPublicHost(host: string): boolean {
	const isPrivateIp =
		/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host) || /^\[(::|f[cd]|fe80)/i.test(host);
	const isLocalName = isLoopback(host) || /\.(local|internal|lan|home)$/.test(host) || !/[.:]/.test(host);
	return !isPrivateIp && !isLocalName;
}

export const INCOMPLETE = "'App ID' and 'App Secret' of the credential must both be filled in.";
export const NO_TOKEN = blocking(
	"'Access Token' of the credential is empty, or its account is not connected: automatic registration needs a user, system-user or Page token. Add it, or set 'Registration' to 'Manual'.",
);
export const NO_VERIFY_TOKEN = blocking(
	"'Verify Token' of the credential is empty: fill in a text of your own, and enter the same text in Meta's dashboard.",
);
export const NO_PAGE = blocking("No Page is selected: choose at least one in 'Page Names or IDs'.");
export const NO_PAGE_AT_ALL = blocking(
	'The access token gives access to no Page: grant it one and create the token again.',
);
export const NO_PAGE_LISTED =
	'The access token lists no Page. Grant it one and create the token again, or give Page IDs as an expression.';
export const NO_RULE = blocking(
	"'Routing' is 'Rules' and there is no rule, so nothing would come out: add a rule, or set 'Routing' to 'Single Output'.",
);
export const NO_CHANNEL = blocking("No channel is selected: choose at least one in 'Channels'.");
export const NO_EVENT = blocking("No event is selected: choose at least one in 'Trigger On'.");
export const OTHER_APP = blocking(
	"The access token belongs to another app than 'App ID' in the credential: create the token with this app.",
);
export const WRONG_SECRET = blocking(
	"'App ID' and 'App Secret' in the credential do not belong together: copy both again from App settings > Basic in Meta's App Dashboard.",
);
export const NO_INSTAGRAM_ACCOUNT = blocking(
	"None of the Pages has a linked Instagram professional account: link one in the Page's settings, or remove 'Instagram' from 'Channels'.",
);

export function unreachablePages(pages: ReadonlyArray<{ id: string; error: MetaError | null }>): Finding[] {
	if (pages.length === 0) return [];
	const ids = pages.map(({ id }) => id);
	const quoted = pages[0]?.error ? ` ${quoteMeta(pages[0].error)}` : '';
	const which = ids.length === 1 ? `Page ${ids[0]}` : `Pages ${listOf(ids)}`;
	return [blocking(`The access token cannot manage ${which}: check the ID and the token's access.${quoted}`)];
}

/** A call of the check itself that failed; its text already says what to do. */
export function failureFinding(message: string): Finding {
	return blocking(message);
}

export function ruleFindings(findings: readonly RuleFinding[]): Finding[] {
	return findings.map(({ ruleNumber, why }) => blocking(`Rule ${ruleNumber} ${why}.`));
}

/** All findings in one message, in the order given. */
export function formatFindings(findings: readonly Finding[]): string {
	const [first] = findings;
	if (findings.length === 1 && first) return shorten(first.text, MAX_MESSAGE_LENGTH);
	const numbers = findings.map((_, index) => `(${index + 1}) `);
	const room = MAX_MESSAGE_LENGTH - numbers.join(' ').length;
	const length = fairLength(
		findings.map(({ text }) => text.length),
		room,
	);
	return findings
		.map(({ text }, index) => `${numbers[index]}${shorten(text, Math.max(length, 40))}`)
		.join(' ')
		.slice(0, MAX_MESSAGE_LENGTH);
}

/** The length to cut texts to so that they fit together: short ones leave their room to the long ones. */
function fairLength(lengths: readonly number[], room: number): number {
	let left = room;
	for (const [index, length] of [...lengths].sort((a, b) => a - b).entries()) {
		const share = Math.floor(left / (lengths.length - index));
		if (length > share) return share;
		left -= length;
	}
	return room;
}

function blocking(text: string): Finding {
	return { isBlocking: true, text };
}

// Five are enough to see the pattern; a list of hundreds would push every other finding out of the message.
export function listOf(values: readonly string[]): string {
	return values.length <= 5
		? values.join(', ')
		: `${values.slice(0, 5).join(', ')} and ${values.length - 5} more`;
}
