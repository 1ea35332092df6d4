// A login that has ended, or was taken back: what still works, and what the log says about the
// rest.
import { Workflow, type IDataObject } from 'n8n-workflow';
import { MessengerOAuth2Api } from '../../credentials/MessengerOAuth2Api.credentials';
import { neededPermissions } from '../../nodes/Messenger/account/tokenFindings';
import type { App, Page } from '../../sandbox/meta/index.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import type { HostedTrigger } from '../support/n8nHost';

let app: App;
let pages: Page[];
let token: string;

beforeEach(() => {
	app = meta.addApp();
	pages = ['Shoe Shop', 'Hat Shop'].map((name) => meta.addPage({ name }));
	token = meta.addToken({
		appId: app.id,
		pageIds: pages.map(({ id }) => id),
		expiresAt: Math.floor(Date.now() / 1000) + 100,
		isShortLived: true,
	});
});

const endLogin = () => meta.advanceClock(110_000);
const credentialWith = (oauthTokenData: unknown) => ({
	clientId: app.id,
	clientSecret: app.secret,
	baseUrl: meta.baseUrl,
	...(oauthTokenData === undefined ? {} : { oauthTokenData }),
});

function aTrigger(parameters: Record<string, unknown> = {}, credential?: object): HostedTrigger {
	return host.trigger({
		credential: { ...(credential ?? credentialWith({ access_token: token })) },
		parameters: { authentication: 'oAuth2', pages: pages.map(({ id }) => id), ...parameters } as never,
	});
}

async function published(parameters: Record<string, unknown> = {}): Promise<HostedTrigger> {
	const trigger = aTrigger(parameters);
	await trigger.publish();
	host.log.length = 0;
	return trigger;
}

const callback = () => meta.appSubscriptions(app.id)[0]?.callback_url;
const subscribed = () => pages.map(({ id }) => meta.pageSubscription(id, app.id));
const refusal = async (trigger: HostedTrigger) => await messageOf(trigger.publish());

describe('permissions of the login', () => {
	const { default: byDefault, options = [] } =
		new MessengerOAuth2Api().properties.find(({ name }) => name === 'permissions') ?? {};

	it('are by default those that publishing for Messenger checks', () => {
		expect(byDefault).toEqual(expect.arrayContaining(neededPermissions(false)));
	});

	it("can be those that publishing for Instagram checks, by Meta's names", () => {
		const offered = options.map((option) => ('value' in option ? option.value : ''));
		expect(offered).toEqual(expect.arrayContaining(neededPermissions(true)));
		for (const option of options) {
			expect(option.name).toContain(`(${'value' in option ? String(option.value) : ''})`);
		}
	});
});

describe('addresses of the login', () => {
	/** As n8n works the hidden fields of a credential out. */
	function addresses(data: IDataObject): unknown[] {
		const workflow = new Workflow({ nodes: [], connections: {}, active: false, nodeTypes: {} as never });
		const node = { id: '1', name: 'x', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} };
		return ['authUrl', 'accessTokenUrl'].map((name) => {
			const property = new MessengerOAuth2Api().properties.find((one) => one.name === name);
			const value = property?.default as string;
			return workflow.expression.getComplexParameterValue(
				node as never,
				value,
				'internal',
				{},
				undefined,
				undefined,
				data as never,
			);
		});
	}

	it.each([
		[{}],
		[{ baseUrl: '', apiVersion: '' }],
		[{ baseUrl: '  ', apiVersion: ' ' }],
		[{ baseUrl: ' https://graph.facebook.com/ ', apiVersion: ' v25.0' }],
	])("are Meta's own with %j", (data) => {
		expect(addresses(data)).toEqual([
			'https://www.facebook.com/v25.0/dialog/oauth',
			'https://graph.facebook.com/v25.0/oauth/access_token',
		]);
	});

	it('are those of a proxy with its Base URL', () => {
		expect(addresses({ baseUrl: 'http://localhost:1/proxy/', apiVersion: 'v24.0' })).toEqual([
			'http://localhost:1/proxy/v24.0/dialog/oauth',
			'http://localhost:1/proxy/v24.0/oauth/access_token',
		]);
	});
});

