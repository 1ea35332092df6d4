// The calls of n8n in another order than an edit makes them: up again without `delete` before, as
// after a restart; up again while the old registration is being left; a test whose end fails.
import { background } from '../../nodes/Messenger/trigger/register/lifecycle';
import { anAccount, type Account } from '../support/account.ts';
import { until } from '../support/eventually.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import type { HostedTrigger } from '../support/n8nHost';

let account: Account;
let trigger: HostedTrigger;

beforeEach(async () => {
	account = anAccount(meta);
	trigger = host.trigger({
		credential: { ...account.credential },
		parameters: { pages: account.pageIds, events: ['postback', 'quickReply'] },
	});
	await trigger.publish();
	meta.clearCalls();
});

const change = (parameters: Record<string, unknown>) =>
	(trigger.node.parameters = { ...trigger.node.parameters, ...parameters } as never);
const calls = () => meta.getCalls().map(({ method, path }) => `${method} ${path}`);

describe('a trigger that is registered and brought up again', () => {
	it('without an access token stays up with a warning, and Meta is asked for no Page', async () => {
		trigger.credential = { ...account.credential, accessToken: '' };
		await trigger.publish();
		await background.settled();
		expect(host.reasons()).toEqual(['tokenMissing']);
		expect(calls().filter((call) => !call.endsWith('/subscriptions'))).toEqual([]);
	});

	it('without a Page is refused in words, although nothing is noted of it', async () => {
		delete trigger.staticData.registered;
		change({ pages: [] });
		expect(await messageOf(trigger.publish())).toContain('No Page is selected');
	});

	it('for less leaves what is no longer wanted', async () => {
		change({ events: ['postback'] });
		await trigger.publish();
		expect([account.record()?.fields, account.fieldsOfPage()]).toEqual([
			['messaging_postbacks'],
			['messaging_postbacks'],
		]);
	});

	it('while an edit is being looked at is looked at itself, without a write', async () => {
		await trigger.edit({ parameters: { ...trigger.node.parameters, output: 'flat' } });
		await trigger.publish();
		await background.settled();
		expect(meta.getCalls().filter(({ isWrite }) => isWrite)).toEqual([]);
		expect(calls().length).toBeGreaterThan(0);
	});

	it('while the old registration is being left is registered in the end', async () => {
		meta.addFault({ method: 'GET', path: /\/subscriptions$/, times: 1, do: { delayMs: 200 } });
		await trigger.tearDown();
		await until(() => calls().length > 0);
		await trigger.publish();
		await background.settled();
		expect([account.record()?.callback_url, account.fieldsOfPage()]).toEqual([
			trigger.url,
			['messages', 'messaging_postbacks'],
		]);
		expect(host.lines('error')).toEqual([]);
	});
});

describe('the end of a test that Meta does not answer', () => {
	it('is repeated until nothing is left of the test', async () => {
		const before = meta.snapshot();
		const test = trigger.tester();
		await test.listen();
		meta.addFault({ path: '', times: 1, do: { status: 500, body: '<html>' } });
		await test.stopListening();
		await background.settled();
		expect(meta.snapshot()).toEqual(before);
	});
});

describe('unpublishing', () => {
	it('leaves what was registered, though an expression names other Pages by now', async () => {
		const other = anAccount(meta, { pages: 2 });
		const before = meta.snapshot();
		const two = host.trigger({
			credential: { ...other.credential },
			parameters: { pages: other.pageIds },
		});
		await two.publish();
		two.node.parameters = { pages: other.pageIds.slice(1) };
		await two.unpublish();
		expect(meta.snapshot()).toEqual(before);
	});

	it('ends what is known of it: publishing for another Page touches none of the old ones', async () => {
		const other = anAccount(meta, { pages: 2 });
		const [first = '', second = ''] = other.pageIds;
		const one = host.trigger({ credential: { ...other.credential }, parameters: { pages: [first] } });
		await one.publish();
		await one.unpublish();
		// By somebody else, since then.
		meta.seedPageSubscription(first, other.app.id, ['messaging_postbacks']);
		one.node.parameters = { pages: [second] };
		await one.publish();
		await background.settled();
		expect([other.fieldsOfPage(0), other.fieldsOfPage(1)]).toEqual([
			['messaging_postbacks'],
			['messaging_postbacks'],
		]);
	});

	it('with a token that has ended says what becomes of the events, alone and beside another one', async () => {
		const parameters = { pages: account.pageIds };
		const other = host.trigger({ credential: { ...account.credential }, parameters });
		await other.publish();
		const stranger = meta.addPage();
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [...account.pageIds, stranger.id] });
		trigger.credential = { ...account.credential, accessToken };
		change({ pages: [...account.pageIds, stranger.id] });
		await trigger.publish();
		for (const token of [accessToken, account.token])
			meta.invalidateToken(token, { code: 190, subcode: 463 });
		await trigger.unpublish();
		expect(host.lines('warn').at(-1)).toContain(`Page ${stranger.id} stays subscribed, and the workflows`);
		await other.unpublish();
		expect(host.lines('warn').at(-1)).toContain("delivers nothing without the app's webhook");
	});

	it('of what was never registered leaves a Page as somebody subscribed it', async () => {
		const other = anAccount(meta);
		meta.seedPageSubscription(other.pageIds[0] ?? '', other.app.id, ['messaging_postbacks']);
		const before = meta.snapshot();
		const one = host.trigger({ credential: { ...other.credential }, parameters: { pages: other.pageIds } });
		meta.addFault({
			method: 'POST',
			path: /\/subscriptions$/,
			times: Infinity,
			do: { status: 500, body: '<html>' },
		});
		expect(await messageOf(one.publish())).toContain('HTTP 500');
		await background.settled();
		expect(meta.snapshot()).toEqual(before);
	});

	describe('with All Pages, when nothing is noted of them', () => {
		let before: unknown;
		beforeEach(async () => {
			await trigger.unpublish();
			before = meta.snapshot();
			change({ pages: [], pageSelection: 'all' });
			await trigger.publish();
			for (const key of Object.keys(trigger.staticData)) delete trigger.staticData[key];
		});

		it('leaves all that the token reaches, though Meta does not list them at first', async () => {
			meta.addFault({ path: /me\/accounts/, times: 1, do: { status: 500, body: '<html>' } });
			await trigger.unpublish();
			expect(meta.snapshot()).toEqual(before);
			expect(host.log).toEqual([]);
		});

		it('says that they stay when the token shows none', async () => {
			meta.invalidateToken(account.token, { code: 190, subcode: 463 });
			await trigger.unpublish();
			expect(account.record()).toBeUndefined();
			expect(host.reasons()).toEqual(['pagesRemain']);
			expect(host.lines('warn')[0]).toContain('Its Pages stay subscribed');
		});
	});

	it('is not done with the credential of a test', async () => {
		await trigger.unpublish();
		const before = meta.snapshot();
		await trigger.publish();
		const test = trigger.tester();
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: account.pageIds });
		test.credential = { ...account.credential, accessToken };
		await test.listen();
		await test.stopListening();
		meta.invalidateToken(accessToken, { code: 190, subcode: 463 });
		Object.defineProperty(trigger, 'credential', {
			get: () => {
				throw new Error('The credential does not exist');
			},
		});
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
	});
});
