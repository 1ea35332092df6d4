// EDGE: requests to other members of the callback, which are webhooks on this n8n's own origin.
import { sleep } from 'n8n-workflow';
import type { HttpRequest } from './graphHttp';
import { isObject, textOrNull, type JsonObject } from './lib/json';
import { judgeRelay } from './lib/memberHealth';
import type { MemberAnswer } from './lib/subscription';

/** In the answer to a passed handshake: the IDs of the Pages this trigger needs, so that leaving members keep them. */
export const PAGES_HEADER = 'x-messenger-postbacks-pages';
const MAX_LISTED_PAGES = 200;

export interface MemberReply {
	answer: MemberAnswer;
	/** Null when it does not say. */
	pageIds: string[] | null;
}

/** Null for every Page, and for more than fit into a header. */
export function formatPagesHeader(pageIds: readonly string[] | null): string | null {
	return pageIds === null || pageIds.length > MAX_LISTED_PAGES ? null : pageIds.join(',');
}

/** Marks a relayed delivery, so that a member never relays it again. */
export const RELAY_HEADER = 'x-messenger-postbacks-relay';

const ASK_TIMEOUT_MS = 5_000;
const RETRY_WAITS_MS = [100, 300, 600];
/** What a path on another origin is treated as: nobody of ours can be there, so nothing is sent. */
const NO_MEMBER = 404;

/** Asks a URL on our origin, by a handshake as Meta makes it, whether one of our triggers listens there. */
export async function askMember(
	http: HttpRequest,
	origin: string,
	path: string,
	question: { verifyToken: string; challenge: string },
): Promise<MemberReply> {
	const url = new URL(path, origin);
	url.searchParams.set('hub.mode', 'subscribe');
	url.searchParams.set('hub.challenge', question.challenge);
	url.searchParams.set('hub.verify_token', question.verifyToken);
	const answer = await send(http, { method: 'GET', url: url.href, timeoutMs: ASK_TIMEOUT_MS });
	if (answer === null) return { answer: 'unreachable', pageIds: null };
	if (answer.status === 404) return { answer: 'gone', pageIds: null };
	const isOurs = answer.status === 200 && answer.text === question.challenge;
	const pages = textOrNull(answer.headers[PAGES_HEADER]);
	return {
		answer: isOurs ? 'ours' : 'foreign',
		pageIds: isOurs && pages !== null ? pages.split(',').filter((id) => id !== '') : null,
	};
}

export interface RelayedDelivery {
	origin: string;
	rawBody: Buffer;
	signature: string;
}

/** Hands the bytes of a verified delivery to one path, until it answers for good. The status of its last answer, or 0. */
export async function relayDelivery(
	http: HttpRequest,
	path: string,
	{ origin, rawBody, signature }: RelayedDelivery,
	{ deadline, mayRetry }: { deadline: number; mayRetry: boolean },
): Promise<number> {
	const url = new URL(path, origin);
	if (url.origin !== origin) return NO_MEMBER;
	const headers = {
		'content-type': 'application/json',
		'x-hub-signature-256': signature,
		[RELAY_HEADER]: '1',
	};
	let status = 0;
	for (const wait of mayRetry ? [0, ...RETRY_WAITS_MS] : [0]) {
		if (wait > 0) await sleep(wait);
		const timeoutMs = deadline - Date.now();
		if (timeoutMs <= 0) return status;
		const answer = await send(http, { method: 'POST', url: url.href, timeoutMs, headers, body: rawBody });
		status = answer?.status ?? 0;
		if (judgeRelay(status) !== 'failed') return status;
	}
	return status;
}

interface MemberResponse {
	status: number;
	headers: JsonObject;
	text: string;
}

interface MemberRequest {
	method: 'GET' | 'POST';
	url: string;
	timeoutMs: number;
	headers?: Record<string, string>;
	body?: Buffer;
}

/** Null when no answer came in time. */
async function send(
	http: HttpRequest,
	{ timeoutMs, ...request }: MemberRequest,
): Promise<MemberResponse | null> {
	try {
		const response = await http({
			...request,
			timeout: timeoutMs,
			encoding: 'text',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		});
		const { statusCode, headers, body } = isObject(response) ? response : {};
		return {
			status: typeof statusCode === 'number' ? statusCode : 0,
			headers: isObject(headers) ? headers : {},
			text: String(body ?? ''),
		};
	} catch {
		return null;
	}
}
