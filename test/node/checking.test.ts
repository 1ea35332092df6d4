// subscription/check on n8n-core's engine: every kind of damage is named, and nothing is written.
import { sleep } from 'n8n-workflow';
import type { Page } from '../../sandbox/meta/index.ts';
import { callGraph } from '../sandbox/meta/graphClient.ts';
import { anAccount, type Account } from '../support/account.ts';
import { check, codesOf, runCheck, type CheckItem, type CheckOptions } from '../support/checks';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';

let account: Account;
let page: Page;

beforeEach(() => {
	account = anAccount(meta, { pages: 2, withInstagram: true });
	page = account.pages[0] as Page;
});

const aTrigger = (parameters: Record<string, unknown> = {}, credential: object = {}): HostedTrigger =>
	host.trigger({
		credential: { ...account.credential, ...credential },
		parameters: { pages: [page.id], ...parameters } as never,
	});
const published = async (parameters: Record<string, unknown> = {}): Promise<HostedTrigger> => {
	const trigger = aTrigger(parameters);
	await trigger.publish();
	return trigger;
};
const checked = async (beside: HostedTrigger[] = [], more: Partial<CheckOptions> = {}): Promise<CheckItem> =>
	await check({ credential: account.credential, beside, ...more });
const writes = () => meta.getCalls().filter(({ isWrite, path }) => isWrite && path !== '/');
const foreign = (_request: unknown, response: { status(code: number): { send(text: string): void } }) =>
	void response.status(200).send('ok');
const seed = (callbackUrl: string, fields = ['messaging_postbacks']) =>
	meta.seedAppSubscription(account.app.id, { object: 'page', callback_url: callbackUrl, fields });

describe('an app that is in order', () => {
	it('has nothing to be found, and the item tells all there is', async () => {
		const trigger = await published({ channels: ['messenger', 'instagram'] });
		meta.clearCalls();
		expect(await checked([trigger])).toEqual({
			healthy: true,
			findings: [],
			repaired: [],
			app: {
				id: account.app.id,
				name: 'Demo App',
				callback: trigger.url,
				isOurs: true,
				objects: [
					{ object: 'page', active: true, fields: ['messaging_postbacks'] },
					{ object: 'instagram', active: true, fields: ['messaging_postbacks'] },
				],
			},
			pages: [{ id: page.id, name: page.name, fields: ['messaging_postbacks'], missingFields: [] }],
			token: { kind: 'USER', expiresAt: null, daysLeft: null, missingPermissions: [] },
		});
		expect(writes()).toEqual([]);
	});

	it('is checked in a workflow without a trigger, by what the triggers elsewhere need', async () => {
		await published({ pages: [page.id] });
		const item = await checked();
		expect(item.findings).toEqual([]);
		expect(item.pages.map(({ id }) => id)).toEqual([page.id]);
	});

	it('is checked once for all items', async () => {
		const trigger = await published();
		meta.clearCalls();
		const result = await runCheck({ credential: account.credential, beside: [trigger], items: 3 });
		const items = result.outputs('Check')[0] ?? [];
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items[0]?.json).toEqual(items[2]?.json);
		expect(meta.getCalls().filter(({ path }) => path.endsWith('/subscriptions'))).toHaveLength(1);
	});

	it('is read with the expressions of its triggers', async () => {
		const trigger = await published({ pages: account.pageIds });
		const withPages = async (pages: string) => {
			const node = { ...trigger.node, parameters: { ...trigger.node.parameters, pages } };
			return await check({ credential: account.credential, beside: [{ node }] });
		};
		const item = await withPages(`={{ ['${page.id}'].concat([]) }}`);
		expect(item.findings).toEqual([]);
		expect(item.pages.map(({ id }) => id)).toEqual([page.id]);
		expect(codesOf(await withPages('={{ [] }}'))).toEqual(['noPageSelected']);
		const unreadable = await withPages("={{ $('Nowhere').first().json.pages }}");
		expect(codesOf(unreadable)).toEqual(['triggerUnreadable']);
		expect(unreadable.pages.map(({ id }) => id).sort()).toEqual([...account.pageIds].sort());
	});

	it('is at the address that n8n tells, whatever that of waiting executions is', async () => {
		const trigger = await published();
		const run = { webhookUrl: `${host.origin}/webhook`, waitingUrl: 'https://n8n.example/webhook-waiting' };
		expect((await checked([trigger], { run })).findings).toEqual([]);
	});

	it('has the triggers beside it that answer for this app, whatever their credential is called', async () => {
		const rules = { values: [{ conditions: { values: [aCondition('payload', 'X')] } }] };
		const trigger = await published({ routing: 'rules', rules });
		meta.seedMessengerProfile(page.id, { get_started: { payload: 'START' } });
		const { credential } = account;
		expect(codesOf(await check({ credential, others: [trigger] }))).toEqual([
			'buttonWithoutRule',
			'ruleWithoutButton',
		]);
		const stranger = anAccount(meta);
		const ofAnother = host.trigger({ credential: stranger.credential, parameters: { pages: ['1'] } });
		ofAnother.appear();
		const item = await check({ credential, others: [ofAnother] });
		expect(item.findings).toEqual([]);
		expect(item.pages.map(({ id }) => id)).toEqual([page.id]);
	});

	it('may be shared by workflows with other fields and Pages', async () => {
		const trigger = await published();
		await published({ pages: account.pageIds, events: ['quickReply'] });
		expect((await checked([trigger])).findings).toEqual([]);
		expect((await checked()).pages.map(({ id }) => id).sort()).toEqual([...account.pageIds].sort());
	});

	it('has no secret in its item', async () => {
		const text = JSON.stringify(await checked([await published(), await published()]));
		for (const secret of [account.app.secret, account.token, 'tag=']) expect(text).not.toContain(secret);
	});
});

