/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// webhook()'s own work in this process, against the floor that any receiver of signed JSON pays:
// one HMAC-SHA256 and one JSON.parse.
import { createHmac, hash } from 'node:crypto';
import { Bench } from 'tinybench';
import { listAt, textAt } from '../sandbox/n8n/json.ts';
import { createReceiver } from './receiver.ts';
import { ratio, type Figure, type Section } from './report.ts';
import { inTurns } from './rounds.ts';
import { median, medianRatio } from './statistics.ts';
import { aSender, taps, type Signed, type Source } from './traffic.ts';

const SENDER = aSender();
/**
 * More than the 100,000 that are remembered, so that none of them is a duplicate when the pool
 * starts over.
 */
const POOL_EVENTS = 110_000;
const TARGETS = [{ events: 1, atMost: 3 }, { events: 10 }, { events: 100 }, { events: 1000, atMost: 1.5 }];
/**
 * A run of the function under test handles that many events, so that the clock costs nothing beside
 * them.
 */
const EVENTS_PER_RUN = 100;

export interface HotPathOptions {
	rounds: number;
	milliseconds: number;
}

export async function benchHotPath(options: HotPathOptions): Promise<Section> {
	const figures: Figure[] = [];
	for (const { events, atMost } of TARGETS) figures.push(...(await benchSize(events, atMost, options)));
	return {
		title: 'Hot path',
		about:
			'The compiled `webhook()` (signature, JSON, events, duplicates with a full memory, two rules, items) with a stand-in for n8n that costs next to nothing, and below it the pure files alone. The floor is one HMAC-SHA256 and one `JSON.parse` of the same bodies. What the items need comes on top of it: for each event one SHA-256 (an ID that stays the same when Meta delivers again) and one `JSON.parse` (the parsed payload).',
		figures,
	};
}

async function benchSize(
	events: number,
	atMost: number | undefined,
	{ rounds, milliseconds }: HotPathOptions,
): Promise<Figure[]> {
	const pool = Array.from({ length: Math.ceil(POOL_EVENTS / events) }, taps(SENDER, events));
	const perRun = Math.max(1, Math.round(EVENTS_PER_RUN / events));
	const whole = createReceiver(SENDER);
	const core = createReceiver(SENDER);
	const mustEmit = (items: number) => {
		if (items !== events) throw new Error(`${events} taps became ${items} items`);
	};
	// Not one function for both kinds: an `await` would cost the synchronous ones as much as their
	// work.
	const synchronous = (work: (delivery: Signed) => void) => {
		const next = cycle(pool);
		return async () =>
			await measure(milliseconds, perRun, () => {
				for (let run = 0; run < perRun; run++) work(next());
			});
	};
	const nextForWhole = cycle(pool);
	const results = await inTurns(rounds, {
		floor: synchronous(payFloor),
		needs: synchronous(payItemNeeds),
		whole: async () =>
			await measure(milliseconds, perRun, async () => {
				for (let run = 0; run < perRun; run++) mustEmit(await whole.receive(nextForWhole()));
			}),
		core: synchronous((delivery) => mustEmit(core.readPurely(delivery))),
	});
	const label = events === 1 ? '1 event' : `${events.toLocaleString('en')} events`;
	const wholeTimes = medianRatio(results.whole, results.floor);
	const of = `${microseconds(results.whole)} of ${microseconds(results.floor)}`;
	const figure = ratio(`${label} per delivery: webhook() against the floor`, wholeTimes, { atMost });
	figure.measured += ` (${of})`;
	if (atMost === undefined) delete figure.target;
	if (atMost === undefined) delete figure.met;
	const needs = `${medianRatio(results.whole, results.needs).toFixed(2)} × (of ${microseconds(results.needs)})`;
	const pure = `${medianRatio(results.core, results.floor).toFixed(2)} × (${microseconds(results.core)})`;
	return [
		figure,
		{ what: `${label} per delivery: webhook() against what the items need`, measured: needs },
		{ what: `${label} per delivery: pure files against the floor`, measured: pure },
	];
}

/** Milliseconds per delivery; the median of the runs. */
async function measure(
	milliseconds: number,
	perRun: number,
	run: () => void | Promise<void>,
): Promise<number> {
	const bench = new Bench({ time: milliseconds, warmupTime: milliseconds / 10 });
	bench.add('run', run);
	const [task] = await bench.run();
	const result = task?.result;
	if (result === undefined || !('latency' in result)) throw new Error('The run failed', { cause: result });
	return result.latency.p50 / perRun;
}

function payFloor({ body }: Signed): unknown {
	createHmac('sha256', SENDER.secret).update(body).digest();
	return JSON.parse(body.toString('utf8'));
}

function payItemNeeds(delivery: Signed): void {
	const [entry] = listAt(payFloor(delivery), 'entry');
	for (const event of listAt(entry, 'messaging')) {
		hash('sha256', JSON.stringify(event), 'hex');
		JSON.parse(textAt(event, 'postback', 'payload'));
	}
}

function cycle(pool: readonly Signed[]): Source {
	let next = 0;
	return () => {
		const delivery = pool[next];
		next = (next + 1) % pool.length;
		if (delivery === undefined) throw new Error('The pool is empty');
		return delivery;
	};
}

function microseconds(values: readonly number[]): string {
	const value = median(values) * 1000;
	return `${value.toFixed(value < 100 ? 1 : 0)} µs`;
}
