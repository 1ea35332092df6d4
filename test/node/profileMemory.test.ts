// What is remembered of the people who tapped, and of what could not be found out; and whom nobody
// is asked about.
import type { FaultAction, Page } from '../../sandbox/meta/index.ts';
import { credentialFor, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';

let credential: Account['credential'];
let token: string;
let listed: Page;
let hidden: Page;

beforeEach(() => {
	const app = meta.addApp();
	listed = meta.addPage({ instagramAccount: {} });
	hidden = meta.addPage({ instagramAccount: {} });
	token = meta.addToken({ appId: app.id, pageIds: [listed.id], hiddenPageIds: [hidden.id] });
	credential = credentialFor(meta, app, token);
	for (const id of ['ADA', 'BOB']) meta.addProfile(`PSID-${id}`, { name: id });
});
afterEach(() => jest.restoreAllMocks());

interface Tap {
	page?: Page;
	channel?: 'messenger' | 'instagram';
	payload?: string;
}
async function published(parameters: Record<string, unknown> = {}): Promise<HostedTrigger> {
	const trigger = host.trigger({
		credential: { ...credential },
		parameters: {
			pages: [listed.id, hidden.id],
			channels: ['messenger', 'instagram'],
			options: { includeSenderProfile: true },
			...parameters,
		} as never,
	});
	await trigger.publish();
	meta.clearCalls();
	host.log.length = 0;
	return trigger;
}
const tap = async (senderId: string, { page = listed, ...more }: Tap = {}) =>
	await meta.sendPostback({ pageId: page.id, senderId, ...more });
const names = (trigger: HostedTrigger) =>
	trigger.items().map(({ sender }) => (sender as { profile: { name: string } | null }).profile?.name ?? null);
const calls = (path: RegExp | string) =>
	meta.getCalls().filter((call) => (typeof path === 'string' ? call.path === path : path.test(call.path)))
		.length;
const refusal = (code: number, subcode?: number): FaultAction => ({
	status: 400,
	body: { error: { message: 'Meta said so', code, error_subcode: subcode, fbtrace_id: 'T' } },
});
const linesAbove = (quiet: string) =>
	host.log.filter(({ level }) => level !== quiet).map(({ message }) => message);
const later = (ms: number) => {
	const now = Date.now() + ms;
	jest.spyOn(Date, 'now').mockReturnValue(now);
};

describe('a passing refusal of a profile', () => {
	it.each([
		['code 1', refusal(1)],
		['code 2', refusal(2)],
		['an HTML page', { status: 503, body: '<html>' }],
		['a closed connection', { reset: true as const }],
	])('is not remembered: %s', async (_label, action) => {
		const trigger = await published();
		meta.addFault({ path: /PSID/, do: action });
		await tap('PSID-ADA');
		await tap('PSID-ADA');
		expect(names(trigger)).toEqual([null, 'ADA']);
	});

	it('that is a rate limit is over when Meta says so', async () => {
		const trigger = await published();
		const headers = { 'retry-after': '60' };
		meta.addFault({ path: /PSID/, do: { ...refusal(4), headers } });
		await tap('PSID-ADA');
		await tap('PSID-ADA');
		later(60_000);
		await tap('PSID-ADA');
		expect(names(trigger)).toEqual([null, null, 'ADA']);
		expect(calls(/PSID/)).toBe(2);
	});

	it('of the list of Pages is not remembered either', async () => {
		const trigger = await published();
		meta.addFault({ path: /me\/accounts/, do: refusal(2) });
		await tap('PSID-ADA');
		await tap('PSID-ADA');
		expect(names(trigger)).toEqual([null, 'ADA']);
	});
});

describe('a lasting refusal', () => {
	it('of a profile is remembered for two minutes, and about this person only', async () => {
		const trigger = await published();
		meta.addFault({ path: /PSID-ADA/, do: refusal(230) });
		for (const id of ['ADA', 'ADA', 'BOB']) await tap(`PSID-${id}`);
		expect(calls(/PSID-ADA/)).toBe(1);
		later(120_000);
		await tap('PSID-ADA');
		expect(names(trigger)).toEqual([null, null, 'BOB', 'ADA']);
		// One person without consent is no reason to look at the credential.
		expect(host.lines('warn')).toEqual([]);
		expect(linesAbove('debug')).toEqual([
			expect.stringMatching(/a sender's profile is left out, the item is not: .*"Meta said so", code 230/),
		]);
	});

	it.each([
		[
			'the permission to profiles',
			{ status: 400, code: 100, error_subcode: 2018247 },
			/^.* are left out.*Business Asset User Profile Access.*"Meta said so", code 100\/2018247, trace T/,
		],
		['a permission', { status: 403, code: 10 }, /^.* are left out.*Give the token.*"Meta said so", code 10/],
	])('for want of %s is a warning with its words, once', async (_label, { status, ...error }, text) => {
		const trigger = await published();
		const body = { error: { message: 'Meta said so', fbtrace_id: 'T', ...error } };
		meta.addFault({ path: /PSID/, times: 99, do: { status, body } });
		for (const id of ['ADA', 'BOB', 'ADA']) await tap(`PSID-${id}`);
		expect(names(trigger)).toEqual([null, null, null]);
		expect(host.lines('warn')).toEqual([expect.stringMatching(text)]);
	});

	it.each([
		['no profile', refusal(100, 2018218), /"Meta said so", code 100\/2018218/],
		['nobody', refusal(100, 33), /"Meta said so", code 100\/33/],
		['an empty profile', { body: {} }, /Meta gives nothing about this person/],
	])('that is %s is a line of the log, once an hour', async (_label, answer, text) => {
		const trigger = await published();
		meta.addFault({ path: /PSID/, times: 99, do: answer });
		for (const id of ['ADA', 'BOB', 'ADA']) await tap(`PSID-${id}`);
		expect(names(trigger)).toEqual([null, null, null]);
		expect(linesAbove('debug')).toEqual([expect.stringMatching(text)]);
		later(60 * 60_000);
		await tap('PSID-BOB');
		expect(linesAbove('debug')).toHaveLength(2);
	});

	it('of one kind does not hide another', async () => {
		await published();
		meta.addFault({ path: /PSID-ADA/, do: refusal(230) });
		meta.addFault({ path: /PSID-BOB/, do: refusal(10) });
		for (const id of ['ADA', 'BOB']) await tap(`PSID-${id}`);
		const told = host.log.filter(({ level }) => level !== 'debug');
		expect(told.map(({ level, meta: { reason } }) => [level, reason])).toEqual([
			['info', 'profileLeftOut'],
			['warn', 'profilesLeftOut'],
		]);
	});

	it('of the list of Pages is remembered, and told once', async () => {
		const trigger = await published();
		meta.addFault({ path: /me\/accounts/, times: 99, do: refusal(10) });
		for (const id of ['ADA', 'BOB', 'CID']) await tap(`PSID-${id}`);
		expect(names(trigger)).toEqual([null, null, null]);
		expect(calls(/me\/accounts/)).toBe(1);
		expect(host.lines('warn')).toEqual([expect.stringContaining('Give the token the permission')]);
	});

	it('of a Page token leads to a new one within the same tap', async () => {
		const trigger = await published();
		await tap('PSID-ADA');
		meta.invalidateToken(meta.pageToken(token, listed.id));
		const other = meta.addToken({ appId: credential.appId, kind: 'page', pageIds: [listed.id] });
		const page = { id: listed.id, name: 'x', access_token: other };
		meta.addFault({ path: /me\/accounts/, do: { body: { data: [page] } } });
		await tap('PSID-BOB');
		expect(names(trigger)).toEqual(['ADA', 'BOB']);
	});

	it('of a Page token that stays the same does not make every tap list the Pages', async () => {
		const trigger = await published();
		await tap('PSID-ADA');
		meta.invalidateToken(meta.pageToken(token, listed.id));
		meta.clearCalls();
		for (const id of ['BOB', 'CID', 'DAN', 'EVA']) await tap(`PSID-${id}`);
		expect(names(trigger)).toEqual(['ADA', null, null, null, null]);
		expect([calls(/PSID/), calls(/me\/accounts/)]).toEqual([1, 1]);
	});
});

describe('a Page that the token does not list', () => {
	it('is opened by its ID, once', async () => {
		const trigger = await published();
		for (const id of ['ADA', 'BOB']) await tap(`PSID-${id}`, { page: hidden });
		expect(names(trigger)).toEqual(['ADA', 'BOB']);
		expect([calls(/me\/accounts/), calls(`/${hidden.id}`)]).toEqual([1, 1]);
	});

	it('is found for its Instagram account too', async () => {
		const trigger = await published();
		await tap('PSID-ADA', { page: hidden, channel: 'instagram' });
		await tap('PSID-BOB', { page: hidden, channel: 'instagram' });
		await tap('PSID-BOB', { channel: 'instagram' });
		expect(names(trigger)).toEqual(['ADA', 'BOB', 'BOB']);
		expect([calls(/me\/accounts/), calls(`/${hidden.id}`)]).toEqual([1, 1]);
	});

	it('and that it cannot open is remembered as such, and told once', async () => {
		const stranger = meta.addPage({ instagramAccount: {} });
		const trigger = await published({ pageSelection: 'all' });
		// As published by a version that did not note the Pages, and so takes whatever comes.
		trigger.staticData.pageIds = null;
		meta.seedPageSubscription(stranger.id, credential.appId, ['messaging_postbacks']);
		for (const id of ['ADA', 'BOB', 'CID']) {
			await tap(`PSID-${id}`, { page: stranger });
			await tap(`PSID-${id}`, { page: stranger, channel: 'instagram' });
		}
		expect(names(trigger)).toEqual(Array(6).fill(null));
		expect([calls(/me\/accounts/), calls(`/${stranger.id}`)]).toEqual([1, 1]);
		expect(host.lines('warn')).toHaveLength(1);
		// The others are found all the same.
		await tap('PSID-ADA');
		expect(names(trigger).at(-1)).toBe('ADA');
	});
});

describe('nobody is asked about', () => {
	const rules = {
		routing: 'rules',
		rules: {
			values: [{ conditions: { values: [{ field: 'payload', operator: 'equals', value: 'BUY' }] } }],
		},
	};

	it('for raw output, which has no profile', async () => {
		const trigger = await published({ output: 'raw' });
		await tap('PSID-ADA');
		expect(trigger.items()).toHaveLength(1);
		expect(meta.getCalls()).toEqual([]);
	});

	it('for a tap that no rule takes', async () => {
		const trigger = await published(rules);
		await tap('PSID-ADA', { payload: 'SELL' });
		expect(meta.getCalls()).toEqual([]);
		await tap('PSID-ADA', { payload: 'BUY' });
		expect(names(trigger)).toEqual(['ADA']);
	});

	it('in a delivery, but those whose taps are taken', async () => {
		const trigger = await published(rules);
		const messaging = ['ADA', 'BOB'].map((id) => ({
			sender: { id: `PSID-${id}` },
			timestamp: Date.now(),
			postback: { payload: id === 'ADA' ? 'BUY' : 'SELL' },
		}));
		await meta.sendEvents({ entries: [{ pageId: listed.id, messaging }] });
		expect(names(trigger)).toEqual(['ADA']);
		expect(calls(/PSID/)).toBe(1);
	});

	it('unless a fallback output takes it', async () => {
		const options = { includeSenderProfile: true, fallbackOutput: 'extra' };
		const trigger = await published({ ...rules, options });
		await tap('PSID-ADA', { payload: 'SELL' });
		expect(trigger.items(1)).toMatchObject([{ sender: { profile: { name: 'ADA' } } }]);
	});
});

describe('a profile in an item', () => {
	it('can be changed there without changing the next one', async () => {
		const trigger = await published();
		await tap('PSID-ADA');
		const [item] = trigger.items();
		(item?.sender as { profile: { name: string } }).profile.name = 'changed in the workflow';
		await tap('PSID-ADA');
		expect(names(trigger)).toEqual(['changed in the workflow', 'ADA']);
		expect(calls(/PSID/)).toBe(1);
	});

	it('is not the one of another item in the same delivery', async () => {
		const trigger = await published();
		const messaging = [1, 2].map((time) => ({
			sender: { id: 'PSID-ADA' },
			timestamp: Date.now() + time,
			postback: { payload: 'X' },
		}));
		await meta.sendEvents({ entries: [{ pageId: listed.id, messaging }] });
		const [first, second] = trigger.items().map(({ sender }) => (sender as { profile: object }).profile);
		expect(first).toEqual(second);
		expect(first).not.toBe(second);
	});

	it('that is nested hundreds of levels deep is left out, and the item arrives', async () => {
		const trigger = await published();
		const body = `{"name":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
		meta.addFault({ path: /PSID/, do: { body } });
		expect(await tap('PSID-ADA')).toMatchObject([{ status: 200 }]);
		expect(names(trigger)).toEqual([null]);
	});
});

describe('thirty taps at once', () => {
	it('of one person make one listing of Pages and one look-up', async () => {
		const trigger = await published();
		meta.addFault({ path: /me\/accounts|PSID/, times: 99, do: { delayMs: 100 } });
		await Promise.all(
			Array.from({ length: 30 }, async (_, index) => await tap('PSID-ADA', { payload: String(index) })),
		);
		expect(names(trigger)).toEqual(Array(30).fill('ADA'));
		expect([calls(/me\/accounts/), calls(/PSID/)]).toEqual([1, 1]);
	});

	it('of thirty people make one listing, and a look-up for each', async () => {
		const people = Array.from({ length: 30 }, (_, index) => `PSID-${index}`);
		for (const id of people) meta.addProfile(id, { name: id });
		const trigger = await published();
		meta.addFault({ path: /me\/accounts/, times: 99, do: { delayMs: 200 } });
		await Promise.all(people.map(async (id) => await tap(id)));
		expect(names(trigger).sort()).toEqual(people.sort());
		expect([calls(/me\/accounts/), calls(/PSID/)]).toEqual([1, 30]);
	});

	it('on a Page that is not listed open it once', async () => {
		const trigger = await published();
		meta.addFault({ path: new RegExp(`/${hidden.id}$`), times: 99, do: { delayMs: 100 } });
		await Promise.all(
			Array.from(
				{ length: 30 },
				async (_, index) => await tap('PSID-ADA', { page: hidden, payload: String(index) }),
			),
		);
		expect(names(trigger)).toEqual(Array(30).fill('ADA'));
		expect(calls(`/${hidden.id}`)).toBe(1);
	});

	it('with a Meta that hangs are all answered within the budget', async () => {
		const trigger = await published();
		meta.addFault({ path: /me\/accounts/, times: 99, do: { hang: true } });
		const deliveries = await Promise.all(
			Array.from({ length: 30 }, async (_, index) => await tap(`PSID-${index}`)),
		);
		expect(deliveries.flat().map(({ status }) => status)).toEqual(Array(30).fill(200));
		for (const { durationMs } of deliveries.flat()) expect(durationMs).toBeLessThan(3_500);
		expect(names(trigger)).toEqual(Array(30).fill(null));
		expect(calls(/me\/accounts/)).toBe(1);
	});
});
