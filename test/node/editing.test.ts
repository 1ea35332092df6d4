// Publishing again, failing, moving: what is at Meta meanwhile and afterwards, and what it costs.
import { background } from '../../nodes/Messenger/trigger/register/lifecycle';
import { anAccount, sharedCallback, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';

let account: Account;

beforeEach(() => {
	account = anAccount(meta, { withInstagram: true, pages: 2 });
});

const [P, Q] = [0, 1];
const pageId = (index: number) => account.pageIds[index] ?? '';
const aTrigger = (
	parameters: Record<string, unknown> = {},
	at: N8nHost = host,
	webhookId?: string,
): HostedTrigger =>
	at.trigger({
		credential: { ...account.credential },
		parameters: { pages: [pageId(P)], ...parameters } as never,
		webhookId,
	});
const published = async (parameters: Record<string, unknown> = {}) => {
	const trigger = aTrigger(parameters);
	await trigger.publish();
	meta.clearCalls();
	return trigger;
};
const edit = async (trigger: HostedTrigger, changes: Record<string, unknown>, attempts = 1) =>
	await trigger.edit({ parameters: { ...trigger.node.parameters, ...changes } as never }, attempts);
const calls = () => meta.getCalls().map(({ method, path }) => `${method} ${path}`);
const writes = () => meta.getCalls().filter(({ isWrite }) => isWrite);
const tap = async () => (await meta.sendPostback({ pageId: pageId(P) })).map(({ status }) => status);
const isSilent = { times: 99, do: { status: 500, body: '<html>' } };
const once = { times: 1, do: { status: 500, body: '<html>' } };

describe('an edit that changes nothing of the registration', () => {
	it('is up without a call, then looks, and writes nothing', async () => {
		const trigger = await published();
		await edit(trigger, { output: 'flat' });
		expect(calls()).toEqual([]);
		await background.settled();
		expect(writes()).toEqual([]);
		expect(calls().length).toBeGreaterThan(0);
		expect(await tap()).toEqual([200]);
		expect(trigger.items()[0]).toHaveProperty('is_test');
	});

	it('keeps its place among others', async () => {
		const owner = await published();
		const member = await published();
		await edit(owner, { output: 'flat' });
		await edit(member, { output: 'raw' });
		await background.settled();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, owner, member));
	});

	it('mends afterwards what is not in order', async () => {
		const trigger = await published();
		meta.seedPageSubscription(pageId(P), account.app.id, ['feed']);
		await edit(trigger, { output: 'flat' });
		await background.settled();
		expect(account.fieldsOfPage()).toEqual(['feed', 'messaging_postbacks']);
	});

	it('says in an error line what it cannot mend', async () => {
		const trigger = await published();
		meta.seedAppSubscription(account.app.id, {
			object: 'page',
			callback_url: 'https://crm.example/hook',
			fields: ['messaging_postbacks'],
		});
		await edit(trigger, { output: 'flat' });
		await background.settled();
		expect(host.lines('error')).toEqual([
			expect.stringMatching(/could not be repaired.*crm\.example already receives/s),
		]);
		expect(host.reasons()).toEqual(['registrationIncomplete']);
	});

	it('of a renamed trigger keeps the registration, and leaving it leaves everything', async () => {
		const before = meta.snapshot();
		const trigger = await published();
		await trigger.edit({ name: 'Another Name' });
		expect(calls()).toEqual([]);
		expect(await tap()).toEqual([200]);
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
	});

	it('three times in a row, then unpublished: nothing is left', async () => {
		const before = meta.snapshot();
		const trigger = await published();
		for (const output of ['flat', 'raw', 'simplified']) await edit(trigger, { output });
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
	});
});

