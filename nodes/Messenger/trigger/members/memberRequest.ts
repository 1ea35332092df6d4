// EDGE: one request to a webhook that is, or may be, another member of the callback.
import { request, type HttpAnswer, type HttpRequest } from '../../graph/request';

export interface MemberRequest {
	method: 'GET' | 'POST';
	url: string;
	timeoutMs: number;
	headers?: Record<string, string>;
	body?: Buffer;
}

/** Null when no answer came in time. */
export async function sendToMember(
	http: HttpRequest,
	{ timeoutMs, ...options }: MemberRequest,
): Promise<HttpAnswer | null> {
	return await request(http, { ...options, timeout: timeoutMs }).catch(() => null);
}
