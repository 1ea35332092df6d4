// What is wrong with a credential or its token, in words.
import { shorten } from '../graph/graphFailure';
import type { TokenFacts } from '../graph/tokenFacts';
import { blocking, enumerate, type Finding, type TokenCode } from './findings';

const EXPIRY_WARNING_DAYS = 7;
const DAY_SECONDS = 24 * 60 * 60;

export type TokenFinding = Finding & { code: TokenCode };

export interface CheckedToken {
	/** Most important first. */
	findings: TokenFinding[];
	/** Null when Meta did not tell. */
	facts: TokenFacts | null;
}

export const INCOMPLETE = "'App ID' and 'App Secret' of the credential must both be filled in.";
export const NO_TOKEN = blockingFor(
	'tokenMissing',
	"'Access Token' of the credential is empty, or its account is not connected: automatic registration needs a user, system-user or Page token. Add it, or set 'Registration' to 'Manual'.",
);
export const OTHER_APP = blockingFor(
	'tokenOfAnotherApp',
	"The access token belongs to another app than 'App ID' in the credential: create the token with this app.",
);
export const WRONG_SECRET = blockingFor(
	'secretWrong',
	"'App ID' and 'App Secret' in the credential do not belong together: copy both again from App settings > Basic in Meta's App Dashboard.",
);
export const NO_PAGE_LISTED =
	'The access token lists no Page. Grant it one and create the token again, or give Page IDs as an expression.';

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
): TokenFinding[] {
	if (facts.appId !== null && facts.appId !== expected.appId) {
		return [
			blockingFor(
				'tokenOfAnotherApp',
				`The access token belongs to app ${facts.appId}, not to 'App ID' ${expected.appId}: create the token with this app.`,
			),
		];
	}
	if (!facts.isValid) {
		const why = facts.invalidBecause === null ? '' : ` (Meta: "${shorten(facts.invalidBecause, 120)}")`;
		return [
			blockingFor(
				'tokenEnded',
				`The access token is not valid: put a new one in 'Access Token' of the credential, or connect its account again.${why}`,
			),
		];
	}
	return [...permissionFindings(facts, expected.permissions), ...expiryFindings(facts, expected.nowSeconds)];
}

export function missingPermissions({ scopes }: TokenFacts, permissions: readonly string[]): string[] {
	return permissions.filter((permission) => !scopes.includes(permission));
}

function permissionFindings(facts: TokenFacts, permissions: readonly string[]): TokenFinding[] {
	const missing = missingPermissions(facts, permissions);
	if (missing.length === 0) return [];
	return [
		blockingFor(
			'permissionMissing',
			`The access token lacks ${enumerate(missing)}: add what is missing and create the token again, or connect the account again and leave it ticked.`,
		),
	];
}

function expiryFindings(facts: TokenFacts, nowSeconds: number): TokenFinding[] {
	const findings: TokenFinding[] = [];
	const isPast = (seconds: number) => seconds > 0 && seconds <= nowSeconds;
	const isSoon = (seconds: number) =>
		seconds > nowSeconds && seconds - nowSeconds < EXPIRY_WARNING_DAYS * DAY_SECONDS;
	const date = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
	if (isPast(facts.dataAccessExpiresAt)) {
		findings.push(
			blockingFor(
				'tokenEnded',
				`The access token's data access lapsed on ${date(facts.dataAccessExpiresAt)}: log in again to create a new one.`,
			),
		);
	}
	if (isSoon(facts.expiresAt)) {
		findings.push({
			code: 'tokenEnding',
			isBlocking: false,
			reason: 'tokenEnding',
			text: `The access token expires on ${date(facts.expiresAt)}: a system-user token lasts longer.`,
		});
	}
	return findings;
}

/** A call of the check itself that failed; its text already says what to do. */
export function failureFinding(message: string): Finding {
	return blocking(message);
}

function blockingFor(code: TokenCode, text: string): TokenFinding {
	return { ...blocking(text), code };
}