describe('an edit that changes the registration', () => {
	const ALL = { pages: [0, 1], channels: ['messenger', 'instagram'], events: ['postback', 'quickReply'] };
	const toParameters = ({ pages, channels, events }: typeof ALL) => ({
		pages: pages.map(pageId),
		channels,
		events,
	});

	it.each([
		['another Page', { ...ALL, pages: [P] }, { ...ALL, pages: [Q] }],
		['a Page more', { ...ALL, pages: [P] }, ALL],
		['a channel more', { ...ALL, channels: ['messenger'] }, ALL],
		['a channel less', ALL, { ...ALL, channels: ['messenger'] }],
		['another channel', { ...ALL, channels: ['messenger'] }, { ...ALL, channels: ['instagram'] }],
		['an event more', { ...ALL, events: ['postback'] }, ALL],
		['an event less', ALL, { ...ALL, events: ['postback'] }],
		['another event', { ...ALL, events: ['quickReply'] }, { ...ALL, events: ['postback'] }],
	])('for %s: exactly what is wanted is there, and nothing after unpublishing', async (_what, from, to) => {
		const before = meta.snapshot();
		const trigger = await published(toParameters(from));
		await edit(trigger, toParameters(to));
		const edited = meta.snapshot();
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
		await trigger.publish();
		expect(meta.snapshot()).toEqual(edited);
	});

	it('leaves the old app and registers with the new one', async () => {
		const trigger = await published();
		const other = anAccount(meta);
		await trigger.edit({
			credential: { ...other.credential },
			parameters: { ...trigger.node.parameters, pages: [other.pageIds[0] ?? ''] },
		});
		await background.settled();
		expect(meta.appSubscriptions(account.app.id)).toEqual([]);
		expect(account.fieldsOfPage()).toBeNull();
		expect(meta.appSubscriptions(other.app.id)).toMatchObject([{ callback_url: trigger.url }]);
	});

	it('takes nothing away that another workflow needs', async () => {
		const other = await published({ events: ['postback', 'quickReply'] });
		const trigger = await published({ events: ['postback', 'quickReply'] });
		await edit(trigger, { events: ['postback'], pages: [pageId(Q)] });
		expect(account.record()?.fields.sort()).toEqual(['messages', 'messaging_postbacks']);
		expect([account.fieldsOfPage(P), account.fieldsOfPage(Q)]).toEqual([
			['messages', 'messaging_postbacks'],
			['messaging_postbacks'],
		]);
		expect(await tap()).toEqual([200]);
		expect(other.items()).toHaveLength(1);
	});

	it('by a channel less leaves the callback of that channel to another workflow', async () => {
		const channels = ['messenger', 'instagram'];
		const [trigger, other] = [await published({ channels }), await published({ channels })];
		await edit(trigger, { channels: ['messenger'] });
		expect(account.record('instagram')?.callback_url).toBe(sharedCallback(account.app, other));
		await meta.sendPostback({ pageId: pageId(P), channel: 'instagram' });
		expect([trigger.items().length, other.items().length]).toEqual([0, 1]);
	});

	it('that Meta refuses once succeeds with the next attempt, registered all the while', async () => {
		const trigger = await published();
		meta.addFault({ method: 'POST', path: /subscribed_apps$/, ...once });
		await edit(trigger, { pages: [pageId(P), pageId(Q)] }, 5);
		expect([account.fieldsOfPage(P), account.fieldsOfPage(Q)]).toEqual([
			['messaging_postbacks'],
			['messaging_postbacks'],
		]);
		const removals = meta.getCalls().filter(({ method }) => method === 'DELETE');
		await background.settled();
		expect([removals, account.record()?.callback_url]).toEqual([[], trigger.url]);
	});

	it.each([
		['the list of Pages', /me\/accounts$/],
		['every call but the first', /debug_token$|me\/accounts$/],
	])(
		'that Meta does not answer once at %s is tried again, and the Pages get what is new',
		async (_what, path) => {
			const trigger = await published();
			meta.addFault({ path, times: 2, do: { reset: true } });
			await edit(trigger, { events: ['postback', 'quickReply'] }, 5);
			expect(account.fieldsOfPage()).toEqual(['messages', 'messaging_postbacks']);
		},
	);

	it('that fails for good leaves what was there, a while later', async () => {
		const before = meta.snapshot();
		const trigger = await published();
		meta.addFault({ method: 'POST', path: `${pageId(Q)}/subscribed_apps`, ...isSilent });
		expect(await messageOf(edit(trigger, { pages: [pageId(P), pageId(Q)] }, 5))).toContain('HTTP 500');
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
		await background.settled();
		expect(meta.snapshot()).toEqual(before);
	});
});

