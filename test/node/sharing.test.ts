// Several workflows, and other systems, on one Meta app: what one of them does must not cost
// another its taps.
import { startMeta } from '../../sandbox/meta/index.ts';
import { anAccount, sharedCallback, type Account } from '../support/account.ts';
import { eventually } from '../support/eventually.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { usePace } from '../support/pace.ts';

let account: Account;

beforeEach(() => {
	account = anAccount(meta, { withInstagram: true, pages: 2 });
});

const [P, Q] = [0, 1];
const pageId = (index: number) => account.pageIds[index] ?? '';
const aTrigger = (parameters: Record<string, unknown> = {}, credential: object = {}): HostedTrigger =>
	host.trigger({
		credential: { ...account.credential, ...credential },
		parameters: { pages: [pageId(P)], ...parameters } as never,
	});
const published = async (parameters: Record<string, unknown> = {}) => {
	const trigger = aTrigger(parameters);
	await trigger.publish();
	return trigger;
};
const tap = async (channel: 'messenger' | 'instagram' = 'messenger') =>
	(await meta.sendPostback({ pageId: pageId(P), channel })).map(({ status }) => status);
const answering =
	(status: number, text = '') =>
	(_request: unknown, response: never) =>
		void (response as { status(code: number): { send(text: string): void } }).status(status).send(text);

describe('a workflow for Instagram beside one for Messenger, on one Page', () => {
	it.each([
		['instagram', 'messenger'],
		['messenger', 'instagram'],
	] as const)('for %s is unpublished, and the other one still gets its taps', async (leaving, staying) => {
		const other = await published({ channels: [staying] });
		const trigger = await published({ channels: [leaving] });
		await trigger.unpublish();
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
		expect(await tap(staying)).toEqual([200]);
		expect(other.items()).toHaveLength(1);
		await other.unpublish();
		expect(account.fieldsOfPage()).toBeNull();
	});

	it('is tested, and the end of the test takes nothing away', async () => {
		const other = await published();
		const test = aTrigger({ channels: ['instagram'] });
		await test.listen();
		await test.unpublish();
		expect(await tap()).toEqual([200]);
		expect(other.items()).toHaveLength(1);
	});
});

describe('an owner that is unpublished', () => {
	it('hands over before it touches a Page', async () => {
		const owner = await published({ pages: [pageId(P), pageId(Q)] });
		const member = await published();
		meta.clearCalls();
		await owner.unpublish();
		const writes = meta.getCalls().filter(({ isWrite }) => isWrite);
		expect(writes.map(({ method, path }) => `${method} ${path.replace(/^.*\/(?=[^/]+$)/, '')}`)).toEqual([
			'POST subscriptions',
			'DELETE subscribed_apps',
		]);
		expect(account.record()?.callback_url).toBe(member.url);
		expect([account.fieldsOfPage(P), account.fieldsOfPage(Q)]).toEqual([['messaging_postbacks'], null]);
	});

	it('hands over although its credential was deleted meanwhile', async () => {
		const owner = await published();
		const member = await published();
		owner.credential = {};
		await owner.unpublish();
		expect(account.record()?.callback_url).toBe(member.url);
		expect(await tap()).toEqual([200]);
	});

	it('hands over although its token has ended, and names the Page that stays subscribed', async () => {
		const owner = await published({ pages: [pageId(P), pageId(Q)] });
		const member = await published();
		owner.credential = { ...account.credential, accessToken: '' };
		await owner.unpublish();
		expect(account.record()?.callback_url).toBe(member.url);
		expect(host.lines('warn')).toEqual([expect.stringContaining(`Page ${pageId(Q)} stays subscribed`)]);
	});

	const unverified = {
		error: { message: '(#2200) Callback verification failed: timed out', code: 2200, fbtrace_id: 'T' },
	};
	it('hands over although the first handshake of Meta with the next owner timed out', async () => {
		const owner = await published();
		const member = await published();
		const refusal = { status: 400, body: unverified };
		meta.addFault({ method: 'POST', path: /\/subscriptions$/, times: 1, do: refusal });
		await owner.unpublish();
		expect([host.lines('error'), account.record()?.callback_url]).toEqual([[], member.url]);
		await tap();
		expect(member.items()).toHaveLength(1);
	});

	it('whose next owner no handshake of Meta reaches is given up after a minute', async () => {
		const owner = await published();
		await published();
		const refusal = { status: 400, body: unverified };
		meta.addFault({ method: 'POST', path: /\/subscriptions$/, times: Infinity, do: refusal });
		await owner.unpublish();
		expect(host.lines('error')).toEqual([expect.stringMatching(/could not be ended.*code 2200/s)]);
	});

	it("hands over although Meta's rate limit asks to wait for an hour", async () => {
		const owner = await published();
		const member = await published();
		const body = { error: { message: 'Application request limit reached', code: 4 } };
		meta.addFault({ path: '', do: { status: 400, body, headers: { 'retry-after': '3600' } } });
		await owner.unpublish();
		expect(account.record()?.callback_url).toBe(member.url);
		expect(host.lines('error')).toEqual([]);
	});

	it('that died without a word is replaced by the member whose registration is looked at next', async () => {
		const owner = await published();
		const [member, third] = [await published(), await published()];
		owner.vanish();
		expect(await tap()).toEqual([404]);
		await member.publish();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, member, third));
		expect(await tap()).toEqual([200]);
		expect([member, third].map((trigger) => trigger.items().length)).toEqual([1, 1]);
	});
});

