// What became of the taps: the acknowledged ones against the executions that succeeded.
import type { Delivery } from '../../../sandbox/meta/index.ts';
import { at, listAt, textAt } from '../../../sandbox/n8n/json.ts';
import type { QueueExecution } from './queueExecutions.ts';

export interface Summary {
	/** Taps that were answered 200 at least once. */
	acknowledged: number;
	/** Payloads of acknowledged taps that are in no successful execution. */
	missing: string[];
	line: string;
}

export function summaryOf(taps: number, deliveries: Delivery[], executions: QueueExecution[]): Summary {
	const acknowledged = new Set(deliveries.filter(({ status }) => status === 200).flatMap(payloadsIn));
	const succeeded = executions.filter(({ status }) => status === 'success').flatMap(({ items }) => items);
	const finished = new Set(succeeded.map(({ payload }) => payload));
	const missing = [...acknowledged].filter((payload) => !finished.has(payload));
	const duplicates = succeeded.length - new Set(succeeded.map(({ id }) => id)).size;
	const line = [
		`${taps} taps`,
		`${deliveries.length} deliveries, at most ${Math.max(...deliveries.map(({ attempt }) => attempt))} of one tap`,
		`answers ${tally(deliveries.map(({ status }) => String(status ?? 'none')))}`,
		`${acknowledged.size} taps answered 200`,
		`executions ${tally(executions.map(({ status }) => status))}`,
		`${duplicates} duplicates`,
		`${missing.length} missing`,
	].join(', ');
	return { acknowledged: acknowledged.size, missing, line };
}

function payloadsIn({ body }: Delivery): string[] {
	const entries = listAt(JSON.parse(body.toString('utf8')), 'entry');
	const events = entries.flatMap((entry) => listAt(entry, 'messaging'));
	return events.filter((event) => at(event, 'postback')).map((event) => textAt(event, 'postback', 'payload'));
}

function tally(words: string[]): string {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return [...counts].map(([word, count]) => `${word}: ${count}`).join(' ');
}
