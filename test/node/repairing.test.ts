// subscription/check with 'Repair' on n8n-core's engine: what was there is put back, a tap arrives
// again, and nobody else is touched.
import { sleep, type IDataObject } from 'n8n-workflow';
import type { Page } from '../../sandbox/meta/index.ts';
import { callGraph } from '../sandbox/meta/graphClient.ts';
import { anAccount, sharedCallback, type Account } from '../support/account.ts';
import { check, codesOf, type CheckItem, type CheckOptions } from '../support/checks';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';

let account: Account;
/** On the same Meta, and on the same Page. */
let neighbour: Account;
let page: Page;
/** Of the workflow with the check, as n8n keeps it from run to run. */
let staticData: IDataObject;

beforeEach(() => {
	account = anAccount(meta, { pages: 2, withInstagram: true });
	neighbour = anAccount(meta);
	page = account.pages[0] as Page;
	staticData = {};
	meta.seedPageSubscription(page.id, neighbour.app.id, ['feed', 'messaging_postbacks']);
	meta.seedAppSubscription(neighbour.app.id, {
		object: 'page',
		callback_url: 'https://crm.example/hook',
		fields: ['feed'],
	});
});

const BOTH = ['messenger', 'instagram'];
const published = async (parameters: Record<string, unknown> = {}): Promise<HostedTrigger> => {
	const trigger = host.trigger({
		credential: { ...account.credential },
		parameters: { pages: [page.id], ...parameters } as never,
	});
	await trigger.publish();
	return trigger;
};
const repaired = async (
	beside: HostedTrigger[] = [],
	{ options = {}, ...more }: Partial<CheckOptions> = {},
): Promise<CheckItem> => {
	const item = await check({
		credential: account.credential,
		beside,
		staticData,
		options: { repair: true, ...options },
		...more,
	});
	return item;
};
/** As n8n saves and loads it. */
const remembered = async (beside: HostedTrigger[] = []): Promise<void> => {
	const item = await repaired(beside);
	expect(item).toMatchObject({ healthy: true, repaired: [] });
	staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
	expect(JSON.stringify(staticData)).not.toBe('{}');
};
const writes = () =>
	meta
		.getCalls()
		.filter(({ isWrite, path }) => isWrite && path !== '/')
		.map(({ method, path }) => `${method} ${path.replace(/^.*\/(?=[^/]+$)/, '')}`);
const seed = (callbackUrl: string, fields = ['messaging_postbacks'], active = true) =>
	meta.seedAppSubscription(account.app.id, { object: 'page', callback_url: callbackUrl, fields, active });
const deleteApp = async (object = 'page') =>
	await callGraph(meta, {
		app: account.app,
		method: 'DELETE',
		path: `${account.app.id}/subscriptions`,
		query: { object },
	});
const deletePage = async (id = page.id) =>
	await callGraph(meta, {
		app: account.app,
		method: 'DELETE',
		path: `${id}/subscribed_apps`,
		token: meta.pageToken(account.token, id),
	});
const tap = async (channel: 'messenger' | 'instagram' = 'messenger') =>
	(await meta.sendPostback({ pageId: page.id, channel })).map(({ status }) => status);
const facebookTrigger = (): string => {
	host.foreign.set('/webhook/facebook/webhook', ((
		_request: unknown,
		response: { status(code: number): { send(text: string): void } },
	) => response.status(200).send('ok')) as never);
	return `${host.origin}/webhook/facebook/webhook`;
};
/** Mended, once, and the neighbour is as before. */
async function expectMended(beside: HostedTrigger[], taps: HostedTrigger[] = beside): Promise<CheckItem> {
	const others = JSON.stringify(ofNeighbour());
	meta.clearCalls();
	const item = await repaired(beside);
	expect(item.findings).toEqual([]);
	expect(item.healthy).toBe(true);
	expect(item.repaired).not.toEqual([]);
	const first = writes();
	expect(first).not.toEqual([]);
	const again = await repaired(beside);
	expect(again).toMatchObject({ healthy: true, repaired: [] });
	expect(writes()).toEqual(first);
	expect(JSON.stringify(ofNeighbour())).toBe(others);
	expect(await tap()).toContain(200);
	for (const trigger of taps) expect(trigger.items()).toHaveLength(1);
	return item;
}
const ofNeighbour = () => [
	meta.appSubscriptions(neighbour.app.id),
	meta.pageSubscription(page.id, neighbour.app.id),
];

