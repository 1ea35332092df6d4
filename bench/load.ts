/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// Sends a fixed number of deliveries over a fixed number of connections, with autocannon.
import autocannon from 'autocannon';
import type { Signed, Source } from './traffic.ts';

export interface Load {
	url: string;
	amount: number;
	connections: number;
	source: Source;
}

export interface LoadResult {
	/** Milliseconds since 1970; the end is that of the last answer. */
	startedAt: number;
	endedAt: number;
	/** Milliseconds, one per delivery. */
	latencies: number[];
}

/**
 * Rejects unless every delivery was answered 200: Meta would send the others again, so they are no
 * result.
 */
export async function send({ url, amount, connections, source }: Load): Promise<LoadResult> {
	// Made beforehand, so that making them costs nothing while it counts. Each connection prepares
	// one ahead.
	const ready = Array.from({ length: amount + connections }, source);
	let used = 0;
	const setupRequest = (request: autocannon.Request): autocannon.Request => {
		const next: Signed = ready[used++] ?? source();
		return { ...request, body: next.body, headers: next.headers };
	};
	const latencies: number[] = [];
	const statuses = new Map<number, number>();
	const startedAt = Date.now();
	let endedAt = startedAt;
	const options = {
		url,
		amount,
		connections: Math.min(connections, amount),
		timeout: 60,
		requests: [{ method: 'POST' as const, setupRequest }],
	};
	const result = await new Promise<autocannon.Result>((resolve, reject) => {
		const run = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
		run.on('response', (_client, status, _bytes, milliseconds) => {
			endedAt = Date.now(); // 'done' comes up to a second later
			latencies.push(milliseconds);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
		});
	});
	const failed = result.errors + result.timeouts;
	if (failed > 0 || statuses.get(200) !== amount) {
		const seen = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
		throw new Error(`${amount} deliveries to ${url} were answered ${seen}; ${failed} failed`);
	}
	return { startedAt, endedAt, latencies };
}
