// Registering with Meta: both levels, what others have there, what stops it, and what is left
// behind.
import { ALL_EVENT_KINDS } from '../../nodes/Messenger/trigger/events/fields';
import { anAccount, credentialFor, sharedCallback, type Account } from '../support/account.ts';
import { eventually } from '../support/eventually.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import type { HostedTrigger } from '../support/n8nHost';

let account: Account;

beforeEach(() => {
	account = anAccount(meta);
});

const aTrigger = (
	parameters: Record<string, unknown> = {},
	credential: object = account.credential,
): HostedTrigger =>
	host.trigger({
		credential: { ...credential },
		parameters: { pages: account.pageIds, ...parameters } as never,
	});
const writes = () => meta.getCalls().filter(({ isWrite }) => isWrite);

describe.each(['replace', 'merge'] as const)('when a write at Meta is a %s', (semantics) => {
	beforeEach(() => {
		meta.options.subscriptionWrites = semantics;
	});

	it('publishing subscribes app and Page, and unpublishing restores both', async () => {
		const before = meta.snapshot();
		const trigger = aTrigger();
		await trigger.publish();
		expect(account.record()).toEqual({
			object: 'page',
			callback_url: trigger.url,
			active: true,
			fields: ['messaging_postbacks'],
		});
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
		expect(host.log).toEqual([]);
	});

	it('fields that somebody else has on the app and the Page stay', async () => {
		const trigger = aTrigger();
		meta.seedAppSubscription(account.app.id, {
			object: 'page',
			callback_url: trigger.url,
			fields: ['leadgen'],
		});
		meta.seedPageSubscription(account.pageIds[0] ?? '', account.app.id, ['leadgen', 'feed']);
		await trigger.publish();
		expect(account.record()?.fields.sort()).toEqual(['leadgen', 'messaging_postbacks']);
		expect(account.fieldsOfPage()).toEqual(['feed', 'leadgen', 'messaging_postbacks']);
		await trigger.unpublish();
		expect(account.record()).toMatchObject({ callback_url: trigger.url, fields: ['leadgen'] });
		// If Meta merges, our field cannot be taken off a Page without detaching the others with it.
		const left = semantics === 'replace' ? ['feed', 'leadgen'] : ['feed', 'leadgen', 'messaging_postbacks'];
		expect(account.fieldsOfPage()).toEqual(left);
	});

	it('publishing twice writes once, and unpublishing twice too', async () => {
		const trigger = aTrigger();
		await trigger.publish();
		meta.clearCalls();
		await trigger.publish();
		await trigger.call('create');
		expect(writes()).toEqual([]);
		await trigger.unpublish();
		meta.clearCalls();
		await trigger.call('delete');
		expect(writes()).toEqual([]);
	});
});

describe('fields', () => {
	it('follow the events and options, on both levels', async () => {
		await aTrigger({ events: ALL_EVENT_KINDS, options: { includeStandby: true } }).publish();
		const fields = [
			'messages',
			'messaging_account_linking',
			'messaging_optins',
			'messaging_postbacks',
			'messaging_referrals',
			'standby',
		];
		expect(account.record()?.fields.sort()).toEqual(fields);
		expect(account.fieldsOfPage()).toEqual(fields);
	});

	it('have the Instagram spelling on the Instagram object, and the Page spelling on the Page', async () => {
		account = anAccount(meta, { withInstagram: true });
		await aTrigger({ channels: ['instagram'], events: ['referral'] }).publish();
		expect(account.record('instagram')?.fields).toEqual(['messaging_referral', 'messages']);
		expect(account.record('page')).toBeUndefined();
		expect(account.fieldsOfPage()).toEqual(['messages', 'messaging_referrals']);
	});

	it('are taken back by the last one to leave', async () => {
		const before = meta.snapshot();
		const fields = ['messages', 'messaging_account_linking', 'messaging_optins', 'messaging_referrals'];
		const trigger = aTrigger({ events: ['optIn', 'logIn', 'referral'] });
		await trigger.publish();
		expect([account.record()?.fields.sort(), account.fieldsOfPage()]).toEqual([fields, fields]);
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
	});

	it('of log-ins are none on Instagram, which has its others all the same', async () => {
		account = anAccount(meta, { withInstagram: true });
		await aTrigger({ channels: ['messenger', 'instagram'], events: ['logIn', 'optIn'] }).publish();
		expect(account.record('instagram')?.fields).toEqual(['messaging_optins']);
		expect(account.record('page')?.fields).toEqual(['messaging_account_linking', 'messaging_optins']);
	});

	it.each([[['instagram']], [['messenger', 'instagram']]])(
		'that Instagram does not have stop publishing for %j, with the remedy',
		async (channels) => {
			account = anAccount(meta, { withInstagram: true });
			const before = meta.snapshot();
			expect(await messageOf(aTrigger({ channels, events: ['logIn'] }).publish())).toBe(
				"Instagram has none of the events chosen in 'Trigger On': choose another as well, or remove 'Instagram' from 'Channels'.",
			);
			expect(meta.snapshot()).toEqual(before);
		},
	);

	it.each(['optIn', 'logIn'])('of %s need the permission to messages', async (event) => {
		const scopes = ['pages_show_list', 'pages_manage_metadata'];
		const token = meta.addToken({ appId: account.app.id, pageIds: account.pageIds, scopes });
		const trigger = aTrigger({ events: [event] }, credentialFor(meta, account.app, token));
		expect(await messageOf(trigger.publish())).toContain('The access token lacks pages_messaging');
	});
});