describe('what is in order', () => {
	it("is not written, and noted without a secret or anybody else's field", async () => {
		const trigger = await published({ channels: BOTH });
		seed(trigger.url, ['messaging_postbacks', 'feed']);
		meta.clearCalls();
		await remembered([trigger]);
		await remembered([trigger]);
		expect(writes()).toEqual([]);
		expect(staticData).toEqual({
			'node:Check': {
				remembered: {
					appId: account.app.id,
					channels: {
						messenger: { members: [trigger.path], fields: ['messaging_postbacks'] },
						instagram: { members: [trigger.path], fields: ['messaging_postbacks'] },
					},
					pageIds: [page.id],
				},
			},
		});
	});

	it('is not written without the option, whatever is wrong', async () => {
		const trigger = await published();
		await remembered([trigger]);
		await deleteApp();
		await deletePage();
		meta.clearCalls();
		const item = await check({ credential: account.credential, beside: [trigger], staticData });
		expect(codesOf(item)).toEqual(['callbackMissing', 'pageNotSubscribed']);
		expect(writes()).toEqual([]);
	});
});

describe('damage at the app is mended', () => {
	it("when its webhook was deleted, as n8n's own triggers do when they are unpublished", async () => {
		const [one, two] = [
			await published({ channels: BOTH }),
			await published({ events: ['postback', 'quickReply'] }),
		];
		await remembered([one]);
		await deleteApp('page');
		await deleteApp('instagram');
		const item = await expectMended([one], [one, two]);
		expect(account.record()).toMatchObject({
			callback_url: sharedCallback(account.app, one, two),
			fields: ['messaging_postbacks', 'messages'],
		});
		expect(account.record('instagram')?.callback_url).toBe(one.url);
		expect(item.repaired).toHaveLength(2);
		expect(await tap('instagram')).toContain(200);
	});

	it('when it is in a workflow without a trigger', async () => {
		const trigger = await published();
		await remembered();
		await deleteApp();
		await expectMended([], [trigger]);
	});

	it('when another receiver was there and is gone', async () => {
		const trigger = await published();
		await remembered([trigger]);
		seed(`${host.origin}/webhook/facebook/webhook`, ['feed']);
		await expectMended([trigger]);
		expect(account.record()?.fields).toEqual(['feed', 'messaging_postbacks']);
	});

	it('when Meta has switched it off', async () => {
		const trigger = await published();
		seed(trigger.url, ['messaging_postbacks'], false);
		await expectMended([trigger]);
	});

	it('when it is at an old address', async () => {
		const [one, two] = [await published(), await published()];
		const old = sharedCallback(account.app, { url: `http://127.0.0.1:9${one.path}` }, two);
		seed(old);
		await expectMended([two], [one, two]);
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, one, two));
	});

	it('when a field was taken away', async () => {
		const trigger = await published({ events: ['postback', 'quickReply'] });
		seed(trigger.url, ['messages', 'feed']);
		await expectMended([trigger]);
		expect(account.record()?.fields).toEqual(['messages', 'feed', 'messaging_postbacks']);
	});

	it('when the owner is gone', async () => {
		const [one, two] = [await published(), await published()];
		one.vanish();
		await expectMended([two]);
		expect(account.record()?.callback_url).toBe(two.url);
	});

	it('when somebody else wrote the list', async () => {
		const [one, two] = [await published(), await published()];
		seed(`${one.url}?also=${two.path}&tag=${'0'.repeat(64)}`);
		await expectMended([one], [one, two]);
	});

	it('when somebody took a trigger off the list', async () => {
		const [one, two] = [await published(), await published()];
		await remembered([one]);
		seed(one.url);
		await expectMended([one], [one, two]);
	});

	it('with a member that cannot answer now, which gets its taps when it can', async () => {
		const [one, two] = [await published(), await published({ events: ['quickReply'] })];
		await remembered([one]);
		const note = JSON.stringify(staticData);
		host.foreign.set(two.path, ((_: unknown, response: { status(code: number): { end(): void } }) =>
			response.status(503).end()) as never);
		expect(codesOf(await repaired([one]))).toEqual(['memberSick']);
		expect(JSON.stringify(staticData)).toBe(note);
		await deleteApp();
		expect(codesOf(await repaired([one]))).toEqual(['memberSick']);
		expect(account.record()).toMatchObject({
			callback_url: sharedCallback(account.app, one, two),
			fields: ['messaging_postbacks', 'messages'],
		});
	});
});

