// The oldest supported n8n does the main job too, and what it does in its own way harms nothing: it
// publishes while the caller waits, registers again at each start, and takes a published workflow
// down and up again whenever somebody saves it.
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import {
	ASK,
	askPerson,
	tap as pressButton,
	publishAsking,
	tapMenu,
	untilWaiting,
	type Button,
} from './support/asking.ts';
import { testCheckBesideTrigger } from './support/checkBesideTrigger.ts';
import { describeCredential } from './support/credentialAnswers.ts';
import { describeMainJob } from './support/mainJob.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

let world: World;
let account: Account;

beforeAll(async () => {
	world = await World.start({ release: 'oldest' });
});
afterAll(async () => await world.stop());

describeMainJob(() => world);
describeCredential(() => world);
testCheckBesideTrigger(() => world);

describe('on the oldest n8n', () => {
	beforeEach(async () => {
		account = await world.addApp();
	});

	const publish = async (parameters: Record<string, unknown> = {}): Promise<Published> =>
		await world.publish(account.credentialId, { pages: [account.page.id], ...parameters });
	const tap = async (payload: string) =>
		(await world.meta.sendPostback({ pageId: account.page.id, payload })).map(({ status }) => status);
	const payloads = async ({ id }: Published, count: number) =>
		(await world.waitForItems(id, count, 60_000)).map(({ payload }) => payload);
	const writes = () => world.meta.getCalls().filter(({ isWrite }) => isWrite);

	it('two workflows share the app, and the second keeps receiving when the first is unpublished', async () => {
		const before = world.meta.snapshot();
		const [first, second] = [await publish(), await publish()];
		expect(await tap('BOTH')).toEqual([200]);
		for (const workflow of [first, second]) expect(await payloads(workflow, 1)).toEqual(['BOTH']);
		await world.unpublish(first.id);
		expect(await tap('SECOND')).toEqual([200]);
		expect(await payloads(second, 2)).toEqual(['BOTH', 'SECOND']);
		expect(await payloads(first, 1)).toEqual(['BOTH']);
		await world.unpublish(second.id);
		expect(world.meta.snapshot()).toEqual(before);
	});

	it('a test listen gets the tap, and the published workflow beside it misses none', async () => {
		const published = await publish();
		const before = world.meta.snapshot();
		const tested = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
		const listening = await world.n8n.api.listen(tested.id, TRIGGER_NAME);
		expect(listening.errorMessage).toBeUndefined();
		expect(await tap('DURING')).toEqual([200]);
		expect(await payloads(tested, 1)).toEqual(['DURING']);
		await eventually(
			async () => (JSON.stringify(world.meta.snapshot()) === JSON.stringify(before) ? true : null),
			'the registration to be restored',
		);
		expect(await tap('AFTER')).toEqual([200]);
		expect(await payloads(published, 2)).toEqual(['DURING', 'AFTER']);
	});

	it('a tap resumes the execution that asked, once, and an output per answer is refused in words', async () => {
		const asking = await publishAsking(world, { account });
		const [yes] = await askPerson(world, asking, 'PSID-1');
		await untilWaiting(world, asking.workflowId);
		const [waiting] = await world.n8n.api.executions(asking.workflowId);
		const forged = `/webhook-waiting/${waiting?.id}/${asking.nodeId}?signature=forged`;
		expect(await fetch(world.n8n.baseUrl + forged, { method: 'POST' })).toMatchObject({ status: 401 });
		const taps = await Promise.all([1, 2, 3].map(async () => await pressButton(world, yes as Button)));
		expect(taps.map(({ status }) => status)).toEqual([200, 200, 200]);
		const [execution, ...others] = await world.n8n.api.waitForExecutions(asking.workflowId, 1);
		expect(others).toEqual([]);
		expect(await world.n8n.api.items(execution?.id ?? '', ASK)).toMatchObject([
			[{ answered: true, answer: 'Yes', value: 'FRIDAY', sender: { id: 'PSID-1' } }],
		]);

		const routed = await publishAsking(world, { account, ask: { routing: 'perAnswer' } });
		await tapMenu(world, account, 'PSID-2');
		const [refused] = await world.n8n.api.waitForExecutions(routed.workflowId, 1);
		expect(await world.n8n.api.executionError(refused?.id ?? '')).toMatchObject({
			message: "'Routing' by Output per Answer needs n8n 2.39 or newer",
		});
	});

	it('rules send each tap to its output', async () => {
		const rule = (outputName: string, value: string) => ({
			outputName,
			combine: 'all',
			conditions: { values: [{ field: 'payload', operator: 'equals', value }] },
		});
		const workflow = await publish({
			routing: 'rules',
			rules: { values: [rule('Buy', 'BUY'), rule('Hours', 'HOURS')] },
			options: { fallbackOutput: 'extra' },
		});
		for (const payload of ['HOURS', 'BUY', '?']) {
			expect(await tap(payload)).toEqual([200]);
		}
		await world.n8n.api.waitForExecutions(workflow.id, 3);
		const byOutput = await Promise.all(
			[0, 1, 2].map(async (output) => await world.items(workflow.id, output)),
		);
		expect(byOutput.map((items) => items.map(({ payload }) => payload))).toEqual([['BUY'], ['HOURS'], ['?']]);
	});

	it('a publication that Meta stops shows why, leaves the workflow inactive and Meta untouched', async () => {
		const before = world.meta.snapshot();
		world.meta.clearCalls();
		const workflow = await world.addWorkflow(account.credentialId, { pages: ['999'] });
		expect(await world.n8n.api.publish(workflow.id)).toEqual({
			status: 'failed',
			errorMessage: expect.stringContaining('Page 999'),
		});
		const saved = await world.n8n.api.request('GET', `/rest/workflows/${workflow.id}`);
		expect(saved.body).toMatchObject({ data: { active: false } });
		expect(writes()).toEqual([]);
		expect(world.meta.snapshot()).toEqual(before);
	});

	it('saving a published workflow keeps it registered with what it asks for, and the others with it', async () => {
		const other = await publish();
		const saved = await publish();
		const { body } = await world.n8n.api.request('GET', `/rest/workflows/${saved.id}`);
		const { nodes } = (body as { data: { nodes: Array<Record<string, unknown>> } }).data;
		const parameters = { pages: [account.page.id], events: ['postback', 'referral'] };
		const changed = nodes.map((node) => (node.name === TRIGGER_NAME ? { ...node, parameters } : node));
		await world.n8n.api.updateWorkflow(saved.id, { nodes: changed });
		expect(world.meta.appSubscriptions(account.app.id)).toMatchObject([
			{ object: 'page', fields: ['messaging_postbacks', 'messaging_referrals', 'messages'] },
		]);
		expect(await tap('A')).toEqual([200]);
		for (const workflow of [other, saved]) expect(await payloads(workflow, 1)).toEqual(['A']);
	});

	/**
	 * Resolves once n8n's log says that it has registered each of them, at the first try or later.
	 */
	const restartWith = async (workflows: Published[]) => {
		world.meta.clearCalls();
		await world.n8n.stop({ keep: true });
		const earlier = world.n8n.log().length;
		await world.n8n.restart();
		const isActive = ({ id }: Published) =>
			new RegExp(`Activated workflow .*${id}|of workflow .*${id}.* was successful`).test(
				world.n8n.log().slice(earlier),
			);
		await eventually(
			async () => (workflows.every(isActive) ? true : null),
			'the workflows to be active again',
			60_000,
		);
	};

	it('a restart registers again without a write at Meta, and taps arrive as before', async () => {
		const workflows = [await publish(), await publish()];
		const before = world.meta.snapshot();
		await restartWith(workflows);
		expect(world.meta.getCalls().length).toBeGreaterThan(0);
		expect(writes()).toEqual([]);
		expect(world.meta.snapshot()).toEqual(before);
		expect(await tap('AFTER')).toEqual([200]);
		for (const workflow of workflows) expect(await payloads(workflow, 1)).toEqual(['AFTER']);
	});

	it('a restart while Meta is out of order loses no registration, and taps arrive once n8n has tried again', async () => {
		const workflow = await publish();
		const before = world.meta.snapshot();
		world.meta.addFault({ path: `${account.app.id}/subscriptions`, times: 4, do: { status: 503, body: '' } });
		await restartWith([workflow]);
		const statuses = world.meta.getCalls().map(({ status }) => status);
		expect(statuses.filter((status) => status === 503)).toHaveLength(4);
		expect(world.meta.snapshot()).toEqual(before);
		expect(await tap('AFTER')).toEqual([200]);
		expect(await payloads(workflow, 1)).toEqual(['AFTER']);
	});
});
