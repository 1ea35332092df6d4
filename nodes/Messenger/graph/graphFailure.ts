// What went wrong in a call to the Graph API, in words: what happened, what to do, Meta's own text
// and numbers.
import { NO_WEB_ADDRESS } from './baseUrl';
import { isObject, textOrNull } from './json';
import { META_CODE, PASSING_CODES, TAG_WARNING, THROTTLE_CODES, UNSEEN_OBJECT } from './metaCodes';

/** The `error` object of a Graph answer; see docs/META-FACTS.md for the codes. */
export interface MetaError {
	message: string;
	code: number | null;
	subcode: number | null;
	traceId: string | null;
}

export type GraphOutcome =
	/** Meta answered with an error object; `status` is that of HTTP. */
	| { kind: 'refused'; error: MetaError; status: number }
	/** An answer came that is no Graph answer: an HTML page, broken JSON. */
	| { kind: 'unreadable'; status: number }
	| { kind: 'timedOut'; seconds: number }
	/** Meta gave up on this part of a batch; it may have been done. */
	| { kind: 'cutShort' }
	/** No answer: DNS, connection refused, connection reset; `cause` in words. */
	| { kind: 'unreachable'; cause: string; neverSent: boolean }
	/** Not sent, because 'Base URL' is no address. */
	| { kind: 'noAddress' }
	/** Not sent, because Meta asked to wait. */
	| { kind: 'heldBack'; seconds: number };

/** A Graph call that did not succeed. `doing` completes "Meta refused to …". */
export class GraphFailure extends Error {
	readonly doing: string;
	readonly outcome: GraphOutcome;

	constructor(doing: string, outcome: GraphOutcome) {
		super(describeOutcome(doing, outcome));
		this.doing = doing;
		this.outcome = outcome;
	}

	get code(): number | null {
		return this.outcome.kind === 'refused' ? this.outcome.error.code : null;
	}

	get subcode(): number | null {
		return this.outcome.kind === 'refused' ? this.outcome.error.subcode : null;
	}
}

/** The error in a parsed Graph answer, or null when there is none. */
export function readMetaError(body: unknown): MetaError | null {
	if (!isObject(body) || !isObject(body.error)) return null;
	const { message, code, error_subcode: subcode, fbtrace_id: traceId } = body.error;
	return {
		message: textOrNull(message) ?? 'no message',
		code: typeof code === 'number' ? code : null,
		subcode: typeof subcode === 'number' ? subcode : null,
		traceId: textOrNull(traceId),
	};
}

function describeOutcome(doing: string, outcome: GraphOutcome): string {
	switch (outcome.kind) {
		case 'refused':
			return `Meta refused to ${doing}. ${remedyFor(outcome.error)} ${quoteMeta(outcome.error)}`;
		case 'unreadable':
			return `Could not ${doing}: Meta answered HTTP ${outcome.status} without a readable body. Its service may be down, or 'Base URL' in the credential leads elsewhere; try again later.`;
		case 'timedOut':
			return `Could not ${doing}: Meta did not answer within ${outcome.seconds} seconds. Try again; if it stays, check the network between n8n and 'Base URL'.`;
		case 'cutShort':
			return `Could not ${doing}: Meta did not finish it in time. Try again in a few minutes.`;
		case 'unreachable':
			return `Could not ${doing}: Meta cannot be reached (${outcome.cause}). Check 'Base URL' in the credential and n8n's internet access.`;
		case 'noAddress':
			return `Did not ${doing}: ${NO_WEB_ADDRESS}.`;
		case 'heldBack':
			return `Did not ${doing}: Meta's rate limit is reached. Wait ${describeWait(outcome.seconds)}, then publish again.`;
	}
}

function describeWait(seconds: number): string {
	return seconds < 120 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}

/** Meta's message shortened, code, subcode and trace ID: what its support asks for. */
export function quoteMeta({ message, code, subcode, traceId }: MetaError): string {
	const numbers = subcode === null ? `code ${code ?? 'none'}` : `code ${code ?? 'none'}/${subcode}`;
	return `(Meta: "${shorten(message, 160)}", ${numbers}${traceId === null ? '' : `, trace ${traceId}`})`;
}

/** Cut between words where there are some: half a permission's name would mislead. */
export function shorten(text: string, length: number): string {
	if (text.length <= length) return text;
	const cut = text.slice(0, length - 1);
	const blank = cut.lastIndexOf(' ');
	return `${blank > length / 2 ? cut.slice(0, blank) : cut}…`;
}

/** n8n's setting for its public address, by its present name and the one of older versions. */
export const PUBLIC_ADDRESS_SETTING = 'N8N_WEBHOOK_URL (before n8n 2.30: WEBHOOK_URL)';

const NEW_TOKEN =
	"Create a new access token and put it in 'Access Token' of the credential, or connect its account again.";
const WAIT = 'The rate limit is reached: wait some minutes, then publish again.';

