/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// One HTTP request with its header lines exactly as given: repeated, in any case.
import { Agent, request } from 'node:http';

export interface Answer {
	status: number;
	text: string;
	milliseconds: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
export const closeConnections = () => agent.destroy();

/** Rejects when no answer came within `limitMs`. */
export async function send(
	url: string,
	{
		method,
		headers = [],
		body,
		limitMs = 5000,
	}: { method: string; headers?: Array<[string, string]>; body?: Buffer; limitMs?: number },
): Promise<Answer> {
	const { hostname, port, pathname, search, host } = new URL(url);
	const startedAt = performance.now();
	const lines: Array<[string, string]> = [
		['Host', host],
		...headers,
		...(body === undefined ? [] : [['Content-Length', String(body.length)] as [string, string]]),
	];
	return await new Promise((resolve, reject) => {
		const outgoing = request(
			{ hostname, port, path: pathname + search, method, agent, headers: lines.flat() },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						text: Buffer.concat(chunks).toString('utf8'),
						milliseconds: performance.now() - startedAt,
					}),
				);
			},
		);
		outgoing.setTimeout(limitMs, () => outgoing.destroy(new Error(`no answer within ${limitMs} ms`)));
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}
