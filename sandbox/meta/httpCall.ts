/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// One outgoing request, with the URL's path and query exactly as given. Calls nothing outside
// loopback.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isRecord } from './json.ts';

export interface OutgoingRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body?: Buffer;
	timeoutMs: number;
	stopped: AbortSignal;
}

export type OutgoingAnswer =
	| { ok: true; status: number; message: string; body: string }
	| { ok: false; kind: 'timeout' | 'refused' | 'other'; error: string };

/**
 * A public name that the world resolves and n8n does not, as behind a router that leads nothing
 * back in. To the simulator alone it is loopback.
 */
export const OUTSIDE_NAME = 'outside.invalid';
const LOOPBACK = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/;

export function isLoopback(url: URL): boolean {
	return LOOPBACK.test(url.hostname) || url.hostname === OUTSIDE_NAME;
}

export async function callOut(request: OutgoingRequest): Promise<OutgoingAnswer> {
	const { method, url, body, timeoutMs, stopped } = request;
	const parsed = URL.canParse(url) ? new URL(url) : null;
	if (parsed === null) return { ok: false, kind: 'other', error: `Not a URL: ${url}` };
	if (!isLoopback(parsed)) {
		return { ok: false, kind: 'other', error: `${parsed.hostname} is outside loopback and was not called` };
	}
	const timeout = AbortSignal.timeout(timeoutMs);
	return await new Promise((resolve) => {
		const fail = (error: unknown): void => resolve(failureOf(error, timeout.aborted, timeoutMs));
		try {
			const send = parsed.protocol === 'https:' ? httpsRequest : httpRequest;
			const outgoing = send({
				method,
				hostname: hostOf(parsed),
				port: parsed.port,
				path: rawTarget(url),
				headers: {
					...request.headers,
					...(body === undefined ? {} : { 'content-length': String(body.length) }),
				},
				agent: false,
				signal: AbortSignal.any([timeout, stopped]),
			});
			outgoing.on('error', fail);
			outgoing.on('response', (response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', fail);
				response.on('end', () =>
					resolve({
						ok: true,
						status: response.statusCode ?? 0,
						message: response.statusMessage ?? '',
						body: Buffer.concat(chunks).toString('utf8'),
					}),
				);
			});
			outgoing.end(body);
		} catch (error) {
			fail(error);
		}
	});
}

function hostOf({ hostname }: URL): string {
	return hostname === OUTSIDE_NAME ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '');
}

/** Path and query as written; `new URL` would re-encode some characters. */
function rawTarget(url: string): string {
	const [, target = ''] = /^https?:\/\/[^/?#]*([^#]*)/i.exec(url) ?? [];
	return target.startsWith('/') ? target : `/${target}`;
}

function failureOf(error: unknown, isTimeout: boolean, timeoutMs: number): OutgoingAnswer {
	if (isTimeout) {
		return { ok: false, kind: 'timeout', error: `Operation timed out after ${timeoutMs} milliseconds` };
	}
	// Not instanceof: jest runs this in a realm of its own, where Node's errors are of another class.
	const { code, message } = isRecord(error) ? error : {};
	const text = typeof message === 'string' ? message : String(error);
	return { ok: false, kind: code === 'ECONNREFUSED' ? 'refused' : 'other', error: text };
}