describe('at the app', () => {
	it('a webhook that was deleted', async () => {
		const trigger = await published();
		await callGraph(meta, {
			app: account.app,
			method: 'DELETE',
			path: `${account.app.id}/subscriptions`,
			query: { object: 'page' },
		});
		const item = await checked([trigger]);
		expect(item).toMatchObject({ healthy: false, app: { callback: null, isOurs: false, objects: [] } });
		expect(codesOf(item)).toEqual(['callbackMissing']);
	});

	it('a webhook that nobody has ever made', async () => {
		expect(codesOf(await checked())).toEqual(['callbackMissing']);
	});

	it('another host', async () => {
		const trigger = await published();
		seed('https://crm.example/hook?key=secret');
		const item = await checked([trigger]);
		expect(codesOf(item)).toEqual(['callbackOnAnotherHost']);
		expect(item.findings[0]?.text).toContain('crm.example');
		expect(JSON.stringify(item)).not.toContain('key=secret');
		expect(item.app).toMatchObject({ callback: 'https://crm.example/hook', isOurs: false });
	});

	it('another webhook on this n8n', async () => {
		const trigger = await published();
		host.foreign.set('/webhook/facebook/webhook', foreign as never);
		seed(`${host.origin}/webhook/facebook/webhook`);
		const item = await checked([trigger]);
		expect(codesOf(item)).toEqual(['callbackOfAnotherReceiver']);
		expect(item.app.isOurs).toBe(false);
	});

	it('not another webhook where n8n is starting, and answers everything', async () => {
		const owner = await published();
		host.foreign.set(owner.path, foreign as never);
		const [item] = await Promise.all([checked(), sleep(100).then(() => host.foreign.delete(owner.path))]);
		expect(item.findings).toEqual([]);
	});

	it('an old address of this n8n', async () => {
		const trigger = await published();
		seed(`http://127.0.0.1:9${trigger.path}`);
		expect(codesOf(await checked([trigger]))).toEqual(['callbackAtOldAddress']);
	});

	it('an address that looks old, but where somebody answers', async () => {
		const trigger = await published();
		const another = new N8nHost();
		await another.start();
		const { parameters, webhookId } = trigger.node;
		const copy = another.trigger({ credential: account.credential, parameters, webhookId });
		copy.appear();
		seed(copy.url);
		const item = await checked([trigger]);
		await another.stop();
		expect(codesOf(item)).toEqual(['callbackOnAnotherHost']);
	});

	it('a webhook that Meta has switched off', async () => {
		const trigger = await published();
		meta.seedAppSubscription(account.app.id, {
			object: 'page',
			callback_url: trigger.url,
			active: false,
			fields: ['messaging_postbacks'],
		});
		expect(codesOf(await checked([trigger]))).toEqual(['callbackInactive']);
	});

	it('a list of workflows that somebody else made', async () => {
		const [one, two] = [await published(), await published()];
		seed(`${one.url}?also=${two.path}&tag=${'0'.repeat(64)}`);
		expect(codesOf(await checked([one]))).toEqual(['memberListNotAuthentic']);
	});

	it('an owner that is gone, and a member that is', async () => {
		const [one, two] = [await published(), await published()];
		one.vanish();
		expect(codesOf(await checked([two]))).toEqual(['ownerGone']);
		one.appear();
		two.vanish();
		const item = await checked([one]);
		expect(item.healthy).toBe(true);
		expect(codesOf(item)).toEqual(['memberGone']);
	});

	it('not an owner that is back at once, as after an edit', async () => {
		const owner = await published();
		owner.vanish();
		const [item] = await Promise.all([checked(), sleep(100).then(() => owner.appear())]);
		expect(item.findings).toEqual([]);
	});

	it('an owner with another secret', async () => {
		const owner = aTrigger({}, { appSecret: 'another' });
		owner.appear();
		seed(owner.url);
		expect(codesOf(await checked())).toEqual(['ownerRefuses']);
	});

	it('a member that is in no state to answer', async () => {
		const [one, two] = [await published(), await published()];
		host.foreign.set(two.path, ((_: unknown, response: { status(code: number): { end(): void } }) =>
			response.status(503).end()) as never);
		const item = await checked([one]);
		expect(item.healthy).toBe(true);
		expect(codesOf(item)).toEqual(['memberSick']);
	});

	it('a trigger that somebody took off the list', async () => {
		const [one, two] = [await published(), await published()];
		seed(one.url);
		const item = await checked([two]);
		expect(codesOf(item)).toEqual(['triggerLeftOut']);
		expect(item.findings[0]?.text).toContain(`'${two.node.name}'`);
	});

	it('a trigger that is not published, whose Pages nobody needs yet', async () => {
		await published();
		const draft = aTrigger({ pages: account.pageIds });
		const item = await checked([draft]);
		expect(codesOf(item)).toEqual(['triggerNotPublished']);
		expect(item.pages.map(({ fields }) => fields)).toEqual([['messaging_postbacks'], []]);
	});

	it('an owner that is gone, before anybody who is not in its list', async () => {
		const [one, two] = [await published(), await published()];
		seed(one.url);
		one.vanish();
		expect(codesOf(await checked([two]))).toEqual(['ownerGone']);
	});

	it('a field that was taken away', async () => {
		const trigger = await published({ events: ['postback', 'quickReply'] });
		seed(trigger.url, ['messages']);
		const item = await checked([trigger]);
		expect(codesOf(item)).toEqual(['appFieldMissing']);
		expect(item.findings[0]?.text).toContain('messaging_postbacks');
	});
});