describe('a member that is sick', () => {
	it.each([
		[503, 'answered HTTP 503'],
		[403, 'answered HTTP 403'],
		[401, 'answered HTTP 401'],
	])('with %d does not keep others from being published, and is named', async (status, words) => {
		const owner = await published();
		const sick = await published();
		host.foreign.set(sick.path, answering(status) as never);
		const next = aTrigger();
		await next.publish();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, owner, sick, next));
		expect(host.lines('warn')).toEqual([expect.stringContaining(`${sick.path} ${words}`)]);
		expect(host.reasons()).toEqual(['memberSick']);
	});

	it("is not dropped by 'Replace'", async () => {
		const owner = await published();
		const sick = await published();
		host.foreign.set(sick.path, answering(503) as never);
		const next = aTrigger({ options: { existingCallback: 'replace' } });
		await next.publish();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, owner, sick, next));
	});

	it('and the owner leaves the ownership to somebody who answers', async () => {
		const sick = await published();
		host.foreign.set(sick.path, answering(503) as never);
		const next = await published();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, next, sick));
		expect(await messageOf(aTrigger().publish())).toBe('nothing was refused');
	});
});

describe('a member whose edit takes longer than Meta waits', () => {
	it('gets every tap that was made meanwhile once Meta brings it again, and the owner none twice', async () => {
		const owner = await published();
		const member = await published();
		const slow = { method: 'GET', path: /\/subscriptions$/, do: { delayMs: 5_000 } } as const;
		meta.addFault(slow);
		const parameters = { ...member.node.parameters, events: ['postback', 'quickReply'] };
		const editing = member.edit({ parameters: parameters as never });
		await eventually(() => !member.hasRoute('default'), 'the edit');
		const taps = [];
		for (let at = 0; at < 3; at++) taps.push(...(await meta.sendPostback({ pageId: pageId(P) })));
		expect(taps.map(({ status }) => status)).toEqual([500, 500, 500]);
		for (const { durationMs } of taps) expect(durationMs).toBeLessThan(4_500);
		expect([owner.items().length, member.items().length]).toEqual([3, 0]);
		await editing;
		for (const tapped of taps) expect(await meta.redeliver(tapped)).toMatchObject({ status: 200 });
		expect([owner.items().length, member.items().length]).toEqual([3, 3]);
	});
});

describe('two processes that join at once', () => {
	// Half a second between the two looks, so that the other write falls between them.
	usePace(1);
	beforeAll(() => void jest.spyOn(Math, 'random').mockReturnValue(0.5));
	afterAll(() => jest.restoreAllMocks());

	/** Writes the list without a trigger again, when that one was there and has looked. */
	const replaceWrite = async (object: 'page' | 'instagram', owner: HostedTrigger, trigger: HostedTrigger) => {
		const hasLooked = () => {
			const calls = meta.getCalls().filter(({ path }) => /subscriptions$/.test(path));
			const written = calls.findLastIndex(({ isWrite }) => isWrite);
			return written >= 0 && calls.length > written + 1;
		};
		await eventually(hasLooked, 'a look at the write');
		expect(account.record(object)?.callback_url).toContain(trigger.path);
		meta.seedAppSubscription(account.app.id, {
			object,
			callback_url: sharedCallback(account.app, owner),
			fields: ['messaging_postbacks'],
		});
	};

	it('find out that one write replaced the other, also a moment after it was there', async () => {
		const owner = await published();
		const trigger = aTrigger();
		meta.clearCalls();
		const publishing = trigger.publish();
		await replaceWrite('page', owner, trigger);
		await publishing;
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, owner, trigger));
	});

	it('find it out for a channel that an edit adds to another one', async () => {
		const channels = ['messenger', 'instagram'];
		const [owner, trigger] = [await published({ channels }), await published()];
		meta.clearCalls();
		const editing = trigger.edit({ parameters: { ...trigger.node.parameters, channels } });
		await replaceWrite('instagram', owner, trigger);
		await editing;
		expect(account.record('instagram')?.callback_url).toBe(sharedCallback(account.app, owner, trigger));
	});
});

