/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- bench code never ships */
// Memory and time over a million distinct events: neither may grow.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { repositoryRoot } from '../sandbox/n8n/repositoryRoot.ts';
import { createReceiver } from './receiver.ts';
import { ratio, type Figure, type Section } from './report.ts';
import { median } from './statistics.ts';
import { aSender, taps } from './traffic.ts';

/** As many as are remembered, so that every step ends with a full memory. */
const EVENTS_PER_STEP = 100_000;
const EVENTS_PER_DELIVERY = 100;
const AVERAGED_STEPS = 3;

/** Handles one step's events; resolves with the milliseconds that took. */
type Work = () => Promise<number>;

export async function benchGrowth(steps: number): Promise<Section> {
	const events = (steps * EVENTS_PER_STEP).toLocaleString('en');
	const perStep = EVENTS_PER_STEP.toLocaleString('en');
	return {
		title: 'Cost growth',
		about: `${events} distinct events, in steps of ${perStep}, after each of which the memory of events is full. Growth is that of the last ${AVERAGED_STEPS} steps over the ${AVERAGED_STEPS} after the first; memory is the heap after a garbage collection.`,
		figures: [
			...(await observe('Memory of events alone', steps, memoryWork())),
			...(await observe('webhook(), 100 events per delivery', steps, webhookWork())),
		],
	};
}

async function observe(what: string, steps: number, work: Work): Promise<Figure[]> {
	const collectGarbage = garbageCollector();
	const heapMegabytes = () => {
		collectGarbage();
		return process.memoryUsage().heapUsed / 1e6;
	};
	const before = heapMegabytes();
	const times: number[] = [];
	const sizes: number[] = [];
	for (let step = 0; step < steps; step++) {
		times.push(await work());
		sizes.push(heapMegabytes() - before);
	}
	const early = (values: number[]) => median(values.slice(1, 1 + AVERAGED_STEPS));
	const late = (values: number[]) => median(values.slice(-AVERAGED_STEPS));
	const perEvent = (late(times) / EVENTS_PER_STEP) * 1000;
	return [
		{
			what: `${what}: at the end`,
			measured: `${late(sizes).toFixed(1)} MB, ${perEvent.toFixed(2)} µs per event`,
		},
		ratio(`${what}: memory`, late(sizes) / early(sizes), { atMost: 1.25 }),
		ratio(`${what}: time`, late(times) / early(times), { atMost: 1.25 }),
	];
}

function memoryWork(): Work {
	const load = createRequire(import.meta.url);
	const folder = join(repositoryRoot(), 'dist', 'nodes', 'Messenger', 'trigger', 'receive');
	const { Claim }: typeof import('../nodes/Messenger/trigger/receive/claim') = load(join(folder, 'claim.js'));
	const { EventMemory }: typeof import('../nodes/Messenger/trigger/receive/eventMemory') = load(
		join(folder, 'eventMemory.js'),
	);
	const memory = new EventMemory();
	return async () => {
		const ids = Array.from({ length: EVENTS_PER_STEP }, () => randomBytes(16).toString('hex'));
		const startedAt = performance.now();
		for (const id of ids) {
			const claim = new Claim(startedAt);
			if (memory.claim(id, claim, startedAt) === null) claim.settle('takenOver');
		}
		return performance.now() - startedAt;
	};
}

function webhookWork(): Work {
	const sender = aSender();
	const receiver = createReceiver(sender);
	const source = taps(sender, EVENTS_PER_DELIVERY);
	return async () => {
		const deliveries = Array.from({ length: EVENTS_PER_STEP / EVENTS_PER_DELIVERY }, source);
		const startedAt = performance.now();
		let items = 0;
		for (const delivery of deliveries) items += await receiver.receive(delivery);
		if (items !== EVENTS_PER_STEP) throw new Error(`${EVENTS_PER_STEP} taps became ${items} items`);
		return performance.now() - startedAt;
	};
}

/** As with --expose-gc, without having to start with it. */
function garbageCollector(): () => void {
	setFlagsFromString('--expose-gc');
	return runInNewContext('gc');
}