describe('an event of every kind', () => {
	const sent = async (event: object, channel: 'messenger' | 'instagram' = 'messenger') => {
		const [page] = account.pages;
		const sender = { id: 'PSID-1' };
		const messaging = [{ sender, timestamp: Date.now(), ...event }];
		return await meta.sendEvents({ channel, entries: [{ pageId: page?.id ?? '', messaging }] });
	};

	it('arrives once it is subscribed, and not before', async () => {
		const events = [
			{ optin: { type: 'one_time_notif_req', payload: 'NEWS', one_time_notif_token: '1' } },
			{ account_linking: { status: 'linked', authorization_code: 'C' } },
			{ message: { mid: 'm_ad', text: 'Hi', referral: { source: 'ADS', ad_id: '1' } } },
		];
		const trigger = aTrigger({ events: ['postback'] });
		await trigger.publish();
		for (const event of events) expect(await sent(event)).toEqual([]);
		await trigger.edit({ parameters: { pages: account.pageIds, events: ['optIn', 'logIn', 'referral'] } });
		for (const event of events) expect(await sent(event)).toMatchObject([{ status: 200 }]);
		expect(trigger.items().map(({ event, details }) => [event, details])).toEqual([
			['optIn', events[0]?.optin],
			['logIn', events[1]?.account_linking],
			['referral', null],
		]);
	});

	it('arrives from Instagram where Meta has it there', async () => {
		account = anAccount(meta, { withInstagram: true });
		const trigger = aTrigger({ channels: ['instagram'], events: ['optIn', 'referral'] });
		await trigger.publish();
		await sent({ optin: { type: 'notification_messages', payload: 'NEWS' } }, 'instagram');
		await sent({ message: { mid: 'm', referral: { product: { id: '7' } } } }, 'instagram');
		expect(trigger.items()).toMatchObject([
			{ event: 'optIn', channel: 'instagram', payload: 'NEWS' },
			{ event: 'referral', channel: 'instagram', details: { product: { id: '7' } } },
		]);
	});
});

describe('Pages', () => {
	it('may be several, from several result pages', async () => {
		account = anAccount(meta, { pages: 60 });
		await aTrigger().publish();
		expect(account.pages.filter((_page, index) => account.fieldsOfPage(index) === null)).toEqual([]);
	});

	it('may be all of the token', async () => {
		account = anAccount(meta, { pages: 3 });
		const trigger = aTrigger({ pages: [], pageSelection: 'all' });
		await trigger.publish();
		expect([0, 1, 2].map(account.fieldsOfPage)).toEqual(Array(3).fill(['messaging_postbacks']));
		await trigger.unpublish();
		expect([0, 1, 2].map(account.fieldsOfPage)).toEqual([null, null, null]);
	});

	it('that are not selected are left alone', async () => {
		account = anAccount(meta, { pages: 2 });
		await aTrigger({ pages: account.pageIds.slice(0, 1) }).publish();
		expect([0, 1].map(account.fieldsOfPage)).toEqual([['messaging_postbacks'], null]);
	});

	it('are found by ID when the token does not list them', async () => {
		const token = meta.addToken({ appId: account.app.id, hiddenPageIds: account.pageIds });
		await aTrigger({}, credentialFor(meta, account.app, token)).publish();
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
	});

	it('are known from a Page token alone', async () => {
		const token = meta.addToken({ appId: account.app.id, kind: 'page', pageIds: account.pageIds });
		await aTrigger({}, credentialFor(meta, account.app, token)).publish();
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
	});

	it('are known from a system-user token', async () => {
		const token = meta.addToken({ appId: account.app.id, kind: 'system_user', pageIds: account.pageIds });
		await aTrigger({}, credentialFor(meta, account.app, token)).publish();
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
	});
});

