// One request to a double, and what it answered.
import type { Double } from '../../../sandbox/doubles/index.ts';

export interface Request {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	/** A form as a form, everything else as JSON. */
	body?: unknown;
}

export async function call(
	{ baseUrl }: Double,
	{ method = 'POST', path, headers, body }: Request,
): Promise<{ status: number; body: Record<string, unknown> }> {
	const isForm = body instanceof URLSearchParams;
	const answer = await fetch(baseUrl + path, {
		method,
		headers: { ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }), ...headers },
		body: body === undefined || isForm ? body : JSON.stringify(body),
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