describe('a publication', () => {
	it('does not wait for a registration of somebody who has another secret', async () => {
		const hanging = await startMeta();
		hanging.addFault({ path: '', times: Infinity, do: { hang: true } });
		const his = aTrigger({}, { appSecret: 'another', baseUrl: hanging.baseUrl });
		let isWaiting = true;
		const waiting = messageOf(his.publish()).finally(() => (isWaiting = false));
		await eventually(() => hanging.getCalls().length > 0, 'his first call');
		await published();
		expect(isWaiting).toBe(true);
		await hanging.stop();
		expect(await waiting).not.toBe('nothing was refused');
	});
});

describe('two triggers of one workflow', () => {
	it('with a Page each leave both Pages, although n8n removes both routes before it calls delete', async () => {
		const before = meta.snapshot();
		const first = await published({ pages: [pageId(P)] });
		const second = await published({ pages: [pageId(Q)] });
		first.vanish();
		second.vanish();
		await Promise.all([first.unpublish(), second.unpublish()]);
		expect(meta.snapshot()).toEqual(before);
	});
});

describe("another system's callback for the other object", () => {
	beforeEach(() => {
		meta.seedAppSubscription(account.app.id, {
			object: 'instagram',
			callback_url: 'https://crm.example/hook',
			fields: ['messages', 'messaging_referral'],
		});
		meta.seedPageSubscription(pageId(P), account.app.id, ['messages', 'messaging_referrals']);
	});

	it('keeps the Page fields that it needs when we leave', async () => {
		const trigger = await published({ events: ['postback', 'quickReply', 'referral'] });
		await trigger.unpublish();
		expect(account.fieldsOfPage()).toEqual(['messages', 'messaging_referrals']);
	});

	it('keeps them when our publication fails', async () => {
		meta.addFault({
			method: 'POST',
			path: /subscribed_apps$/,
			times: 9,
			do: { status: 500, body: '<html>' },
		});
		expect(await messageOf(aTrigger({ events: ['postback', 'quickReply'] }).publish())).toContain('HTTP 500');
		expect(account.fieldsOfPage()).toEqual(['messages', 'messaging_referrals']);
	});
});

describe.each(['replace', 'merge'] as const)('when a write at Meta is a %s', (semantics) => {
	it('the last workflow with quick replies takes their field with it', async () => {
		meta.options.subscriptionWrites = semantics;
		const staying = await published();
		const leaving = await published({ events: ['postback', 'quickReply'] });
		expect(account.record()?.fields.sort()).toEqual(['messages', 'messaging_postbacks']);
		await leaving.unpublish();
		expect(account.record()).toMatchObject({ callback_url: staying.url, fields: ['messaging_postbacks'] });
		if (semantics === 'replace') expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
	});
});

describe('a publication that would hear nothing', () => {
	it('is refused without a channel, although another workflow has the Page', async () => {
		await published();
		expect(await messageOf(aTrigger({ channels: [] }).publish())).toContain('No channel is selected');
	});

	it('is refused with manual registration when the expression for its Pages gives none', async () => {
		const manual = { registration: 'manual' };
		const message = async (pages: unknown) =>
			await messageOf(aTrigger({ ...manual, pages }, { verifyToken: 'own text' }).publish());
		expect(await message('={{ [] }}')).toContain('No Page is selected');
		expect(await message([])).toBe('nothing was refused');
	});

	it('is refused with rules but without a rule', async () => {
		expect(await messageOf(aTrigger({ routing: 'rules', rules: {} }).publish())).toContain(
			'there is no rule',
		);
		const parameters = { routing: 'rules', rules: {}, options: { fallbackOutput: 'extra' } };
		expect(await messageOf(aTrigger(parameters).publish())).toBe('nothing was refused');
	});

	it('is refused with an invalid rule although the same trigger is registered already', async () => {
		const trigger = await published();
		const conditions = { values: [{ field: 'payload', operator: 'regex', value: '(' }] };
		const parameters = { ...trigger.node.parameters, routing: 'rules', rules: { values: [{ conditions }] } };
		expect(await messageOf(trigger.edit({ parameters: parameters as never }))).toContain('Rule 1');
	});

	it('subscribes its Pages although Meta does not say which app the token is of', async () => {
		const body = {
			data: {
				is_valid: true,
				type: 'USER',
				scopes: ['pages_show_list', 'pages_manage_metadata', 'pages_messaging'],
			},
		};
		meta.addFault({ path: /debug_token$/, do: { status: 200, body } });
		await published();
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
	});
});