describe('Instagram', () => {
	beforeEach(() => {
		account = anAccount(meta, { withInstagram: true });
	});

	it('entries pass for the accounts linked to the selected Pages only', async () => {
		const stranger = meta.addPage({ instagramAccount: {} });
		const trigger = aTrigger({ channels: ['instagram'] });
		await trigger.publish();
		meta.seedPageSubscription(stranger.id, account.app.id, ['messaging_postbacks']);
		await meta.sendPostback({ pageId: stranger.id, channel: 'instagram', payload: 'STRANGER' });
		await meta.sendPostback({ pageId: account.pageIds[0] ?? '', channel: 'instagram', payload: 'OURS' });
		expect(trigger.items().map(({ payload }) => payload)).toEqual(['OURS']);
	});

	it('and Messenger are both registered', async () => {
		await aTrigger({ channels: ['messenger', 'instagram'] }).publish();
		expect([account.record('page'), account.record('instagram')]).toMatchObject([
			{ active: true },
			{ active: true },
		]);
	});

	it('refused by Meta for this app: the message says what to set in the dashboard', async () => {
		account = anAccount(meta, { withInstagram: true, app: { instagramSubscriptions: 'refused' } });
		const trigger = aTrigger({ channels: ['instagram'] });
		const message = await messageOf(trigger.publish());
		expect(message).toContain('App Dashboard, under Webhooks > Instagram');
		expect(message).toContain(trigger.url);
	});

	it('refused by Meta for this app: Messenger is registered all the same, with a warning', async () => {
		account = anAccount(meta, { withInstagram: true, app: { instagramSubscriptions: 'refused' } });
		await aTrigger({ channels: ['messenger', 'instagram'] }).publish();
		expect(account.record('page')).toMatchObject({ active: true });
		expect(host.log).toMatchObject([{ level: 'warn', message: expect.stringContaining('App Dashboard') }]);
		expect(host.reasons()).toEqual(['instagramRefused']);
	});
});

describe('a foreign callback', () => {
	const foreign = { object: 'page', callback_url: 'https://crm.example/hook', fields: ['leadgen'] };

	it('is refused with its host named, five times, and never touched', async () => {
		meta.seedAppSubscription(account.app.id, foreign);
		const before = meta.snapshot();
		meta.clearCalls();
		expect(await messageOf(aTrigger().publish({ attempts: 5 }))).toContain('crm.example already receives');
		expect(writes()).toEqual([]);
		expect(meta.snapshot()).toEqual(before);
	});

	it("is taken over with 'Replace', with its fields kept", async () => {
		meta.seedAppSubscription(account.app.id, foreign);
		const trigger = aTrigger({ options: { existingCallback: 'replace' } });
		await trigger.publish();
		expect(account.record()).toMatchObject({
			callback_url: trigger.url,
			fields: expect.arrayContaining(['leadgen', 'messaging_postbacks']),
		});
	});

	it('on this n8n, such as its own Facebook trigger, is refused too', async () => {
		host.foreign.set(
			'/webhook/other/webhook',
			(_request, response) => void response.status(200).send('hello'),
		);
		meta.seedAppSubscription(account.app.id, {
			...foreign,
			callback_url: `${host.origin}/webhook/other/webhook`,
		});
		meta.clearCalls();
		expect(await messageOf(aTrigger().publish())).toContain('Another webhook on this n8n');
		expect(writes()).toEqual([]);
	});
});