describe('at the Pages', () => {
	it('one that left, by what a trigger elsewhere needs', async () => {
		await published();
		await callGraph(meta, {
			app: account.app,
			method: 'DELETE',
			path: `${page.id}/subscribed_apps`,
			token: meta.pageToken(account.token, page.id),
		});
		const item = await checked();
		expect(codesOf(item)).toEqual(['pageNotSubscribed']);
		expect(item).toMatchObject({
			healthy: false,
			findings: [{ level: 'error', pageId: page.id }],
			pages: [{ id: page.id, fields: [], missingFields: ['messaging_postbacks'] }],
		});
	});

	it('a field that one of them lacks', async () => {
		const trigger = await published({ events: ['postback', 'quickReply'] });
		meta.seedPageSubscription(page.id, account.app.id, ['messages', 'feed']);
		const item = await checked([trigger]);
		expect(codesOf(item)).toEqual(['pageFieldMissing']);
		expect(item.pages).toMatchObject([
			{ fields: ['messages', 'feed'], missingFields: ['messaging_postbacks'] },
		]);
	});

	it('one that the token lost', async () => {
		const trigger = await published({ pages: account.pageIds });
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [page.id] });
		const item = await check({ credential: { ...account.credential, accessToken }, beside: [trigger] });
		expect(codesOf(item)).toEqual(['pageNotReachable']);
		expect(item.findings[0]?.pageId).toBe(account.pageIds[1]);
		expect(item.pages.map(({ id }) => id)).toEqual([page.id]);
	});

	it('a menu without Get Started, and ice breakers that hide it', async () => {
		const trigger = await published({ pages: account.pageIds });
		const [one = '', two = ''] = account.pageIds;
		meta.seedMessengerProfile(one, { persistent_menu: aMenu('Prices', 'PRICES') });
		meta.seedMessengerProfile(two, {
			get_started: { payload: 'START' },
			ice_breakers: [{ locale: 'default', call_to_actions: [{ question: 'Open?', payload: 'HOURS' }] }],
		});
		const item = await checked([trigger]);
		expect(item.healthy).toBe(true);
		expect(item.findings.map(({ code, pageId }) => [code, pageId])).toEqual([
			['menuWithoutGetStarted', one],
			['iceBreakersHideGetStarted', two],
		]);
	});

	it('none with an Instagram account', async () => {
		const bare = anAccount(meta);
		const trigger = host.trigger({ credential: bare.credential, parameters: { pages: bare.pageIds } });
		await trigger.publish();
		trigger.node.parameters = { ...trigger.node.parameters, channels: ['messenger', 'instagram'] };
		const item = await check({ credential: bare.credential, beside: [trigger] });
		expect(codesOf(item)).toContain('noInstagramAccount');
	});

	it('buttons that no rule takes, and rules that no button reaches', async () => {
		const trigger = await published({
			routing: 'rules',
			rules: {
				values: [
					{ outputName: 'Hours', combine: 'all', conditions: { values: [aCondition('payload', 'HOURS')] } },
					{ outputName: 'Buy', combine: 'all', conditions: { values: [aCondition('payload', 'BUY')] } },
				],
			},
		});
		meta.seedMessengerProfile(page.id, {
			get_started: { payload: 'HOURS' },
			persistent_menu: aMenu('Prices', 'PRICES'),
		});
		const { findings, healthy } = await checked([trigger]);
		expect(healthy).toBe(true);
		expect(findings).toMatchObject([
			{
				code: 'buttonWithoutRule',
				pageId: page.id,
				text: expect.stringContaining("The menu item 'Prices' (payload PRICES) reaches no output") as string,
			},
			{ code: 'ruleWithoutButton', text: expect.stringContaining("rule 2 ('Buy')") as string },
		]);
		// Another workflow may take it.
		await published();
		expect(codesOf(await checked([trigger]))).toEqual(['ruleWithoutButton']);
	});

	it('another primary receiver, where Meta says so', async () => {
		const trigger = await published();
		const message = 'Your app is not set as the primary app for the page.';
		meta.addFault({
			path: /messenger_profile$/,
			do: { status: 400, body: { error: { message: `(#100) ${message}`, code: 100 } } },
		});
		expect(codesOf(await checked([trigger]))).toEqual(['notPrimaryReceiver']);
	});
});

