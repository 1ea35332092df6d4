/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The main job on a real n8n: publish, handshake, tap, item, unpublish; and everything that must
// start no execution. A suite for every n8n at the ends of the supported range.
import { readFileSync } from 'node:fs';
import { TRIGGER_NAME } from '../../../sandbox/n8n/index.ts';
import { eventually, type Account, type Published, type World } from './world.ts';

export function describeMainJob(currentWorld: () => World): void {
	let world: World;
	let account: Account;

	beforeEach(async () => {
		world = currentWorld();
		account = await world.addApp();
	});

	const publish = async (parameters: Record<string, unknown> = {}): Promise<Published> =>
		await world.publish(account.credentialId, { pages: [account.page.id], ...parameters });

	describe('publishing', () => {
		it('registers at both levels, and a tap becomes an item', async () => {
			const workflow = await publish();
			expect(world.meta.appSubscriptions(account.app.id)).toEqual([
				{
					object: 'page',
					callback_url: world.n8n.baseUrl + workflow.path,
					active: true,
					fields: ['messaging_postbacks'],
				},
			]);
			expect(world.meta.pageSubscription(account.page.id, account.app.id)).toEqual(['messaging_postbacks']);

			const [delivery] = await world.meta.sendPostback({
				pageId: account.page.id,
				senderId: 'PSID-7',
				title: 'Größe 😀',
				payload: '{"action":"BUY","sku":7}',
				referral: { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' },
			});
			expect(delivery).toMatchObject({ status: 200, answer: 'EVENT_RECEIVED' });
			const [execution] = await world.n8n.api.waitForExecutions(workflow.id, 1);
			expect(execution?.status).toBe('success');
			expect(await world.items(workflow.id)).toEqual([
				{
					id: expect.stringMatching(/^[0-9a-f]{32}$/),
					event: 'postback',
					channel: 'messenger',
					timestamp: expect.stringMatching(/Z$/),
					accountId: account.page.id,
					sender: { id: 'PSID-7', user_ref: null },
					recipient: { id: account.page.id },
					mid: expect.any(String),
					title: 'Größe 😀',
					payload: '{"action":"BUY","sku":7}',
					payloadData: { action: 'BUY', sku: 7 },
					referral: { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' },
					details: null,
					isStandby: false,
					isTest: false,
				},
			]);
		});

		it('sends every token in the header, with a proof, and none in a URL or log', async () => {
			world.meta.clearCalls();
			const workflow = await publish();
			await world.unpublish(workflow.id);
			const calls = world.meta.getCalls();
			expect(calls.length).toBeGreaterThan(5);
			for (const call of calls)
				expect(call).toMatchObject({ tokenIn: 'header', hasProof: true, hasProofTime: true });
			const pageToken = world.meta.pageToken(account.token, account.page.id);
			for (const secret of [account.app.secret, account.token, pageToken]) {
				expect(world.n8n.log()).not.toContain(secret);
			}
		});

		it('again with nothing changed writes nothing at Meta', async () => {
			const workflow = await publish();
			const before = world.meta.snapshot();
			world.meta.clearCalls();
			expect(await world.n8n.api.publish(workflow.id)).toMatchObject({ status: 'published' });
			expect(world.meta.getCalls().filter(({ isWrite }) => isWrite)).toEqual([]);
			expect(world.meta.snapshot()).toEqual(before);
		});
	});

	describe('unpublishing', () => {
		it('leaves Meta as it was found', async () => {
			const before = world.meta.snapshot();
			const workflow = await publish();
			expect(world.meta.snapshot()).not.toEqual(before);
			await world.unpublish(workflow.id);
			expect(world.meta.snapshot()).toEqual(before);
		});
	});

	describe('a callback that is not ours', () => {
		it('stops publishing with its host named, and is never touched', async () => {
			world.meta.seedAppSubscription(account.app.id, {
				object: 'page',
				callback_url: 'https://crm.example/hook',
				fields: ['messages', 'messaging_postbacks'],
			});
			world.meta.clearCalls();
			const workflow = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
			const result = await world.n8n.api.publish(workflow.id);
			expect(result).toEqual({ status: 'failed', errorMessage: expect.stringContaining('crm.example') });
			expect(world.meta.getCalls().filter(({ isWrite }) => isWrite)).toEqual([]);
		});
	});

	describe('requests that start no execution', () => {
		it('are those that are forged, unsigned, changed, or signed with SHA-1: 401; the true one starts one', async () => {
			const workflow = await publish();
			const [genuine] = await world.meta.sendPostback({ pageId: account.page.id });
			if (genuine === undefined) throw new Error('nothing was delivered');
			await world.n8n.api.waitForExecutions(workflow.id, 1);
			for (const sign of ['wrongSecret', 'missing', 'tampered', 'sha1'] as const) {
				expect(await world.meta.redeliver(genuine, { sign })).toMatchObject({ status: 401 });
			}
			expect(await world.meta.redeliver(genuine)).toMatchObject({ status: 200 });
			// Executions are listed in the order of their start, so a later one shows that no earlier one
			// is still to come.
			await world.meta.sendPostback({ pageId: account.page.id });
			expect(await world.n8n.api.waitForExecutions(workflow.id, 2)).toHaveLength(2);
		});

		it('are irrelevant events: 200', async () => {
			const workflow = await publish();
			const read = {
				sender: { id: 'P' },
				recipient: { id: account.page.id },
				timestamp: 1,
				read: { watermark: 1 },
			};
			const body = { object: 'page', entry: [{ id: account.page.id, time: 1, messaging: [read] }] };
			expect(await world.meta.sendBody({ appId: account.app.id, body })).toMatchObject({ status: 200 });
			expect(
				await world.meta.sendBody({ appId: account.app.id, body: { object: 'user', entry: [] } }),
			).toMatchObject({
				status: 200,
			});
			await world.meta.sendPostback({ pageId: account.page.id });
			expect(await world.n8n.api.waitForExecutions(workflow.id, 1)).toHaveLength(1);
		});

		it.each([
			['null', 400],
			['"text"', 400],
			['[]', 200],
			['{}', 200],
		])('are those with the signed body %s: %d', async (body, status) => {
			const workflow = await publish();
			expect(await world.meta.sendBody({ appId: account.app.id, body })).toMatchObject({ status });
			expect(await world.n8n.api.executions(workflow.id)).toEqual([]);
		});

		it('are handshakes, right or wrong', async () => {
			const workflow = await publish();
			const wrong = await fetch(
				`${world.n8n.baseUrl}${workflow.path}?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x`,
			);
			expect(wrong.status).toBe(403);
			expect(await wrong.text()).not.toBe('1');
			expect(await world.n8n.api.executions(workflow.id)).toEqual([]);
		});
	});

	describe("Meta's samples", () => {
		const reference = readFileSync('test/fixtures/reference-sample.json', 'utf8');

		it.each([
			['bare', reference],
			[
				'wrapped by the Test button',
				`{"object":"page","entry":[{"id":"0","time":1790000000,"changes":[${reference}]}]}`,
			],
		])('the reference sample, %s, gives one item with every field in place', async (_label, body) => {
			const workflow = await publish();
			expect(await world.meta.sendBody({ appId: account.app.id, body })).toMatchObject({ status: 200 });
			expect(await world.waitForItems(workflow.id, 1)).toMatchObject([
				{
					timestamp: '2018-05-27T22:23:44.000Z',
					sender: { id: null, user_ref: 'USER-REF-ID' },
					recipient: { id: 'PAGE-ID' },
					mid: 'm_MESSAGE-ID',
					title: 'TITLE-FOR-THE-CTA',
					payload: 'USER-DEFINED-PAYLOAD',
					referral: { ref: 'USER-DEFINED-REFERRAL-PARAM', source: 'SHORT-URL', type: 'OPEN_THREAD' },
					isTest: true,
				},
			]);
		});
	});

	describe('listening for a test event', () => {
		it('gets the tap as the first item, and leaves Meta as it was found', async () => {
			const before = world.meta.snapshot();
			const workflow = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
			const listening = await world.n8n.api.listen(workflow.id, TRIGGER_NAME);
			expect(listening.errorMessage).toBeUndefined();
			expect(await world.meta.sendPostback({ pageId: account.page.id, payload: 'TEST' })).toMatchObject([
				{ status: 200 },
			]);
			expect(await world.waitForItems(workflow.id, 1)).toMatchObject([{ payload: 'TEST' }]);
			// n8n calls delete() after it has answered the tap.
			await eventually(
				async () => (JSON.stringify(world.meta.snapshot()) === JSON.stringify(before) ? true : null),
				'Meta to be as it was found',
			);
		});
	});
}