describe('damage at a Page is mended', () => {
	it.each(['replace', 'merge'] as const)(
		'when the Page left, with a Meta that writes by %s',
		async (semantics) => {
			meta.options.subscriptionWrites = semantics;
			const trigger = await published();
			await remembered();
			await deletePage();
			const item = await expectMended([], [trigger]);
			expect(item.repaired).toEqual([expect.stringContaining(`(${page.id}) to messaging_postbacks again`)]);
		},
	);

	it('when a field is missing, beside what else is there', async () => {
		const trigger = await published({ pages: account.pageIds });
		meta.seedPageSubscription(page.id, account.app.id, ['feed']);
		await expectMended([trigger]);
		expect(account.fieldsOfPage()).toEqual(['feed', 'messaging_postbacks']);
		expect(account.fieldsOfPage(1)).toEqual(['messaging_postbacks']);
	});

	it('together with the app', async () => {
		const trigger = await published();
		await remembered([trigger]);
		await deleteApp();
		await deletePage();
		await expectMended([trigger]);
	});
});

describe('what is not ours to mend', () => {
	it('another receiver on this n8n stays, until it may be replaced', async () => {
		const trigger = await published();
		await remembered([trigger]);
		seed(facebookTrigger(), ['feed']);
		meta.clearCalls();
		expect(codesOf(await repaired([trigger]))).toEqual(['callbackOfAnotherReceiver']);
		expect(writes()).toEqual([]);
		const item = await repaired([trigger], { options: { existingCallback: 'replace' } });
		expect(item).toMatchObject({ healthy: true, findings: [] });
		expect(account.record()).toMatchObject({
			callback_url: trigger.url,
			fields: ['feed', 'messaging_postbacks'],
		});
	});

	it('another host stays, until it may be replaced', async () => {
		const trigger = await published();
		await remembered([trigger]);
		seed('https://crm.example/hook', ['messages']);
		meta.clearCalls();
		expect(codesOf(await repaired([trigger]))).toEqual(['callbackOnAnotherHost']);
		expect(writes()).toEqual([]);
		const item = await repaired([trigger], { options: { existingCallback: 'replace' } });
		expect(item).toMatchObject({ healthy: true });
		expect(account.record()?.callback_url).toBe(trigger.url);
	});

	it('an old address whose n8n was only restarting', async () => {
		const trigger = await published();
		await remembered([trigger]);
		const another = new N8nHost();
		await another.start();
		const { parameters, webhookId } = trigger.node;
		const copy = another.trigger({ credential: account.credential, parameters, webhookId });
		copy.appear();
		const starting = (_: unknown, response: { status(code: number): { end(): void } }) =>
			response.status(503).end();
		another.foreign.set(copy.path, starting as never);
		seed(copy.url);
		meta.clearCalls();
		const [item] = await Promise.all([
			repaired([trigger]),
			sleep(600).then(() => another.foreign.delete(copy.path)),
		]);
		await another.stop();
		expect(codesOf(item)).toEqual(['callbackOnAnotherHost']);
		expect(writes()).toEqual([]);
	});

	it('damage before the first healthy check says what is to be published', async () => {
		const trigger = await published();
		await deleteApp();
		meta.clearCalls();
		const item = await repaired([trigger]);
		expect(codesOf(item)).toEqual(['callbackMissing', 'nothingRemembered']);
		expect(item.findings[1]?.text).toContain(`'${trigger.node.name}' answers at its address`);
		expect(writes()).toEqual([]);
	});

	it('a run in the editor says that nothing is noted', async () => {
		const trigger = await published();
		const item = await repaired([trigger], { run: { mode: 'manual' } });
		expect(item.healthy).toBe(true);
		expect(codesOf(item)).toEqual(['nothingRemembered']);
	});

	it('what was noted of another app counts for nothing', async () => {
		const trigger = await published();
		await remembered([trigger]);
		const other = anAccount(meta);
		meta.clearCalls();
		const item = await check({ credential: other.credential, options: { repair: true }, staticData });
		expect(codesOf(item)).toEqual(['callbackMissing', 'nothingRemembered']);
		expect(writes()).toEqual([]);
	});

	it('workflows that were unpublished are not brought back', async () => {
		const trigger = await published();
		await remembered();
		await trigger.unpublish();
		meta.clearCalls();
		expect(codesOf(await repaired())).toEqual(['callbackMissing']);
		expect(writes()).toEqual([]);
	});

	it('a trigger that is registered by hand', async () => {
		const trigger = await published();
		await remembered([trigger]);
		trigger.node.parameters = { ...trigger.node.parameters, registration: 'manual' };
		await deleteApp();
		await deletePage();
		meta.clearCalls();
		expect(codesOf(await repaired([trigger]))).toEqual(['callbackMissing', 'pageNotSubscribed']);
		expect(writes()).toEqual([]);
	});

	it('what Meta does not keep is not told as repaired', async () => {
		const trigger = await published();
		await deletePage();
		const lost = { loseWrite: true } as const;
		meta.addFault({ method: 'POST', path: `${page.id}/subscribed_apps`, times: 9, do: lost });
		const item = await repaired([trigger]);
		expect(codesOf(item)).toEqual(['pageNotSubscribed']);
		expect(item.repaired).toEqual([]);
	});

	it('what Meta refuses is told with its words, and the rest is mended', async () => {
		const trigger = await published({ pages: account.pageIds });
		await remembered([trigger]);
		await deleteApp();
		await deletePage();
		const refusal = { status: 403, body: { error: { message: 'Not now', code: 200 } } };
		meta.addFault({ method: 'POST', path: `${page.id}/subscribed_apps`, times: 9, do: refusal });
		const item = await repaired([trigger]);
		expect(codesOf(item).sort()).toEqual(['pageNotSubscribed', 'repairFailed']);
		const failed = item.findings.find(({ code }) => code === 'repairFailed');
		expect(failed).toMatchObject({ pageId: page.id, text: expect.stringContaining('"Not now"') as string });
		expect(item.repaired).toHaveLength(1);
		expect(account.record()?.callback_url).toBe(trigger.url);
	});
});

describe('somebody who registers at the same time', () => {
	it('loses nothing', async () => {
		const one = await published();
		await remembered([one]);
		await deleteApp();
		meta.clearCalls();
		meta.addFault({ method: 'POST', path: /subscriptions$/, times: 9, do: { delayMs: 300 } });
		const [item, two] = await Promise.all([repaired([one]), published()]);
		expect(item.healthy).toBe(true);
		const ofApp = meta.getCalls().filter(({ isWrite, path }) => isWrite && path.endsWith('/subscriptions'));
		expect(ofApp.length).toBeGreaterThan(1);
		// In turns.
		for (const [index, { at }] of ofApp.slice(1).entries()) {
			expect(at).toBeGreaterThanOrEqual(ofApp[index]?.answeredAt ?? Infinity);
		}
		expect(await tap()).toContain(200);
		expect([one.items().length, two.items().length]).toEqual([1, 1]);
	});
});
