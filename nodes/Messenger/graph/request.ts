// EDGE: one HTTP request with n8n's helper. Any status is an answer, a redirect too.
import type { IHttpRequestOptions } from 'n8n-workflow';
import { isObject, type JsonObject } from './json';

/** The part of n8n's helpers that is used. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** Here, where no credential is read, so that a token is only ever attached in graphHttp.ts. */
export function httpOf(context: {
	helpers: { httpRequest(options: IHttpRequestOptions): Promise<unknown> };
}): HttpRequest {
	return async (options) => await context.helpers.httpRequest(options);
}

export interface HttpAnswer {
	/** 0 when the helper does not say. */
	status: number;
	headers: JsonObject;
	text: string;
}

/** @throws what n8n's helper throws when there is no answer */
export async function request(http: HttpRequest, options: IHttpRequestOptions): Promise<HttpAnswer> {
	const response = await http({
		...options,
		encoding: 'text',
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	});
	const { statusCode, headers, body } = isObject(response) ? response : {};
	return {
		status: typeof statusCode === 'number' ? statusCode : 0,
		headers: isObject(headers) ? headers : {},
		text: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
	};
}
