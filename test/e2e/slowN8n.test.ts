// Between a tap and its execution while n8n takes its time: once is once, and Meta has its answer
// within its five seconds. On a real n8n whose PostgreSQL sleeps before it stores an execution.
import type { Delivery } from '../../sandbox/meta/index.ts';
import { ensureN8n } from '../../sandbox/n8n/index.ts';
import { startPostgres, type Postgres } from '../../sandbox/services/index.ts';
import { databaseEnvironment } from './support/databaseEnvironment.ts';
import { readExecutions, type QueueExecution } from './support/queueExecutions.ts';
import { SlowAcceptance } from './support/slowAcceptance.ts';
import { eventually, LAZY_ISOLATES, World, type Account, type Published } from './support/world.ts';

const LATEST_ANSWER_MS = 4500;
/** With what n8n does besides, it takes about 3.5 seconds. */
const SLOW_SECONDS = 3.25;

let postgres: Postgres;
let world: World;
let n8nIs: SlowAcceptance;
let account: Account;

beforeAll(async () => {
	postgres = await startPostgres({ clientIn: (await ensureN8n()).dir });
	// Enough connections that one sleeping execution does not hold up the rest.
	const env = { ...LAZY_ISOLATES, ...databaseEnvironment(postgres), DB_POSTGRESDB_POOL_SIZE: '20' };
	world = await World.start({ env });
	n8nIs = await SlowAcceptance.install(postgres);
});
afterAll(async () => {
	await world?.stop();
	await postgres?.stop();
});
beforeEach(async () => {
	account = await world.addApp();
});
afterEach(async () => {
	world.meta.setRedelivery(null);
	await n8nIs.fast();
});

const publish = async (options: Record<string, unknown> = {}): Promise<Published> =>
	await world.publish(account.credentialId, { pages: [account.page.id], options });
const tap = async (payload: string): Promise<Delivery> => {
	const { id: pageId } = account.page;
	const [delivery] = await world.meta.sendPostback({ pageId, payload, senderId: `PSID-${payload}` });
	if (delivery === undefined) throw new Error('nothing was delivered');
	return delivery;
};
const bodyOf = (payload: string): Buffer => {
	const { id } = account.page;
	const postback = { mid: `m_${payload}`, title: 'Tap', payload };
	const event = { sender: { id: 'PSID-1' }, recipient: { id }, timestamp: Date.now(), postback };
	return world.meta.serialise({ object: 'page', entry: [{ id, time: Date.now(), messaging: [event] }] });
};
const send = async (body: Buffer): Promise<Delivery> =>
	await world.meta.sendBody({ appId: account.app.id, body });

/** Every execution, once nothing is being taken over and none is running. */
async function executionsOf(workflow: Published): Promise<QueueExecution[]> {
	await n8nIs.over();
	return await eventually(async () => {
		const all = await readExecutions(postgres, workflow.id);
		return all.every(({ status }) => status === 'success') ? all : null;
	}, 'every execution to succeed');
}
const payloadsOf = (executions: QueueExecution[]) =>
	executions.map(({ items }) => items.map(({ payload }) => payload));

it.each([
	['once n8n has taken it over', async () => await n8nIs.over()],
	['while n8n is still taking it over', async () => undefined],
])(
	'a sender that hangs up before the answer and delivers again %s has one execution',
	async (_when, wait) => {
		const workflow = await publish();
		const body = bodyOf('A');
		await n8nIs.slow(workflow.id, 1.5);
		const hangUp = new AbortController();
		const first = fetch(world.callbackUrl(account.app) ?? '', {
			method: 'POST',
			body: new Uint8Array(body),
			headers: {
				'content-type': 'application/json',
				'x-hub-signature-256': world.meta.signFor(account.app.id, body),
			},
			signal: hangUp.signal,
		});
		await n8nIs.begun();
		hangUp.abort();
		await expect(first).rejects.toThrow('aborted');
		await wait();
		expect(await send(body)).toMatchObject({ status: 200 });
		await n8nIs.fast();
		// Another tap shows that the workflow still takes what is new.
		expect(await send(bodyOf('B'))).toMatchObject({ status: 200 });
		expect(payloadsOf(await executionsOf(workflow))).toEqual([['A'], ['B']]);
	},
);

it('a member that takes longer than 3 s has one execution for each tap', async () => {
	const owner = await publish();
	const member = await publish();
	world.meta.setRedelivery({ attempts: 3, delaysMs: [0] });
	await n8nIs.slow(member.id, SLOW_SECONDS);
	const wanted = ['A', 'B', 'C'];
	const answers = await Promise.all(wanted.map(tap));
	await world.meta.settled();
	for (const { durationMs } of answers) {
		expect(durationMs).toBeLessThan(LATEST_ANSWER_MS);
		// Or the member was not slow.
		expect(durationMs).toBeGreaterThan(2500);
	}
	expect(payloadsOf(await executionsOf(owner)).sort()).toEqual(wanted.map((payload) => [payload]));
	expect(payloadsOf(await executionsOf(member)).sort()).toEqual(wanted.map((payload) => [payload]));
});

it('the same event twice in one combined group is one item', async () => {
	const workflow = await publish({ combineDeliveries: true });
	const [first, twice, other] = [bodyOf('FIRST'), bodyOf('TWICE'), bodyOf('OTHER')];
	await n8nIs.slow(workflow.id, 1.5);
	const sending = [send(first)];
	await n8nIs.begun();
	sending.push(send(twice), send(twice), send(other));
	await n8nIs.over();
	await n8nIs.fast();
	expect((await Promise.all(sending)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	const groups = payloadsOf(await executionsOf(workflow));
	expect(groups.flat().sort()).toEqual(['FIRST', 'OTHER', 'TWICE']);
	// They did share an execution.
	expect(groups).toHaveLength(2);
});

it('combined deliveries are answered within 4.5 s while n8n takes 3.5 s, each tap in one execution', async () => {
	const workflow = await publish({ combineDeliveries: true });
	world.meta.setRedelivery({ attempts: 3, delaysMs: [0] });
	await n8nIs.slow(workflow.id, SLOW_SECONDS);
	const sending = [tap('1')];
	await n8nIs.begun();
	sending.push(...['2', '3', '4', '5'].map(tap));
	const answers = await Promise.all(sending);
	await world.meta.settled();
	expect(Math.max(...answers.map(({ durationMs }) => durationMs))).toBeLessThan(LATEST_ANSWER_MS);
	// Or n8n was not slow.
	expect(answers[0]?.durationMs).toBeGreaterThan(2500);
	const items = payloadsOf(await executionsOf(workflow)).flat();
	expect([...items].sort()).toEqual(['1', '2', '3', '4', '5']);
});