const REMEDIES: Record<string, string> = {
	'1': 'Meta had an unknown fault: try again in a few minutes.',
	'2': "Meta's service is down for now: try again in a few minutes.",
	'3': 'The app lacks a capability: add the Messenger or Instagram product to it in the App Dashboard.',
	'4': WAIT,
	'17': WAIT,
	'32': WAIT,
	'100':
		"A value was not accepted, and Meta's own words say which: check what they name, such as 'App ID', a Page ID or 'API Version'.",
	'100/33': 'The token cannot see this ID: check the Page ID and that the token has access to the Page.',
	'100/2018247':
		'The app may not read this profile: it needs Business Asset User Profile Access in App Review, and the person must have written or tapped first.',
	'102': NEW_TOKEN,
	'190': NEW_TOKEN,
	'190/458': `The person behind the token has not authorised the app. ${NEW_TOKEN}`,
	'190/459': 'The person behind the token must log in at facebook.com and pass a check first.',
	'190/460': `The person behind the token changed their password. ${NEW_TOKEN}`,
	'190/463': `The token has expired. ${NEW_TOKEN}`,
	'190/464': 'The person behind the token must confirm their account at facebook.com first.',
	'190/467': `The token is no longer valid. ${NEW_TOKEN}`,
	'190/492': 'The person behind the token lost their role on the Page: restore it, or use another token.',
	'210': 'The token must belong to somebody with a role on the Page.',
	'341': WAIT,
	'368': 'Meta has blocked the app for policy reasons for now: see the App Dashboard.',
	'613': WAIT,
	'2200': 'Meta could not verify the webhook URL: it must answer from the internet over HTTPS.',
	'80001': WAIT,
	'80002': WAIT,
	'80006': WAIT,
};

/** Whether waiting helps. */
export function isThrottle(error: MetaError): boolean {
	return error.code !== null && THROTTLE_CODES.has(error.code) && error.subcode !== TAG_WARNING;
}

/**
 * Whether Meta will say the same next time: a refused token or permission, not an overloaded
 * service.
 */
export function isLastingRefusal({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'refused' && isLastingError(outcome.error);
}

export function isLastingError({ code }: MetaError): boolean {
	return code === null || !PASSING_CODES.has(code);
}

/** Whether the proof of the App Secret was not taken. */
export function isProofRefusal({ message }: MetaError): boolean {
	return message.includes('appsecret_proof');
}

/** Code 100 covers any parameter. These are the ones of ours that Meta's words can name. */
const PARAMETER_REMEDIES: ReadonlyArray<readonly [RegExp, string]> = [
	[
		/callback[_ ]?url/i,
		`The webhook's address was not accepted: it must be public and begin with https://. Set n8n's ${PUBLIC_ADDRESS_SETTING} to one, or use a tunnel.`,
	],
	[
		/\b(subscribed_)?fields\b/i,
		"A webhook field was not accepted: check 'API Version' in the credential, and that the app has the Messenger product, or for Instagram the Instagram product.",
	],
];

export function remedyFor(error: MetaError): string {
	const { message, code, subcode } = error;
	if (isProofRefusal(error)) {
		return "'App Secret' and 'Access Token' in the credential must belong to the same app.";
	}
	const special = REMEDIES[`${code}/${subcode}`];
	if (special !== undefined) return special;
	if (isPermission(error)) return permissionRemedy(permissionsIn(message));
	return parameterRemedy(error) ?? REMEDIES[`${code}`] ?? 'Try again later.';
}

function parameterRemedy({ message, code }: MetaError): string | null {
	if (code !== META_CODE.parameter) return null;
	return PARAMETER_REMEDIES.find(([words]) => words.test(message))?.[1] ?? null;
}

function permissionRemedy(names: readonly string[]): string {
	const which =
		names.length === 0
			? 'the permission that Meta names'
			: `the permission${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
	return `Give the token ${which}, with an app role or App Review, and create the token again.`;
}

/** Also a code 100 whose words name the permission. */
function isPermission({ message, code }: MetaError): boolean {
	const { parameter, permission, permissionsFrom, permissionsTo, pageRole } = META_CODE;
	if (code === parameter) return permissionsIn(message).length > 0;
	if (code === null || code === pageRole) return false;
	return code === permission || (code >= permissionsFrom && code <= permissionsTo);
}

/**
 * The permissions that Meta's words name, such as `instagram_manage_messages`; none where it speaks
 * of something else.
 */
export function permissionsIn(message: string): string[] {
	if (!/permission/i.test(message)) return [];
	return [...new Set(message.match(/\b(?:pages|instagram|business)_[a-z_]*[a-z]\b/g) ?? [])];
}

/** Whether Meta refused for want of a permission. */
export function isMissingPermission({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'refused' && isPermission(outcome.error);
}

/**
 * Whether Meta refused the object itself, as it does for app types that set it up in the dashboard.
 */
export function isDashboardOnly({ outcome, code, subcode }: GraphFailure): boolean {
	if (outcome.kind !== 'refused' || isPermission(outcome.error)) return false;
	const isAboutObject =
		code === META_CODE.parameter &&
		subcode !== UNSEEN_OBJECT &&
		parameterRemedy(outcome.error) === null &&
		!isProofRefusal(outcome.error);
	return code === META_CODE.capability || isAboutObject;
}