describe('Pages that Meta refuses', () => {
	const refused = { status: 403, body: { error: { message: 'No role', code: 200, fbtrace_id: 'T' } } };

	it('among all Pages are named, and the others are published', async () => {
		meta.addFault({ method: 'POST', path: `${pageId(Q)}/subscribed_apps`, times: 9, do: refused });
		const trigger = aTrigger({ pages: [], pageSelection: 'all' });
		await trigger.publish();
		expect([account.fieldsOfPage(P), account.fieldsOfPage(Q)]).toEqual([['messaging_postbacks'], null]);
		expect(host.lines('warn')).toEqual([expect.stringContaining(`Page ${pageId(Q)} gets no taps`)]);
		expect(host.reasons()).toEqual(['pagesRefused']);
		expect(await tap()).toEqual([200]);
		expect(trigger.items()).toHaveLength(1);
	});

	it('block when they were chosen by name, and all are named in one message', async () => {
		const before = meta.snapshot();
		meta.addFault({ method: 'POST', path: /subscribed_apps$/, times: 9, do: refused });
		const message = await messageOf(aTrigger({ pages: [pageId(P), pageId(Q)] }).publish());
		expect(message).toContain(`Pages ${pageId(P)}, ${pageId(Q)} get no taps`);
		expect(message).toContain('"No role", code 200');
		expect(meta.snapshot()).toEqual(before);
	});

	it('block when they are all that there is', async () => {
		meta.addFault({ method: 'POST', path: /subscribed_apps$/, times: 9, do: refused });
		const message = await messageOf(aTrigger({ pages: [], pageSelection: 'all' }).publish());
		expect(message).toContain('get no taps');
	});
});

describe('All Pages', () => {
	it('do not take taps of a Page that their token does not reach', async () => {
		const stranger = meta.addPage();
		const strangerToken = meta.addToken({ appId: account.app.id, pageIds: [stranger.id] });
		const all = await published({ pages: [], pageSelection: 'all' });
		const other = aTrigger({ pages: [stranger.id] }, { accessToken: strangerToken });
		await other.publish();
		await meta.sendPostback({ pageId: stranger.id });
		await tap();
		expect([all.items().length, other.items().length]).toEqual([1, 1]);
	});
});

describe('a credential that names another app when its workflow is unpublished', () => {
	it('still ends the registration with the old app, whose secret this process remembers', async () => {
		const trigger = await published();
		const { app, pages } = account;
		const other = anAccount(meta);
		trigger.credential = { ...other.credential };
		await trigger.unpublish();
		expect(meta.appSubscriptions(app.id)).toEqual([]);
		expect(meta.pageSubscription(pages[P]?.id ?? '', app.id)).toBeNull();
	});

	it('says which app still sends here, after a restart that forgot the old secret', async () => {
		const before = await published();
		// Another node object of the same trigger, as a new process has it: what was noted is there,
		// and nothing else.
		const trigger = host.trigger({
			credential: { ...anAccount(meta).credential },
			parameters: before.node.parameters,
			webhookId: before.node.webhookId,
		});
		Object.assign(trigger.staticData, before.staticData);
		await trigger.unpublish();
		expect(host.lines('error')).toEqual([
			expect.stringContaining(`registered with Meta app ${account.app.id}`),
		]);
		expect(host.reasons()).toEqual(['oldAppRemains']);
		expect(account.record()?.callback_url).toBe(before.url);
	});
});

describe('a Page text that is not ASCII, as an expression may give', () => {
	it('does not keep the handshake from passing', async () => {
		const trigger = aTrigger({ registration: 'manual', pages: ['Страница'] }, { verifyToken: 'own text' });
		await trigger.publish();
		const query = 'hub.mode=subscribe&hub.challenge=123&hub.verify_token=own text';
		const answer = await fetch(`${trigger.url}?${query}`);
		expect([answer.status, await answer.text()]).toEqual([200, '123']);
	});
});
