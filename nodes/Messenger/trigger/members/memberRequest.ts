// EDGE: one request to a webhook that is, or may be, another member of the callback.
import type { HttpRequest } from '../../graph/graphHttp';
import { isObject, type JsonObject } from '../../graph/json';

export interface MemberRequest {
	method: 'GET' | 'POST';
	url: string;
	timeoutMs: number;
	headers?: Record<string, string>;
	body?: Buffer;
}

export interface MemberResponse {
	status: number;
	headers: JsonObject;
	text: string;
}

/** Null when no answer came in time. */
export async function sendToMember(
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