describe('the token', () => {
	it('that has ended', async () => {
		const trigger = await published();
		meta.invalidateToken(account.token);
		const item = await checked([trigger]);
		expect(codesOf(item)).toEqual(['tokenEnded']);
		expect(item).toMatchObject({ healthy: false, app: { isOurs: true }, pages: [] });
	});

	it('that ends in five days', async () => {
		const trigger = await published();
		const accessToken = meta.addToken({
			appId: account.app.id,
			pageIds: account.pageIds,
			expiresAt: Math.floor(Date.now() / 1000) + 5 * 86_400 + 60,
		});
		const item = await check({ credential: { ...account.credential, accessToken }, beside: [trigger] });
		expect(codesOf(item)).toEqual(['tokenEnding']);
		expect(item).toMatchObject({ healthy: true, token: { daysLeft: 5 } });
	});

	it('without a permission', async () => {
		const trigger = await published();
		const scopes = ['pages_show_list', 'pages_manage_metadata'];
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: account.pageIds, scopes });
		const item = await check({ credential: { ...account.credential, accessToken }, beside: [trigger] });
		expect(codesOf(item)).toContain('permissionMissing');
		expect(item.token.missingPermissions).toEqual(['pages_messaging']);
	});

	it('of another app', async () => {
		const trigger = await published();
		const other = anAccount(meta);
		const credential = { ...account.credential, accessToken: other.token };
		expect(codesOf(await check({ credential, beside: [trigger] }))).toContain('tokenOfAnotherApp');
	});

	it('that is not there', async () => {
		const trigger = await published();
		const item = await check({ credential: { ...account.credential, accessToken: '' }, beside: [trigger] });
		expect(codesOf(item)).toEqual(['tokenMissing']);
		expect(item.healthy).toBe(true);
	});

	it('of an app whose secret is another one', async () => {
		const credential = { ...account.credential, appSecret: 'another' };
		expect(codesOf(await check({ credential }))).toEqual(['secretWrong']);
	});
});

describe('a Meta that does not answer', () => {
	it('fails the node: nothing is known', async () => {
		meta.addFault({ path: /subscriptions$/, times: 9, do: { status: 502, body: 'down' } });
		const result = await runCheck({ credential: account.credential });
		expect(result.error('Check')?.message).toContain('Meta answered HTTP 502');
	});
});

const aMenu = (title: string, payload: string) => [
	{
		locale: 'default',
		composer_input_disabled: false,
		call_to_actions: [{ type: 'postback', title, payload }],
	},
];
const aCondition = (field: string, value: string) => ({ field, operator: 'equals', value });