describe('one app for several triggers', () => {
	it('is shared: each gets each tap once', async () => {
		const triggers = [aTrigger(), aTrigger(), aTrigger()];
		for (const trigger of triggers) await trigger.publish();
		const [owner, ...others] = triggers as [HostedTrigger, ...HostedTrigger[]];
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, owner, ...others));
		expect(await meta.sendPostback({ pageId: account.pageIds[0] ?? '' })).toMatchObject([{ status: 200 }]);
		expect(triggers.map((trigger) => trigger.items().length)).toEqual([1, 1, 1]);
	});

	it('is shared when they are published at the same moment', async () => {
		const triggers = Array.from({ length: 6 }, () => aTrigger());
		await Promise.all(triggers.map(async (trigger) => await trigger.publish()));
		await meta.sendPostback({ pageId: account.pageIds[0] ?? '' });
		expect(triggers.map((trigger) => trigger.items().length)).toEqual(Array(6).fill(1));
	});

	it('is joined again when another writer overtook the write', async () => {
		const [first, second] = [aTrigger(), aTrigger()];
		await first.publish();
		// As if a second n8n process, which shares no lock with this one, had written in between.
		meta.addFault({ method: 'POST', path: /\/subscriptions$/, do: { loseWrite: true } });
		await second.publish();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, first, second));
	});

	it('gives up after a few lost writes, in words', async () => {
		meta.addFault({ method: 'POST', path: /\/subscriptions$/, times: 9, do: { loseWrite: true } });
		expect(await messageOf(aTrigger().publish())).toContain('does not show it afterwards');
	});

	it.each([
		['is left again when another writer overtook the leaving', 1, []],
		['stays, and says so, when each leaving is overtaken', Infinity, ['registrationRemains']],
	])('%s', async (_what, times, reasons) => {
		const [staying, leaving] = [aTrigger(), aTrigger()];
		await staying.publish();
		await leaving.publish();
		meta.addFault({ method: 'POST', path: /\/subscriptions$/, times, do: { loseWrite: true } });
		await leaving.unpublish();
		expect(host.reasons()).toEqual(reasons);
		const list = times === 1 ? staying.url : sharedCallback(account.app, staying, leaving);
		expect(account.record()?.callback_url).toBe(list);
	});

	it.each([
		[0, 1, 2],
		[0, 2, 1],
		[1, 0, 2],
		[1, 2, 0],
		[2, 0, 1],
		[2, 1, 0],
	])('is left in the order %d, %d, %d without a lost tap, and as it was found', async (...order) => {
		const before = meta.snapshot();
		const triggers = [aTrigger(), aTrigger(), aTrigger()];
		for (const trigger of triggers) await trigger.publish();
		let remaining = [...triggers];
		for (const index of order) {
			await triggers[index]?.unpublish();
			remaining = remaining.filter((trigger) => trigger !== triggers[index]);
			const counts = remaining.map((trigger) => trigger.items().length);
			const deliveries = await meta.sendPostback({ pageId: account.pageIds[0] ?? '' });
			expect(deliveries).toHaveLength(remaining.length > 0 ? 1 : 0);
			expect(remaining.map((trigger) => trigger.items().length)).toEqual(counts.map((count) => count + 1));
		}
		expect(meta.snapshot()).toEqual(before);
	});

	it('with different Pages: each Page is left by the last one that needs it', async () => {
		account = anAccount(meta, { pages: 3 });
		const [a, b, c] = account.pageIds;
		const first = aTrigger({ pages: [a, b] });
		const second = aTrigger({ pages: [b, c] });
		await first.publish();
		await second.publish();
		await first.unpublish();
		expect([0, 1, 2].map(account.fieldsOfPage)).toEqual([
			null,
			['messaging_postbacks'],
			['messaging_postbacks'],
		]);
		await second.unpublish();
		expect([0, 1, 2].map(account.fieldsOfPage)).toEqual([null, null, null]);
	});

	it('keeps every Page while a member for all Pages is there', async () => {
		const all = aTrigger({ pageSelection: 'all' });
		const one = aTrigger();
		await all.publish();
		await one.publish();
		await one.unpublish();
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
	});

	it('is kept apart from other apps', async () => {
		const trigger = aTrigger();
		await trigger.publish();
		const other = anAccount(meta);
		const stranger = host.trigger({
			credential: { ...other.credential },
			parameters: { pages: other.pageIds },
		});
		await stranger.publish();
		await meta.sendPostback({ pageId: account.pageIds[0] ?? '' });
		expect([trigger.items().length, stranger.items().length]).toEqual([1, 0]);
	});
});

