// A Graph client of its own: it shares no code with the package or the simulator.
import { createHmac } from 'node:crypto';
import type { App, Meta } from '../../../sandbox/meta/index.ts';

export interface GraphAnswer {
	status: number;
	body: unknown;
	headers: Headers;
}

export interface GraphCall {
	method?: 'GET' | 'POST' | 'DELETE';
	path: string;
	app: App;
	/** The app access token by default; null sends none. */
	token?: string | null;
	query?: Record<string, string>;
	form?: Record<string, string>;
	json?: unknown;
	parts?: FormData;
	/** `timed` by default. */
	proof?: 'timed' | 'untimed' | 'none' | 'wrong';
	/** Seconds. */
	proofTime?: number;
}

export function appToken(app: App): string {
	return `${app.id}|${app.secret}`;
}

export function proofOf(app: App, message: string): string {
	return createHmac('sha256', app.secret).update(message).digest('hex');
}

export async function callGraph(meta: Meta, call: GraphCall): Promise<GraphAnswer> {
	const { app, path, method = 'GET', form, json, parts } = call;
	const token = call.token === undefined ? appToken(app) : call.token;
	const query = new URLSearchParams({ ...call.query, ...proofQuery(call, token ?? '') });
	const response = await fetch(`${meta.baseUrl}/v25.0/${path}?${query.toString()}`, {
		method,
		headers: {
			...(token === null ? {} : { authorization: `Bearer ${token}` }),
			...(json === undefined ? {} : { 'content-type': 'application/json' }),
		},
		...(form === undefined ? {} : { body: new URLSearchParams(form) }),
		...(json === undefined ? {} : { body: JSON.stringify(json) }),
		...(parts === undefined ? {} : { body: parts }),
	});
	const text = await response.text();
	const body: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
	return { status: response.status, body, headers: response.headers };
}

function proofQuery({ app, proof = 'timed', proofTime }: GraphCall, token: string): Record<string, string> {
	const time = String(proofTime ?? Math.floor(Date.now() / 1000));
	if (proof === 'none') return {};
	if (proof === 'wrong') return { appsecret_proof: 'f'.repeat(64), appsecret_time: time };
	if (proof === 'untimed') return { appsecret_proof: proofOf(app, token) };
	return { appsecret_proof: proofOf(app, `${token}|${time}`), appsecret_time: time };
}

/** What a refusal must look like, whatever its message. */
export function refusal(code: number, facts: Record<string, unknown> = {}): unknown {
	const error: unknown = expect.objectContaining({
		code,
		message: expect.any(String),
		type: expect.any(String),
		fbtrace_id: expect.any(String),
		...facts,
	});
	return { error };
}
