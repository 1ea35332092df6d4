/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// n8n in queue mode on a real PostgreSQL and a real Redis, as in docs/compose.yml, with its parts
// killed under load.
import { setTimeout as sleep } from 'node:timers/promises';
import { startMeta, type Meta } from '../../sandbox/meta/index.ts';
import type { WorkflowNode } from '../../sandbox/n8n/index.ts';
import { say } from '../../sandbox/services/index.ts';
import { ASK, askPerson, publishAsking, tap, untilWaiting, type Button } from './support/asking.ts';
import { readExecutions } from './support/queueExecutions.ts';
import { QueueFleet } from './support/queueFleet.ts';
import { summaryOf, type Summary } from './support/queueSummary.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

const TAPS_PER_FAULT = 200;
const AT_ONCE = 8;
const PAUSE_MS = 100;
const QUESTIONS = 20;
const REDIS_DOWN_MS = 5000;
const BACK_WITHIN_MS = 120_000;
const FINISHED_WITHIN_MS = 120_000;
// Long enough for jobs to be running whenever a worker dies.
const WORK: WorkflowNode = {
	id: 'work',
	name: 'Work',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	position: [240, 0],
	parameters: { resume: 'timeInterval', amount: 0.5, unit: 'seconds' },
};

let meta: Meta;
let fleet: QueueFleet;
let world: World;
let account: Account;
let published: Published;
let sent = 0;

beforeAll(async () => {
	meta = await startMeta();
	fleet = await QueueFleet.start();
	world = new World(meta, fleet.main.n8n);
	account = await world.addApp();
	published = await world.publish(account.credentialId, { pages: [account.page.id] }, [WORK]);
	meta.setRedelivery({ attempts: 60, delaysMs: [500, 1000, 2000] });
}, 240_000);
afterAll(async () => {
	await fleet?.stop();
	await meta?.stop();
}, 60_000);

/**
 * Taps on eight lines at once, until `isEnough`; resolves when the first delivery of each has an
 * answer or none.
 */
async function tapUntil(isEnough: () => boolean): Promise<void> {
	const line = async () => {
		while (!isEnough()) {
			sent += 1;
			await meta.sendPostback({
				pageId: account.page.id,
				payload: `TAP-${sent}`,
				senderId: `PSID-${sent}`,
			});
			await sleep(PAUSE_MS);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, line));
}

/** Taps before, while and after the fault happens and is over. */
async function tapThrough(fault: () => Promise<void>): Promise<void> {
	const end = sent + TAPS_PER_FAULT;
	const isWarm = sent + TAPS_PER_FAULT / 4;
	const tapping = tapUntil(() => sent >= end);
	await eventually(async () => (sent >= isWarm ? true : null), 'a quarter of the taps', BACK_WITHIN_MS);
	await fault();
	await tapping;
	await eventually(
		async () => (fleet.members().every(({ isUp }) => isUp) ? true : null),
		'every process to be back',
		BACK_WITHIN_MS,
	);
}

async function summary(): Promise<Summary> {
	const ofTaps = meta.deliveries().filter(({ appId }) => appId === account.app.id);
	return summaryOf(sent, ofTaps, await readExecutions(fleet.postgres, published.id));
}

it('questions that wait while a worker and a webhook processor are killed are answered, each once', async () => {
	const answers = { values: [{ title: 'Yes', value: '={{ $json.sender.id }} yes' }, { title: 'No' }] };
	const asking = await publishAsking(world, { account: await world.addApp(), ask: { answers } });
	const people = Array.from({ length: QUESTIONS }, (_, index) => `PSID-${index}`);
	const asked = await Promise.all(people.map(async (id) => await askPerson(world, asking, id)));
	await untilWaiting(world, asking.workflowId, QUESTIONS);
	const half = QUESTIONS / 2;
	const press = async (buttons: Button[][]) =>
		await Promise.all(buttons.map(async ([yes]) => await tap(world, yes as Button)));
	const first = press(asked.slice(0, half));
	await fleet.workers[1]?.n8n.kill();
	await fleet.webhooks[1]?.n8n.kill();
	await first;
	await press(asked.slice(half));
	// Meta brings again what was not answered with 200.
	await meta.settled();
	const executions = await world.n8n.api.waitForExecutions(asking.workflowId, QUESTIONS, FINISHED_WITHIN_MS);
	expect(executions.map(({ status }) => status)).toEqual(people.map(() => 'success'));
	const items = await Promise.all(executions.map(async ({ id }) => await world.n8n.api.items(id, ASK)));
	const values = items.map(([output]) => (output?.[0] as { value: string }).value);
	expect(values.sort()).toEqual(people.map((id) => `${id} yes`).sort());
}, 300_000);

it('a kill -9 of a worker, of a webhook processor and of Redis for 5 s loses no tap that was answered 200', async () => {
	const [worker] = fleet.workers;
	const [processor] = fleet.webhooks;
	await tapThrough(async () => {
		await eventually(
			async () => ((worker?.runningJobs() ?? 0) > 0 ? true : null),
			'a job on the worker',
			BACK_WITHIN_MS,
		);
		await worker?.n8n.kill();
	});
	await tapThrough(async () => await processor?.n8n.kill());
	await tapThrough(async () => {
		await fleet.redis.kill();
		await sleep(REDIS_DOWN_MS);
		await fleet.redis.restart();
	});

	await meta.settled();
	const isFinished = async () => ((await summary()).missing.length === 0 ? true : null);
	await eventually(isFinished, 'every tap to be finished', FINISHED_WITHIN_MS).catch(() => undefined);

	const result = await summary();
	const deaths = fleet.members().flatMap(({ name, deaths: how }) => how.map((end) => `${name} ${end}`));
	say(`Queue mode: ${result.line}; ${fleet.requeuedJobs()} jobs requeued; deaths: ${deaths.join(', ')}`);
	expect(result.missing).toEqual([]);
	expect(result.acknowledged).toBe(sent);
	expect(worker?.deaths).toEqual(['signal SIGKILL']);
	expect(processor?.deaths).toEqual(['signal SIGKILL']);
	// Or the worker died without anything to lose, and nothing was tested.
	expect(fleet.requeuedJobs()).toBeGreaterThan(0);
}, 420_000);
