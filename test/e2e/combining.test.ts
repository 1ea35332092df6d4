// 'Combine Deliveries' on a real n8n: fewer executions under load, and nothing lost when n8n is
// killed in the middle.
import type { Delivery } from '../../sandbox/meta/index.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

let world: World;
let account: Account;

beforeAll(async () => {
	world = await World.start();
});
afterAll(async () => await world.stop());
beforeEach(async () => {
	account = await world.addApp();
});

const publish = async (combineDeliveries: boolean): Promise<Published> =>
	await world.publish(account.credentialId, { pages: [account.page.id], options: { combineDeliveries } });
const tap = async (payload: string) => await world.meta.sendPostback({ pageId: account.page.id, payload });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `tap-${index};`);

/** So many at once, the next as soon as one is answered. */
async function tapAll(payloads: readonly string[], connections: number): Promise<void> {
	const queue = payloads.values();
	const work = async () => {
		for (const payload of queue) await tap(payload);
	};
	await Promise.all(Array.from({ length: connections }, work));
}

it.each([
	['off, as many executions as taps', false],
	['on, far fewer executions, each tap in one of them once', true],
])('%s', async (_label, isOn) => {
	const workflow = await publish(isOn);
	const payloads = numbered(200);
	await tapAll(payloads, 32);
	const received = (await world.waitForItems(workflow.id, 200, 60_000)).map(({ payload }) => payload);
	expect([...received].sort()).toEqual([...payloads].sort());
	const executions = await world.n8n.api.executions(workflow.id);
	if (isOn) expect(executions.length).toBeLessThan(100);
	else expect(executions).toHaveLength(200);
});

it('on, one after the other are one execution each, in order', async () => {
	const workflow = await publish(true);
	const payloads = numbered(10);
	await tapAll(payloads, 1);
	expect(await world.n8n.api.waitForExecutions(workflow.id, 10)).toHaveLength(10);
	expect((await world.items(workflow.id)).map(({ payload }) => payload)).toEqual(payloads);
});

it('on, nothing that was answered 200 is lost under kill -9, and what was not comes back', async () => {
	const workflow = await publish(true);
	const payloads = numbered(300);
	const queue = payloads.values();
	const answered: Delivery[] = [];
	let isUp = true;
	const work = async () => {
		for (const payload of queue) {
			answered.push(...(await tap(payload)));
			// n8n answers 200 to anything while it starts (docs/SCALING.md), so nothing is sent until it
			// is ready.
			if (!isUp) return;
		}
	};
	const sending = Promise.all(Array.from({ length: 16 }, work));
	await eventually(async () => (answered.length > 100 ? true : null), '100 answers');
	isUp = false;
	await world.n8n.kill();
	await sending;
	await world.n8n.restart();
	isUp = true;
	const lost = answered.filter(({ status }) => status !== 200);
	expect(lost.length).toBeGreaterThan(0);
	for (const delivery of lost) expect(await world.meta.redeliver(delivery)).toMatchObject({ status: 200 });
	await work();

	const executions = await eventually(async () => {
		const all = await world.n8n.api.executions(workflow.id);
		return all.every(({ status }) => status !== 'new' && status !== 'running') ? all : null;
	}, 'every execution to end');
	// An execution that was cut off holds its items too, though it put none out.
	const stored = await Promise.all(
		executions.map(async ({ id }) =>
			JSON.stringify((await world.n8n.api.request('GET', `/rest/executions/${id}`)).body),
		),
	);
	const all = stored.join('\n');
	expect(payloads.filter((payload) => !all.includes(payload))).toEqual([]);
});
