// One Meta app for many workflows, and tests beside production, on a real n8n; each with both ways
// Meta may treat a write.
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { sharedCallback } from '../support/account.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

let world: World;
let account: Account;

beforeAll(async () => {
	world = await World.start();
});
afterAll(async () => await world.stop());

const tap = async (payload: string) =>
	(await world.meta.sendPostback({ pageId: account.page.id, payload, senderId: `PSID-${payload}` })).map(
		({ status }) => status,
	);
const publish = async (parameters: Record<string, unknown> = {}): Promise<Published> =>
	await world.publish(account.credentialId, { pages: [account.page.id], ...parameters });
const payloads = async (workflow: Published, count: number) =>
	(await world.waitForItems(workflow.id, count, 60_000)).map(({ payload }) => payload);
const writes = () => world.meta.getCalls().filter(({ isWrite }) => isWrite);
const numbered = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => String(from + index));

describe.each(['replace', 'merge'] as const)('when a write at Meta is a %s', (semantics) => {
	beforeEach(async () => {
		world.meta.options.subscriptionWrites = semantics;
		account = await world.addApp();
	});

	it('two published workflows each get 200 taps, none twice', async () => {
		const workflows = [await publish(), await publish()];
		const wanted = numbered(0, 200);
		// Eight at a time, as Meta delivers in parallel.
		for (let start = 0; start < wanted.length; start += 8) {
			const statuses = await Promise.all(wanted.slice(start, start + 8).map(tap));
			expect(new Set(statuses.flat())).toEqual(new Set([200]));
		}
		for (const workflow of workflows) {
			const received = await payloads(workflow, 200);
			expect(received).toHaveLength(200);
			expect(new Set(received)).toEqual(new Set(wanted));
		}
	});

	it('workflows published at once all get the tap', async () => {
		const workflows = await Promise.all([publish(), publish(), publish()]);
		expect(await tap('A')).toEqual([200]);
		for (const workflow of workflows) expect(await payloads(workflow, 1)).toEqual(['A']);
	});

	it('two triggers of one workflow both get the tap', async () => {
		const both = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
		const saved = await world.n8n.api.request('GET', `/rest/workflows/${both.id}`);
		const { nodes, connections } = (
			saved.body as { data: { nodes: Array<Record<string, unknown>>; connections: object } }
		).data;
		const trigger = nodes.find(({ name }) => name === TRIGGER_NAME);
		const second = {
			...trigger,
			id: 'second-trigger',
			name: 'Second',
			webhookId: crypto.randomUUID(),
			position: [0, 300],
		};
		const next = Object.values(connections)[0] as unknown;
		await world.n8n.api.updateWorkflow(both.id, {
			nodes: [...nodes, second],
			connections: { ...connections, Second: next },
		});
		expect(await world.n8n.api.publish(both.id)).toEqual({ status: 'published' });
		expect(await tap('A')).toEqual([200]);
		expect(await world.n8n.api.waitForExecutions(both.id, 2)).toHaveLength(2);
	});

	it('a test listen gets the first tap; both published workflows get every tap, before, during and after', async () => {
		const workflows = [await publish(), await publish()];
		const before = world.callbackUrl(account.app);
		const tested = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
		expect(await tap('BEFORE')).toEqual([200]);
		const listening = await world.n8n.api.listen(tested.id, TRIGGER_NAME);
		expect(listening.errorMessage).toBeUndefined();
		const [owner, member] = workflows as [Published, Published];
		const url = world.n8n.baseUrl + owner.path;
		expect(world.callbackUrl(account.app)).toBe(
			sharedCallback(account.app, { url }, member, { path: tested.testPath }),
		);
		expect(await tap('DURING')).toEqual([200]);
		expect(await payloads(tested, 1)).toEqual(['DURING']);
		await eventually(
			async () => (world.callbackUrl(account.app) === before ? true : null),
			'the callback to be restored',
		);
		expect(await tap('AFTER')).toEqual([200]);
		for (const workflow of workflows)
			expect(await payloads(workflow, 3)).toEqual(['BEFORE', 'DURING', 'AFTER']);
		expect(await payloads(tested, 1)).toEqual(['DURING']);
	});

	it('testing a published workflow itself leaves its registration to the byte', async () => {
		const workflow = await publish();
		const before = world.meta.snapshot();
		const listening = await world.n8n.api.listen(workflow.id, TRIGGER_NAME);
		expect(listening.errorMessage).toBeUndefined();
		expect(await tap('BOTH')).toEqual([200]);
		expect(await payloads(workflow, 2)).toEqual(['BOTH', 'BOTH']);
		expect((await world.n8n.api.executions(workflow.id)).map(({ mode }) => mode).sort()).toEqual([
			'manual',
			'webhook',
		]);
		await eventually(
			async () => (JSON.stringify(world.meta.snapshot()) === JSON.stringify(before) ? true : null),
			'the registration to be restored',
		);
	});

	it("after 'Stop listening' the callback is as before, to the byte", async () => {
		const workflow = await publish();
		const before = world.callbackUrl(account.app);
		const tested = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
		const listening = await world.n8n.api.listen(tested.id, TRIGGER_NAME);
		await listening.stop();
		await eventually(
			async () => (world.callbackUrl(account.app) === before ? true : null),
			'the callback to be restored',
		);
		expect(await tap('A')).toEqual([200]);
		expect(await payloads(workflow, 1)).toEqual(['A']);
	});

	it("when the test's own create fails, the callback is as before, to the byte", async () => {
		const workflow = await publish();
		const before = world.meta.snapshot();
		const tested = await world.addWorkflow(account.credentialId, { pages: ['999'] });
		const listening = await world.n8n.api.listen(tested.id, TRIGGER_NAME);
		expect(listening.errorMessage).toContain('Page 999');
		expect(world.meta.snapshot()).toEqual(before);
		expect(await tap('A')).toEqual([200]);
		expect(await payloads(workflow, 1)).toEqual(['A']);
	});

	it.each([
		[0, 1, 2],
		[1, 2, 0],
		[2, 0, 1],
	])(
		'three workflows unpublished in the order %d, %d, %d: the others miss nothing, and Meta is as found',
		async (...order) => {
			world.meta.seedPageSubscription(account.page.id, account.app.id, ['leadgen']);
			const before = world.meta.snapshot();
			const workflows = [
				await publish(),
				await publish({ events: ['postback', 'quickReply'] }),
				await publish(),
			];
			let remaining = workflows;
			let taps = 0;
			for (const index of order) {
				await world.unpublish(workflows[index]?.id ?? '');
				remaining = remaining.filter((workflow) => workflow !== workflows[index]);
				expect(await tap(String(taps))).toEqual(remaining.length > 0 ? [200] : []);
				taps += 1;
				for (const workflow of remaining) expect(await payloads(workflow, taps)).toEqual(numbered(0, taps));
			}
			// If Meta merges, our fields cannot be taken off a Page that keeps others; without the app
			// level they deliver nothing.
			if (semantics === 'replace') expect(world.meta.snapshot()).toEqual(before);
			expect(world.meta.appSubscriptions(account.app.id)).toEqual([]);
			expect(world.meta.pageSubscription(account.page.id, account.app.id)).toContain('leadgen');
		},
	);

	it('a foreign callback stops publishing within five attempts, host named, nothing written; Replace takes it over', async () => {
		world.meta.seedAppSubscription(account.app.id, {
			object: 'page',
			callback_url: 'https://crm.example/hook',
			fields: ['leadgen', 'messaging_postbacks'],
		});
		const before = world.meta.snapshot();
		world.meta.clearCalls();
		const workflow = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
		expect(await world.n8n.api.publish(workflow.id)).toEqual({
			status: 'failed',
			errorMessage: expect.stringContaining('crm.example'),
		});
		expect(writes()).toEqual([]);
		expect(world.meta.snapshot()).toEqual(before);

		const taker = await publish({ options: { existingCallback: 'replace' } });
		expect(world.callbackUrl(account.app)).toBe(world.n8n.baseUrl + taker.path);
		expect(await tap('A')).toEqual([200]);
		expect(await payloads(taker, 1)).toEqual(['A']);
	});

	it('Lead Ads on the same app survive publishing and unpublishing', async () => {
		world.meta.seedPageSubscription(account.page.id, account.app.id, ['leadgen']);
		const workflow = await publish();
		const url = world.callbackUrl(account.app) ?? '';
		world.meta.seedAppSubscription(account.app.id, {
			object: 'page',
			callback_url: url,
			fields: ['leadgen', 'messaging_postbacks'],
		});
		const second = await publish();
		await world.unpublish(workflow.id);
		await world.unpublish(second.id);
		expect(world.meta.appSubscriptions(account.app.id)).toMatchObject([
			{ object: 'page', fields: ['leadgen'] },
		]);
		expect(world.meta.pageSubscription(account.page.id, account.app.id)).toContain('leadgen');
	});
});

describe('members of one callback', () => {
	beforeEach(async () => {
		world.meta.options.subscriptionWrites = 'replace';
		account = await world.addApp();
	});

	it('that listen on Messenger and Instagram each get their own', async () => {
		const messenger = await publish();
		const instagram = await publish({ channels: ['instagram'] });
		await tap('M');
		await world.meta.sendPostback({ pageId: account.page.id, channel: 'instagram', payload: 'I' });
		expect(await payloads(messenger, 1)).toEqual(['M']);
		expect(await payloads(instagram, 1)).toEqual(['I']);
	});
});