describe('an edit with a token that no longer reaches what is registered', () => {
	it('that has ended does not stop the edit, and is a warning', async () => {
		const trigger = await published();
		meta.invalidateToken(account.token, { code: 190, subcode: 463 });
		await edit(trigger, { output: 'flat' });
		await background.settled();
		expect(account.record()?.callback_url).toBe(trigger.url);
		expect(host.lines('warn').join()).toContain('The access token is not valid');
		expect(new Set(host.reasons())).toEqual(new Set(['tokenEnded']));
		expect(host.lines('error')).toEqual([]);
		await edit(trigger, { events: ['postback', 'quickReply'] });
		expect(account.record()?.fields.sort()).toEqual(['messages', 'messaging_postbacks']);
	});

	it('that lost a Page is a warning for it, and blocks a Page that is new', async () => {
		const trigger = await published();
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [pageId(Q)] });
		const credential = { ...account.credential, accessToken };
		await trigger.edit({ credential, parameters: { ...trigger.node.parameters, events: ['quickReply'] } });
		expect(host.lines('warn').join()).toContain(`cannot manage Page ${pageId(P)}`);
		expect(host.reasons()).toContain('pageNotReachable');
		const stranger = meta.addPage();
		const message = await messageOf(edit(trigger, { pages: [pageId(P), stranger.id] }));
		expect(message).toContain(`cannot manage Page ${stranger.id}`);
	});

	it.each([
		['after an edit', 'update'],
		['after a start of n8n 1', 'init'],
	] as const)('that lost a Page goes on getting its Instagram taps %s', async (_when, activation) => {
		const channels = ['messenger', 'instagram'];
		const trigger = await published({ pages: account.pageIds, channels });
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [pageId(P)] });
		trigger.credential = { ...account.credential, accessToken };
		if (activation === 'update') await edit(trigger, { events: ['postback', 'quickReply'] });
		else {
			trigger.activation = activation;
			await trigger.publish();
		}
		for (const channel of ['messenger', 'instagram'] as const) {
			await meta.sendPostback({ pageId: pageId(Q), channel });
		}
		expect(trigger.items().map(({ channel }) => channel)).toEqual(channels);
	});

	it.each([
		['chosen by name', () => ({ pages: account.pageIds })],
		['among All Pages', () => ({ pageSelection: 'all' })],
	])('and a Page that Meta refuses since, %s, goes on sending taps', async (_how, pages) => {
		const channels = ['messenger', 'instagram'];
		const trigger = await published({ channels, ...pages() });
		const body = { error: { message: '(#200) Requires MODERATE', code: 200, fbtrace_id: 'T' } };
		meta.addFault({ path: `${pageId(Q)}/subscribed_apps`, times: 99, do: { status: 403, body } });
		await edit(trigger, { events: ['postback', 'quickReply'] });
		for (const channel of ['messenger', 'instagram'] as const) {
			await meta.sendPostback({ pageId: pageId(Q), channel });
		}
		expect(trigger.items().map(({ channel }) => channel)).toEqual(channels);
		expect(host.reasons()).toContain('pagesRefused');
	});

	it('that lost a Page of All Pages goes on getting its taps after a start of n8n 1', async () => {
		const trigger = await published({ pages: [], pageSelection: 'all' });
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [pageId(P)] });
		trigger.credential = { ...account.credential, accessToken };
		trigger.activation = 'init';
		await trigger.publish();
		await meta.sendPostback({ pageId: pageId(Q) });
		expect(trigger.items()).toHaveLength(1);
	});

	it('that lost a Page of All Pages is told with the edit, and its taps are left out', async () => {
		const trigger = await published({ pages: [], pageSelection: 'all' });
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [pageId(P)] });
		trigger.credential = { ...account.credential, accessToken };
		await edit(trigger, { events: ['postback', 'quickReply'] });
		await meta.sendPostback({ pageId: pageId(Q) });
		await tap();
		expect(trigger.items().map(({ accountId }) => accountId)).toEqual([pageId(P)]);
		expect(host.reasons()).toEqual(['pagesRemain', 'accountNotSelected']);
		expect(host.lines('warn')[0]).toContain(pageId(Q));
	});

	it('that lost all Pages does not stop the edit, with All Pages', async () => {
		const trigger = await published({ pages: [], pageSelection: 'all' });
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [] });
		trigger.credential = { ...account.credential, accessToken };
		await edit(trigger, { events: ['postback', 'quickReply'] });
		expect(host.lines('warn').join()).toContain('gives access to no Page');
		expect(await tap()).toEqual([200]);
		expect(trigger.items()).toHaveLength(1);
		// The control: without a registration before, it does.
		const other = aTrigger({ pages: [], pageSelection: 'all' });
		other.credential = { ...account.credential, accessToken };
		expect(await messageOf(other.publish())).toContain('gives access to no Page');
	});

	it('keeps the Pages and accounts that All Pages were', async () => {
		const channels = ['messenger', 'instagram'];
		const trigger = await published({ pages: [], pageSelection: 'all', channels });
		meta.invalidateToken(account.token, { code: 190, subcode: 463 });
		await edit(trigger, { events: ['postback', 'referral'] });
		await meta.sendPostback({ pageId: pageId(Q), channel: 'instagram' });
		await tap();
		expect(trigger.items()).toHaveLength(2);
		expect([account.fieldsOfPage(P), account.fieldsOfPage(Q)]).toEqual([
			['messaging_postbacks'],
			['messaging_postbacks'],
		]);
	});
});

