// EDGE: one request to a webhook that is, or may be, another member of the callback.
import { isObject, parseJson } from '../../graph/json';
import { request, type HttpAnswer, type HttpRequest } from '../../graph/request';
import type { Address } from './home';
import { isGone } from './memberHealth';

export interface MemberRequest {
	method: 'GET' | 'POST';
	at: Address;
	timeoutMs: number;
	headers?: Record<string, string>;
	body?: Buffer;
}

/** With less time left nobody is asked again: it would count as silent. */
export const SHORTEST_TRY_MS = 250;

/**
 * Null when no answer came in time. That a member is not there counts at an internal address only
 * if n8n says so: one that leads elsewhere must not cost it its place.
 */
export async function sendToMember(
	http: HttpRequest,
	{ timeoutMs, at, ...options }: MemberRequest,
): Promise<HttpAnswer | null> {
	const { url, isInternal } = at;
	const answer = await request(http, { ...options, url: url.href, timeout: timeoutMs }).catch(() => null);
	return answer !== null && isInternal && isGone(answer.status) && !isOfN8n(answer) ? null : answer;
}

function isOfN8n({ status, text }: HttpAnswer): boolean {
	const json = parseJson(text);
	return json.ok && isObject(json.value) && json.value.code === status;
}
