/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// n8n in queue mode on a real PostgreSQL and a real Redis, as in docs/compose.yml, with its parts
// killed under load.
import { setTimeout as sleep } from 'node:timers/promises';
import { mapInParallel } from '../../nodes/Messenger/graph/inParallel';
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
const QUESTIONS = 50;
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

it('fifty questions that wait while a worker and a webhook processor are killed are answered, each once', async () => {
	const value = '={{ $json.sender.id }}';
	const answers = {
		values: [
			{ title: 'Yes', value: `${value} yes` },
			{ title: 'No', value: `${value} no` },
		],
	};
	const asking = await publishAsking(world, { account: await world.addApp(), ask: { answers } });
	const people = Array.from({ length: QUESTIONS }, (_, index) => `PSID-${index}`);
	const asked = await mapInParallel(people, AT_ONCE, async (id) => await askPerson(world, asking, id));
	await untilWaiting(world, asking.workflowId, QUESTIONS);
	const taps = asked.map((buttons, index) => buttons[index % 2] as Button);
	taps.sort(() => Math.random() - 0.5);
	const tapping = mapInParallel(taps, AT_ONCE, async (button) => await tap(world, button));
	await eventually(
		async () => ((await resumed(asking.workflowId)) >= QUESTIONS / 5 ? true : null),
		'a fifth of them to go on',
		FINISHED_WITHIN_MS,
	);
	await Promise.all([fleet.workers[1]?.n8n.kill(), fleet.webhooks[1]?.n8n.kill()]);
	await tapping;
	// Meta brings again what was not answered with 200.
	await meta.settled();
	const executions = await world.n8n.api.waitForExecutions(asking.workflowId, QUESTIONS, FINISHED_WITHIN_MS);
	expect(executions.map(({ status }) => status)).toEqual(people.map(() => 'success'));
	const runs = await mapInParallel(executions, AT_ONCE, async ({ id }) => await world.n8n.api.runs(id, ASK));
	const values = runs.map((outputs) => outputs.flat(2).map((item) => (item as { value: string }).value));
	expect(values.sort()).toEqual(
		people.map((id, index) => [`${id} ${index % 2 === 0 ? 'yes' : 'no'}`]).sort(),
	);
	expect(fleet.workers[1]?.deaths).toEqual(['signal SIGKILL']);
	expect(fleet.webhooks[1]?.deaths).toEqual(['signal SIGKILL']);
}, 420_000);

async function resumed(workflowId: string): Promise<number> {
	const executions = await world.n8n.api.executions(workflowId);
	return executions.filter(({ status }) => status !== 'waiting').length;
}

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