describe('an edit that takes something away, when Meta does not let go of it', () => {
	const parameters = () => ({ pages: account.pageIds, events: ['postback', 'quickReply'] });
	const stands = async (trigger: HostedTrigger, reason: string) => {
		await background.settled();
		expect(account.record()?.callback_url).toBe(trigger.url);
		expect(await tap()).toEqual([200]);
		expect([trigger.items().length, host.lines('error')]).toEqual([1, []]);
		expect(host.reasons()).toContain(reason);
	};

	it.each([
		['a Page', () => ({ pages: [pageId(P)] }), () => `which Page ${pageId(Q)} may still send`],
		['an event', () => ({ events: ['postback'] }), () => `which Pages ${pageId(P)}, ${pageId(Q)} may still`],
	])('because the token has ended: %s', async (_what, changes, which) => {
		const trigger = await published(parameters());
		meta.invalidateToken(account.token, { code: 190, subcode: 463 });
		await edit(trigger, changes(), 5);
		await stands(trigger, 'pagesRemain');
		expect(host.lines('warn').join()).toContain(which());
	});

	const body = { error: { message: '(#200) Requires MODERATE', code: 200, fbtrace_id: 'T' } };
	it('because it refuses the Page', async () => {
		const trigger = await published(parameters());
		meta.addFault({ path: `${pageId(Q)}/subscribed_apps`, times: 99, do: { status: 403, body } });
		await edit(trigger, { pages: [pageId(P)] }, 5);
		await stands(trigger, 'pagesRemain');
	});

	it("because it refuses to change the app's webhook", async () => {
		const trigger = await published(parameters());
		meta.addFault({ method: 'DELETE', path: /\/subscriptions$/, times: 99, do: { status: 403, body } });
		await edit(trigger, { events: ['postback'] }, 5);
		await stands(trigger, 'webhookRemains');
		expect(host.lines('warn').join()).toContain("which the app's 'page' webhook may still send");
	});

	it('for a moment, is tried again by n8n, and takes it away', async () => {
		const trigger = await published(parameters());
		meta.addFault({ method: 'DELETE', path: /subscribed_apps$/, ...once });
		meta.addFault({ method: 'DELETE', path: /\/subscriptions$/, ...once });
		await edit(trigger, { pages: [pageId(P)], events: ['postback'] }, 5);
		expect([account.fieldsOfPage(Q), account.record()?.fields]).toEqual([null, ['messaging_postbacks']]);
		expect(host.log).toEqual([]);
	});
});