describe('unpublishing with a login that has ended', () => {
	it('takes the webhook of the app away, and names the Pages that stay', async () => {
		const trigger = await published();
		endLogin();
		await trigger.unpublish();
		expect(callback()).toBeUndefined();
		expect(subscribed()).toEqual([['messaging_postbacks'], ['messaging_postbacks']]);
		const ids = pages.map(({ id }) => id).join(', ');
		expect(host.lines('warn')).toEqual([
			expect.stringMatching(new RegExp(`Pages ${ids} stay subscribed, which delivers nothing`)),
		]);
		expect(host.reasons()).toEqual(['pagesRemain']);
		expect(await meta.sendPostback({ pageId: pages[0]?.id ?? '' })).toEqual([]);
	});

	it('leaves the callback to the workflows that stay, and names only Pages that they do not need', async () => {
		const trigger = await published();
		const beside = await published({ pages: [pages[1]?.id] });
		endLogin();
		await trigger.unpublish();
		expect(callback()).toBe(beside.url);
		expect(host.lines('warn')).toEqual([
			expect.stringMatching(
				new RegExp(`Page ${pages[0]?.id} stays subscribed, and the workflows that share the app leave`),
			),
		]);
		await meta.sendPostback({ pageId: pages[0]?.id ?? '' });
		await meta.sendPostback({ pageId: pages[1]?.id ?? '' });
		expect([trigger, beside].map((one) => one.items().length)).toEqual([0, 1]);
	});

	it('is made good by publishing and unpublishing with a new login', async () => {
		const before = meta.snapshot();
		const trigger = await published();
		endLogin();
		await trigger.unpublish();
		token = meta.addToken({ appId: app.id, pageIds: pages.map(({ id }) => id) });
		const again = await published();
		await again.unpublish();
		expect(meta.snapshot()).toEqual(before);
		expect(host.lines('warn')).toEqual([]);
	});

	it.each([
		['selected Pages', {}],
		['all Pages', { pageSelection: 'all' }],
	])('warns just as well when the account was disconnected in n8n: %s', async (_label, parameters) => {
		const oauthTokenData: { access_token?: string } = { access_token: token };
		const trigger = aTrigger(parameters, credentialWith(oauthTokenData));
		await trigger.publish();
		host.log.length = 0;
		delete oauthTokenData.access_token;
		await trigger.unpublish();
		expect(callback()).toBeUndefined();
		expect(host.lines('warn')).toEqual([expect.stringContaining('stay subscribed')]);
	});

	it('names a Page that the new login was not given', async () => {
		const trigger = await published();
		const given = { access_token: meta.addToken({ appId: app.id, pageIds: [pages[0]?.id ?? ''] }) };
		const same = host.trigger({
			credential: credentialWith(given) as never,
			parameters: trigger.node.parameters,
			webhookId: trigger.node.webhookId,
		});
		await same.unpublish();
		expect(subscribed()).toEqual([null, ['messaging_postbacks']]);
		expect(host.lines('warn')).toEqual([expect.stringContaining(`Page ${pages[1]?.id} stays subscribed`)]);
	});
});

describe('publishing', () => {
	it('with a login that has ended says so, and to connect again', async () => {
		endLogin();
		expect(await refusal(aTrigger())).toMatch(/not valid.*connect its account again/);
		expect(callback()).toBeUndefined();
	});

	it('with an account that was never connected says so', async () => {
		expect(await refusal(aTrigger({}, credentialWith(undefined)))).toContain('account is not connected');
	});

	it('with a permission that was declined names it, and writes nothing', async () => {
		const scopes = ['pages_show_list', 'pages_manage_metadata'];
		token = meta.addToken({ appId: app.id, pageIds: pages.map(({ id }) => id), scopes });
		expect(await refusal(aTrigger())).toMatch(/lacks pages_messaging: .*connect the account again/);
		expect(meta.getCalls().filter(({ isWrite }) => isWrite)).toEqual([]);
	});
});

describe('n8n starting with a login that has ended', () => {
	it('keeps a registered workflow registered, and warns', async () => {
		const trigger = await published();
		endLogin();
		const before = meta.snapshot();
		trigger.activation = 'init';
		await trigger.publish();
		expect(meta.snapshot()).toEqual(before);
		expect(host.lines('warn')).toEqual([
			expect.stringMatching(/stays registered.*connect its account again/),
		]);
		expect(host.reasons()).toEqual(['pagesUnchecked']);
		expect(await meta.sendPostback({ pageId: pages[0]?.id ?? '' })).toMatchObject([{ status: 200 }]);
	});

	it('explains what is missing for one that is not registered', async () => {
		const trigger = aTrigger();
		endLogin();
		trigger.activation = 'init';
		expect(await refusal(trigger)).toContain('not valid');
	});

	it('is told apart from a Client Secret that is wrong', async () => {
		const credential = { ...credentialWith({ access_token: token }), clientSecret: 'wrong' };
		const trigger = aTrigger({}, credential);
		trigger.activation = 'init';
		expect(await refusal(trigger)).toContain('do not belong together');
	});

	it('is not the same as somebody publishing for the first time, who is refused', async () => {
		endLogin();
		expect(await refusal(aTrigger())).toContain('not valid');
	});
});

describe('sender profiles with a login that has ended', () => {
	const tap = async (senderId: string) =>
		await meta.sendPostback({ pageId: pages[0]?.id ?? '', senderId, payload: senderId });
	const profiles = (trigger: HostedTrigger) =>
		trigger.items().map(({ sender }) => (sender as { profile?: unknown }).profile);

	it('are null, every item arrives, and one line of the log says why', async () => {
		for (const id of ['A', 'B', 'C', 'D']) meta.addProfile(`${app.id}-${id}`, { name: id });
		const trigger = await published({ options: { includeSenderProfile: true } });
		await tap(`${app.id}-A`);
		endLogin();
		for (const id of ['B', 'C', 'D']) expect(await tap(`${app.id}-${id}`)).toMatchObject([{ status: 200 }]);
		expect(profiles(trigger)).toEqual([expect.objectContaining({ name: 'A' }), null, null, null]);
		expect(host.lines('warn')).toEqual([
			expect.stringMatching(/sender profiles are left out, their items are not: .*connect its account again/),
		]);
	});

	it('come back with the next login, also for people who tapped meanwhile', async () => {
		const person = `${app.id}-E`;
		meta.addProfile(person, { name: 'E' });
		const oauthTokenData = { access_token: token };
		const trigger = aTrigger({ options: { includeSenderProfile: true } }, credentialWith(oauthTokenData));
		await trigger.publish();
		await tap('somebody');
		endLogin();
		await tap(person);
		oauthTokenData.access_token = meta.addToken({ appId: app.id, pageIds: pages.map(({ id }) => id) });
		// The decrypted credential is kept for a minute.
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
		await tap(person);
		jest.restoreAllMocks();
		expect(profiles(trigger).slice(1)).toEqual([null, expect.objectContaining({ name: 'E' })]);
	});
});