describe('listening for a test event beside published triggers', () => {
	it('gets the tap like the others, and leaves the callback to the byte', async () => {
		const [owner, member] = [aTrigger(), aTrigger()];
		const triggers = [owner, member];
		for (const trigger of triggers) await trigger.publish();
		const before = account.record()?.callback_url;
		const test = aTrigger();
		await test.listen();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, owner, member, test));
		await meta.sendPostback({ pageId: account.pageIds[0] ?? '' });
		expect(triggers.map((trigger) => trigger.items().length)).toEqual([1, 1]);
		await eventually(() => test.items().length === 1, 'the tap at the test');
		await test.unpublish();
		expect(account.record()?.callback_url).toBe(before);
	});

	it('whose own create fails leaves the callback to the byte', async () => {
		const trigger = aTrigger();
		await trigger.publish();
		const before = meta.snapshot();
		await expect(aTrigger({ pages: ['999'] }).listen()).rejects.toThrow('cannot manage Page 999');
		expect(meta.snapshot()).toEqual(before);
	});

	it('that died without a word costs nothing: the next one to join drops it', async () => {
		const trigger = aTrigger();
		await trigger.publish();
		const dead = aTrigger();
		await dead.listen();
		host.triggers.delete(dead.path);
		expect(await meta.sendPostback({ pageId: account.pageIds[0] ?? '' })).toMatchObject([{ status: 200 }]);
		const next = aTrigger();
		await next.publish();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, trigger, next));
	});
});

describe('a publication that fails half-way', () => {
	it('at the Page leaves both levels as they were', async () => {
		const before = meta.snapshot();
		meta.addFault({
			method: 'POST',
			path: /subscribed_apps$/,
			times: 9,
			do: { status: 500, body: '<html>' },
		});
		expect(await messageOf(aTrigger().publish())).toContain('HTTP 500');
		expect(meta.snapshot()).toEqual(before);
	});

	it('leaves a trigger that is already published untouched', async () => {
		const trigger = aTrigger();
		await trigger.publish();
		const before = meta.snapshot();
		meta.addFault({
			method: 'POST',
			path: /\/subscriptions$/,
			times: 9,
			do: { status: 502, body: 'Bad Gateway' },
		});
		expect(await messageOf(aTrigger().publish({ attempts: 5 }))).toContain('HTTP 502');
		expect(meta.snapshot()).toEqual(before);
	});
});

describe('unpublishing with a token that Meta refuses', () => {
	it('still removes the webhook of the app, which needs no token, and warns', async () => {
		const trigger = aTrigger();
		await trigger.publish();
		meta.invalidateToken(account.token, { code: 190, subcode: 463 });
		await trigger.unpublish();
		expect(account.record()).toBeUndefined();
		expect(host.log).toMatchObject([{ level: 'warn', message: expect.stringContaining('stays subscribed') }]);
	});
});

describe('manual registration', () => {
	const aManualTrigger = (parameters: Record<string, unknown> = {}, credential: object = {}) =>
		aTrigger(
			{ registration: 'manual', ...parameters },
			{ ...account.credential, verifyToken: 'my own text', ...credential },
		);

	it('makes no Graph call, and receives', async () => {
		meta.clearCalls();
		const trigger = aManualTrigger();
		await trigger.publish();
		expect(meta.getCalls()).toEqual([]);
		const body = {
			object: 'page',
			entry: [{ id: account.pageIds[0], time: 1, messaging: [{ postback: { payload: 'X' } }] }],
		};
		expect(await meta.sendBody({ appId: account.app.id, body, url: trigger.url })).toMatchObject({
			status: 200,
		});
		expect(trigger.items()).toHaveLength(1);
		await trigger.unpublish();
		expect(meta.getCalls()).toEqual([]);
	});

	it('still checks the rules', async () => {
		const conditions = { values: [{ field: 'payload', operator: 'regex', value: '(' }] };
		const rules = { values: [{ outputName: 'x', combine: 'all', conditions }] };
		expect(await messageOf(aManualTrigger({ routing: 'rules', rules }).publish())).toContain('Rule 1');
	});

	it.each([
		['Verify Token', { verifyToken: ' ' }],
		['App Secret', { appSecret: ' ' }],
	])('is refused without a %s, because then nothing could arrive', async (label, credential) => {
		expect(await messageOf(aManualTrigger({}, credential).publish())).toContain(`'${label}'`);
	});
});