describe('a first publication', () => {
	it.each([
		['GET', /\/subscriptions$/],
		['GET', /debug_token$/],
		['GET', /me\/accounts$/],
		['POST', /\/subscriptions$/],
		['POST', /subscribed_apps$/],
	] as const)('whose %s %s fails four times succeeds with the fifth attempt', async (method, path) => {
		meta.addFault({ method, path, times: 4, do: { status: 500, body: '<html>' } });
		const trigger = aTrigger();
		await trigger.publish({ attempts: 5 });
		expect(await tap()).toEqual([200]);
		expect(trigger.items()).toHaveLength(1);
	});

	it('that Meta refuses five times tells the reason of the first', async () => {
		const body = { error: { message: 'No role', code: 200, fbtrace_id: 'T' } };
		meta.addFault({ method: 'POST', path: /subscribed_apps$/, times: 99, do: { status: 403, body } });
		const before = meta.snapshot();
		const message = await messageOf(aTrigger().publish({ attempts: 5 }));
		expect(message).toContain('"No role", code 200');
		expect(message).not.toMatch(/2200|404/);
		expect(meta.snapshot()).toEqual(before);
	});

	it('with an incomplete credential logs nothing of a registration that never was', async () => {
		const trigger = aTrigger();
		trigger.credential = { ...account.credential, appSecret: '' };
		expect(await messageOf(trigger.publish({ attempts: 5 }))).toContain("'App Secret'");
		expect(host.lines('error')).toEqual([]);
	});

	it('makes at most twelve calls, at most seven one after another', async () => {
		const latencyMs = 100;
		meta.addFault({ path: '', times: Infinity, do: { delayMs: latencyMs } });
		meta.clearCalls();
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const begun = Date.now();
		await aTrigger().publish();
		const took = Date.now() - begun;
		jest.restoreAllMocks();
		expect(calls().length).toBeLessThanOrEqual(12);
		expect(inSequence(meta.getCalls())).toBeLessThanOrEqual(7);
		expect(took).toBeGreaterThan(latencyMs);
	});

	/** The longest chain of calls that each began after the one before was answered. */
	function inSequence(made: Array<{ at: number; answeredAt: number | null }>): number {
		let [length, end] = [0, -Infinity];
		for (const { at, answeredAt } of [...made].sort((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0))) {
			if (at < end) continue;
			length += 1;
			end = answeredAt ?? Infinity;
		}
		return length;
	}

	it.each([
		['refuses', null],
		['shows nothing in', { status: 200, body: { data: [] } }],
	])('with a Page token takes its one Page with All Pages, though Meta %s a list', async (_how, answer) => {
		if (answer !== null) meta.addFault({ path: /me\/accounts$/, times: 9, do: answer });
		const accessToken = meta.addToken({ appId: account.app.id, kind: 'page', pageIds: [pageId(P)] });
		const parameters = { pageSelection: 'all' };
		const trigger = host.trigger({ credential: { ...account.credential, accessToken }, parameters });
		await trigger.publish();
		expect([account.fieldsOfPage(P), account.fieldsOfPage(Q)]).toEqual([['messaging_postbacks'], null]);
	});
});

describe('unpublished and published at once', () => {
	const withNewPage = () => {
		const page = meta.addPage();
		const pageIds = [...account.pageIds, page.id];
		const accessToken = meta.addToken({ appId: account.app.id, pageIds });
		return { pageId: page.id, credential: { ...account.credential, accessToken } };
	};

	it('takes in the Pages that All Pages are by then, which an edit does not', async () => {
		const trigger = await published({ pages: [], pageSelection: 'all' });
		const { pageId: newId, credential } = withNewPage();
		trigger.credential = credential;
		await edit(trigger, { output: 'flat' });
		await background.settled();
		expect(meta.pageSubscription(newId, account.app.id)).toBeNull();
		await trigger.tearDown();
		await trigger.publish();
		await background.settled();
		await meta.sendPostback({ pageId: newId });
		expect(trigger.items()).toHaveLength(1);
		await trigger.unpublish();
		expect(meta.pageSubscription(newId, account.app.id)).toBeNull();
	});

	it('says that another host has taken the callback', async () => {
		const trigger = await published();
		await trigger.tearDown();
		const callback = { callback_url: 'https://crm.example/hook', fields: ['messaging_postbacks'] };
		meta.seedAppSubscription(account.app.id, { object: 'page', ...callback });
		expect(await messageOf(trigger.publish())).toContain('crm.example already receives');
	});
});

describe('unpublishing while Meta is out of order', () => {
	it('is repeated until Meta is back', async () => {
		const before = meta.snapshot();
		const trigger = await published();
		meta.addFault({ path: '', times: 4, do: { status: 500, body: '<html>' } });
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
		expect(host.lines('error')).toEqual([]);
	});

	it('ends after a minute with an error line that says what is left', async () => {
		const trigger = await published();
		meta.addFault({ path: '', ...isSilent });
		await trigger.unpublish();
		expect(host.lines('error')).toEqual([
			expect.stringMatching(new RegExp(`Meta app ${account.app.id} could not be ended.*HTTP 500`, 's')),
		]);
		expect(host.reasons()).toEqual(['registrationRemains']);
	});

	it('is called off when the workflow is published again', async () => {
		const trigger = await published();
		meta.addFault({ path: '', times: 3, do: { status: 500, body: '<html>' } });
		trigger.vanish();
		await trigger.call('delete');
		await trigger.publish({ attempts: 5 });
		await background.settled();
		expect(account.record()?.callback_url).toBe(trigger.url);
		expect(await tap()).toEqual([200]);
	});
});

describe('a check that fails', () => {
	it('leaves the registration alone, although n8n calls delete after it', async () => {
		const trigger = await published();
		const before = meta.snapshot();
		meta.addFault({ path: '', ...isSilent });
		expect(await messageOf(trigger.publish())).toContain('HTTP 500');
		meta.clearFaults();
		await background.settled();
		expect(meta.snapshot()).toEqual(before);
	});

	it('spares the registration one call of delete, and the next one leaves', async () => {
		const before = meta.snapshot();
		const trigger = await published();
		meta.addFault({ path: '', ...once });
		await trigger.publish({ attempts: 5 });
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
	});
});

describe('an n8n that moved', () => {
	let moved: N8nHost;
	beforeEach(async () => {
		moved = new N8nHost();
		await moved.start();
	});
	afterEach(async () => {
		await background.settled();
		await moved.stop();
	});
	const moveAll = (...triggers: HostedTrigger[]) =>
		triggers.map((trigger) => aTrigger({}, moved, trigger.node.webhookId));

	it('heals with one publication for all that share the app, when the old address is dead', async () => {
		const [first, second, third] = [await published(), await published(), await published()];
		await host.stop();
		const [a, b, c] = moveAll(first, second, third) as [HostedTrigger, HostedTrigger, HostedTrigger];
		// n8n serves what is published; nothing registers it anew.
		b.appear();
		await a.publish();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, a, b));
		expect(await tap()).toEqual([200]);
		expect([a, b, c].map((trigger) => trigger.items().length)).toEqual([1, 1, 0]);
	});

	it('is told, and takes nothing, while its old address still answers', async () => {
		const old = await published();
		const [trigger] = moveAll(old) as [HostedTrigger];
		const before = meta.snapshot();
		expect(await messageOf(trigger.publish())).toMatch(/already receives.*and answers.*'Replace'/s);
		expect(meta.snapshot()).toEqual(before);
		trigger.node.parameters = { ...trigger.node.parameters, options: { existingCallback: 'replace' } };
		await trigger.publish();
		expect(account.record()?.callback_url).toBe(trigger.url);
	});

	it('does not take what another receiver holds at the old address', async () => {
		const old = await published();
		host.foreign.set(old.path, (_request, response) => void response.status(200).send('hello'));
		const [trigger] = moveAll(old) as [HostedTrigger];
		expect(await messageOf(trigger.publish())).toContain('already receives');
	});

	it('asks the old address nothing that could be used again', async () => {
		const old = await published();
		const questions: string[] = [];
		host.foreign.set(old.path, (request, response) => {
			questions.push(request.originalUrl);
			response.status(404).send('');
		});
		const [trigger] = moveAll(old) as [HostedTrigger];
		await trigger.publish();
		expect(questions.length).toBeGreaterThan(0);
		for (const question of questions) {
			const replayed = question.replace(/hub\.challenge=[^&]+/, 'hub.challenge=123456');
			expect((await fetch(`${trigger.url}?${replayed.split('?')[1]}`)).status).toBe(403);
		}
		// The control: what it was asked is a question that it may answer.
		expect((await fetch(`${trigger.url}?${questions[0]?.split('?')[1]}`)).status).toBe(200);
	});
});
