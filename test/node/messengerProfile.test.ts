// messengerProfile: get, update and delete on n8n-core's engine: what is written, how often, and
// what the item says about it.
import type { IDataObject, INode } from 'n8n-workflow';
import { startMeta, type Channel, type FaultAction, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow, type RunOptions } from '../support/actionHost';
import { eventually } from '../support/eventually';

let meta: Meta;
let account: Account;
let page: Page;
let clockIsAhead = 0;

beforeAll(async () => {
	meta = await startMeta();
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + clockIsAhead);
});
afterAll(async () => {
	jest.restoreAllMocks();
	await meta.stop();
});
beforeEach(() => {
	meta.clearFaults();
	clockIsAhead = 0;
	account = anAccount(meta, { pages: 2, withInstagram: true });
	page = account.pages[0] as Page;
});

const MENU = {
	values: [
		{ locale: 'default', items: { values: [{ type: 'postback', title: 'Prices', payload: 'PRICES' }] } },
	],
};
const META_MENU = [
	{
		locale: 'default',
		composer_input_disabled: false,
		call_to_actions: [{ type: 'postback', title: 'Prices', payload: 'PRICES' }],
	},
];
const SHOWN_MENU = [
	{
		locale: 'default',
		composerDisabled: false,
		items: [{ type: 'postback', title: 'Prices', payload: 'PRICES' }],
	},
];
const QUESTIONS = {
	values: [{ locale: 'default', items: { values: [{ question: 'Open?', payload: 'HOURS' }] } }],
};
const META_QUESTIONS = [{ locale: 'default', call_to_actions: [{ question: 'Open?', payload: 'HOURS' }] }];
const STARTED = { get_started: { payload: 'START' } };

const by = (id: string) => ({ __rl: true, mode: 'id', value: id });

interface Asked {
	parameters: IDataObject;
	on?: Page;
	channel?: Channel;
	settings?: Partial<INode>;
	more?: Partial<RunOptions>;
}

async function ask(
	operation: string,
	{ parameters, on = page, channel = 'messenger', settings, more }: Asked,
) {
	meta.clearCalls();
	const result = await runWorkflow({
		credential: { ...account.credential },
		items: [{ json: {} }],
		start: 'elsewhere',
		steps: [
			{
				name: 'Profile',
				type: 'messenger',
				parameters: { resource: 'messengerProfile', operation, channel, page: by(on.id), ...parameters },
				...(settings === undefined ? {} : { settings }),
			},
		],
		...more,
	});
	return { item: result.items('Profile')[0], error: result.error('Profile'), calls: calls() };
}
const get = async (facts: Partial<Asked> = {}) => await ask('get', { parameters: {}, ...facts });
const update = async (profile: IDataObject, facts: Partial<Asked> = {}) =>
	await ask('update', { parameters: { specifyProfile: 'fields', profile }, ...facts });
const remove = async (parts: string[], facts: Partial<Asked> = {}) =>
	await ask('delete', { parameters: { parts }, ...facts });
/** Methods of the calls about profiles, of any Page. */
const calls = () =>
	meta
		.getCalls()
		.filter(({ path }) => path.endsWith('/messenger_profile'))
		.map(({ method }) => method);
const onProfile = (method: 'GET' | 'POST' | 'DELETE', action: FaultAction, skip = 0) =>
	meta.addFault({ path: /\/messenger_profile$/, method, skip, do: action });
const refusal = (code: number, message = 'No') => ({
	status: 400,
	body: { error: { message, code, fbtrace_id: 'TRACE' } },
});

describe('update', () => {
	it('writes what was filled in, and says what it changed', async () => {
		const done = await update({ getStarted: 'START', persistentMenu: MENU });
		expect(meta.messengerProfile(page.id)).toEqual({ ...STARTED, persistent_menu: META_MENU });
		expect(done.item).toEqual({
			pageId: page.id,
			channel: 'messenger',
			changed: ['getStarted', 'persistentMenu'],
			before: {},
			after: { getStarted: 'START', persistentMenu: SHOWN_MENU },
			notes: [expect.stringContaining('24 hours')],
		});
		expect(done.calls).toEqual(['GET', 'POST', 'GET']);
	});

	it('leaves what was not filled in as it is', async () => {
		const others = {
			...STARTED,
			greeting: [{ locale: 'default', text: 'Hi' }],
			ice_breakers: META_QUESTIONS,
		};
		meta.seedMessengerProfile(page.id, others);
		const done = await update({ persistentMenu: MENU });
		expect(done.item).toMatchObject({ changed: ['persistentMenu'] });
		expect(meta.messengerProfile(page.id)).toEqual({ ...others, persistent_menu: META_MENU });
	});

	it('that is run twice writes once, in another minute too', async () => {
		const parts = { getStarted: 'START', persistentMenu: MENU, iceBreakers: QUESTIONS };
		await update(parts);
		const second = await update(parts);
		expect(second.calls).toEqual([]);
		expect(second.item).toMatchObject({ changed: [], before: second.item?.after });
		expect(second.item).not.toHaveProperty('notes');
		clockIsAhead = 61_000;
		const third = await update(parts);
		expect(third.item).toMatchObject({ changed: [] });
		expect(third.calls).toEqual(['GET']);
	});

	it('does not write what differs only by defaults that Meta adds and by order', async () => {
		meta.seedMessengerProfile(page.id, {
			...STARTED,
			persistent_menu: [
				{ locale: 'de_DE', composer_input_disabled: false },
				{
					call_to_actions: [
						{ url: 'https://shop.example/', webview_height_ratio: 'full', title: 'Shop', type: 'web_url' },
					],
					locale: 'default',
				},
			],
		});
		const shop = { type: 'url', title: 'Shop', url: 'https://shop.example' };
		const menus = [{ locale: 'default', items: { values: [shop] } }, { locale: 'de_DE' }];
		const done = await update({ persistentMenu: { values: menus } });
		expect(done.item).toMatchObject({ changed: [] });
		expect(done.calls).toEqual(['GET']);
	});

	it('writes again what somebody else changed', async () => {
		await update({ getStarted: 'START' });
		meta.seedMessengerProfile(page.id, { get_started: { payload: 'OTHER' } });
		clockIsAhead = 61_000;
		const done = await update({ getStarted: 'START' });
		expect(done.item).toMatchObject({ changed: ['getStarted'], before: { getStarted: 'OTHER' } });
	});

	it('of a menu without Get Started is refused before any write', async () => {
		const done = await update({ persistentMenu: MENU });
		expect(done.error).toMatchObject({
			message: "'Persistent Menu' needs a Get Started button, and this Page has none",
			description: expect.stringContaining("Add 'Get Started'"),
		});
		expect(done.calls).toEqual(['GET']);
	});

	it('of what is past a limit is refused before any call', async () => {
		const done = await update({ getStarted: 'x'.repeat(1001) });
		expect(done.error?.message).toMatch(/^'Get Started' has 1,001 characters/);
		expect(meta.getCalls()).toEqual([]);
	});

	it('tells that ice breakers hide the Get Started button', async () => {
		meta.seedMessengerProfile(page.id, STARTED);
		const done = await update({ iceBreakers: QUESTIONS });
		expect(done.item?.notes).toEqual([expect.stringContaining('hide the Get Started button')]);
	});

	it('tells when Meta answers success and has not written', async () => {
		onProfile('POST', { loseWrite: true });
		const done = await update({ getStarted: 'START' });
		expect(done.item).toMatchObject({
			changed: ['getStarted'],
			after: {},
			notes: [expect.stringContaining("shows 'Get Started' otherwise")],
		});
	});

	it.each<[string, FaultAction]>([
		['Meta wrote and did not answer', { reset: true, afterEffect: true }],
		['Meta did not write', { reset: true }],
		['Meta wrote and answered a failure', { ...refusal(2), afterEffect: true }],
	])('that failed is completed by the next run: %s', async (_label, fault) => {
		const parts = { getStarted: 'START', persistentMenu: MENU, iceBreakers: QUESTIONS };
		onProfile('POST', fault);
		expect((await update(parts)).error).toBeDefined();
		const next = await update(parts);
		expect(next.error).toBeUndefined();
		expect(next.calls[0]).toBe('GET');
		expect(meta.messengerProfile(page.id)).toEqual({
			...STARTED,
			persistent_menu: META_MENU,
			ice_breakers: META_QUESTIONS,
		});
	});

	it('that could not read again afterwards is found done by the next run', async () => {
		onProfile('GET', refusal(2), 1);
		expect((await update({ getStarted: 'START' })).error).toBeDefined();
		expect((await update({ getStarted: 'START' })).item).toMatchObject({ changed: [] });
	});

	it('names the app that is the primary receiver as the cause', async () => {
		onProfile('POST', refusal(100, 'your app is not set as the primary app for the page.'));
		expect((await update({ getStarted: 'START' })).error?.message).toBe(
			`Meta refused to change the Messenger profile of Page ${page.id}: another app is the Page's primary receiver`,
		);
	});

	it('of Instagram is of its own, by account or by Page', async () => {
		const parts = { persistentMenu: MENU, iceBreakers: QUESTIONS };
		const instagramId = page.instagramAccount?.id ?? '';
		const done = await update(parts, { channel: 'instagram' });
		expect(done.item).toMatchObject({ pageId: page.id, channel: 'instagram', changed: Object.keys(parts) });
		expect(meta.messengerProfile(page.id, 'instagram')).toEqual({
			persistent_menu: [{ locale: 'default', call_to_actions: META_MENU[0]?.call_to_actions }],
			ice_breakers: META_QUESTIONS,
		});
		expect(meta.messengerProfile(page.id)).toEqual({});
		expect(meta.getCalls().find(({ method }) => method === 'POST')).toMatchObject({
			query: { platform: 'instagram' },
			body: { platform: 'instagram' },
		});
		expect((await get()).item?.profile).toEqual({});
		const again = await ask('update', {
			channel: 'instagram',
			parameters: { specifyProfile: 'fields', profile: parts, page: by(instagramId) },
		});
		expect(again.item).toMatchObject({ pageId: page.id, changed: [] });
	});

	it('of Instagram on a Page without it is refused in words', async () => {
		account = anAccount(meta);
		const [bare] = account.pages as [Page];
		const done = await update({ persistentMenu: MENU }, { channel: 'instagram', on: bare });
		expect(done.error?.message).toBe(`Page ${bare.id} is not linked to an Instagram professional account`);
		expect(done.calls).toEqual([]);
	});
});

describe('get', () => {
	it('shows what is set, and nothing else', async () => {
		meta.seedMessengerProfile(page.id, { ...STARTED, persistent_menu: META_MENU });
		expect((await get()).item).toEqual({
			pageId: page.id,
			channel: 'messenger',
			profile: { getStarted: 'START', persistentMenu: SHOWN_MENU },
		});
		expect((await get({ on: account.pages[1] as Page })).item?.profile).toEqual({});
	});

	it('tells that ice breakers hide the Get Started button', async () => {
		meta.seedMessengerProfile(page.id, { ...STARTED, ice_breakers: META_QUESTIONS });
		expect((await get()).item?.notes).toEqual([expect.stringContaining('hide the Get Started button')]);
	});

	it('asks Meta once a minute, and after each write', async () => {
		expect((await get()).calls).toEqual(['GET']);
		expect((await get()).calls).toEqual([]);
		clockIsAhead = 59_000;
		expect((await get()).calls).toEqual([]);
		clockIsAhead = 61_000;
		expect((await get()).calls).toEqual(['GET']);
		await update({ getStarted: 'START' });
		expect((await get()).item).toMatchObject({ profile: { getStarted: 'START' } });
	});

	it('does not remember what was read while somebody wrote', async () => {
		await get({ on: account.pages[1] as Page });
		const old = { data: [{ get_started: { payload: 'OLD' } }] };
		onProfile('GET', { delayMs: 200, body: old });
		const slow = get();
		await eventually(() => calls().length === 1, 'the slow call');
		await update({ getStarted: 'START' });
		expect((await slow).item).toMatchObject({ profile: { getStarted: 'OLD' } });
		expect((await get()).item).toMatchObject({ profile: { getStarted: 'START' } });
	});

	it('does not remember what is changed in an item', async () => {
		meta.seedMessengerProfile(page.id, {
			...STARTED,
			persistent_menu: [{ call_to_actions: [{ type: 'nested' }] }],
		});
		const first = (await get()).item as { profile: { persistentMenu: Array<{ items: IDataObject[] }> } };
		const [item] = first.profile.persistentMenu[0]?.items ?? [];
		if (item !== undefined) item.type = 'changed';
		expect((await get()).item).toMatchObject({
			profile: { persistentMenu: [{ items: [{ type: 'nested' }] }] },
		});
	});

	it('does not show one credential what another one read', async () => {
		await get();
		const other = anAccount(meta);
		const token = meta.addToken({ appId: other.app.id, pageIds: [page.id] });
		const credential = { ...other.credential, accessToken: token };
		expect((await get({ more: { credential } })).calls).toEqual(['GET']);
	});

	it('goes without the greeting where Meta does not tell it, and says so', async () => {
		meta.seedMessengerProfile(page.id, STARTED);
		onProfile('GET', refusal(100, '(#100) Param fields must be one of {GET_STARTED} - got "greeting"'));
		expect((await get()).item).toMatchObject({
			profile: { getStarted: 'START' },
			notes: ['Meta does not show the greeting of this Page.'],
		});
		const done = await update({ greeting: { values: [{ text: 'Hello' }] } });
		expect(done.error?.message).toBe(
			`Meta does not show the greeting of Page ${page.id}, so it cannot be compared`,
		);
		expect(done.calls).toEqual([]);
	});

	it('wired to update copies the buttons of one Page to another, and a second time writes nothing', async () => {
		const all = {
			...STARTED,
			greeting: [{ locale: 'default', text: 'Hello {{user_first_name}}' }],
			persistent_menu: META_MENU,
			ice_breakers: META_QUESTIONS,
			whitelisted_domains: ['https://shop.example'],
			account_linking_url: 'https://shop.example/login',
		};
		meta.seedMessengerProfile(page.id, all);
		const other = account.pages[1] as Page;
		const copy = async () =>
			await runWorkflow({
				credential: { ...account.credential },
				items: [{ json: {} }],
				start: 'elsewhere',
				steps: [
					{
						name: 'Get',
						type: 'messenger',
						parameters: { resource: 'messengerProfile', operation: 'get', page: by(page.id) },
					},
					{
						name: 'Update',
						type: 'messenger',
						// 'Profile JSON' as it is when nobody touches it.
						parameters: {
							resource: 'messengerProfile',
							operation: 'update',
							page: by(other.id),
							specifyProfile: 'json',
						},
					},
				],
			});
		const first = await copy();
		expect(first.error('Update')).toBeUndefined();
		expect(meta.messengerProfile(other.id)).toEqual(all);
		expect((await copy()).items('Update')).toMatchObject([{ changed: [] }]);
	});
});

describe('delete', () => {
	it('takes the menu away before Get Started, and says what it deleted', async () => {
		meta.seedMessengerProfile(page.id, {
			...STARTED,
			persistent_menu: META_MENU,
			ice_breakers: META_QUESTIONS,
		});
		const done = await remove(['getStarted', 'persistentMenu', 'greeting']);
		expect(done.item).toMatchObject({
			pageId: page.id,
			channel: 'messenger',
			deleted: ['getStarted', 'persistentMenu'],
			before: { getStarted: 'START', persistentMenu: SHOWN_MENU },
			after: { iceBreakers: [{ locale: 'default' }] },
		});
		expect(done.calls).toEqual(['GET', 'DELETE', 'DELETE', 'GET']);
		expect(meta.messengerProfile(page.id)).toEqual({ ice_breakers: META_QUESTIONS });
	});

	it('of what is not there writes nothing', async () => {
		const done = await remove(['iceBreakers']);
		expect(done.item).toEqual({ pageId: page.id, channel: 'messenger', deleted: [], before: {}, after: {} });
		expect(done.calls).toEqual(['GET']);
	});

	it('of Get Started while a menu stays is refused before any write', async () => {
		meta.seedMessengerProfile(page.id, { ...STARTED, persistent_menu: META_MENU });
		const done = await remove(['getStarted']);
		expect(done.error?.message).toBe('The Get Started button cannot be deleted while the Page has a menu');
		expect(done.calls).toEqual(['GET']);
	});

	it.each([0, 1])('that failed after %d writes is completed by the next run', async (skip) => {
		meta.seedMessengerProfile(page.id, { ...STARTED, persistent_menu: META_MENU });
		onProfile('DELETE', { reset: true }, skip);
		const parts = ['getStarted', 'persistentMenu'];
		expect((await remove(parts)).error).toBeDefined();
		expect(Object.keys(meta.messengerProfile(page.id))).toHaveLength(2 - skip);
		expect((await remove(parts)).error).toBeUndefined();
		expect(meta.messengerProfile(page.id)).toEqual({});
	});

	it('of Instagram leaves Messenger alone', async () => {
		const both = { ice_breakers: META_QUESTIONS };
		meta.seedMessengerProfile(page.id, both);
		meta.seedMessengerProfile(page.id, both, 'instagram');
		expect((await remove(['iceBreakers'], { channel: 'instagram' })).item).toMatchObject({
			deleted: ['iceBreakers'],
		});
		expect(meta.messengerProfile(page.id, 'instagram')).toEqual({});
		expect(meta.messengerProfile(page.id)).toEqual(both);
	});

	it('tells when Meta answers success and has not deleted', async () => {
		meta.seedMessengerProfile(page.id, STARTED);
		onProfile('DELETE', { loseWrite: true });
		expect((await remove(['getStarted'])).item?.notes).toEqual([
			expect.stringContaining("shows 'Get Started' otherwise"),
		]);
	});
});

describe("Meta's budget of ten calls", () => {
	it('is said in words when it is spent, and kept without asking', async () => {
		// Three calls for the first; the others know what was there before.
		for (const payload of ['A', 'B', 'C', 'D']) await update({ getStarted: payload });
		clockIsAhead += 61_000;
		expect((await get()).calls).toEqual(['GET']);
		clockIsAhead += 61_000;
		const refused = await get();
		expect(refused.calls).toEqual(['GET']);
		expect(refused.error).toMatchObject({
			message: `Did not read the Messenger profile of Page ${page.id}: Meta's limit for it is reached`,
			description: expect.stringMatching(/^Meta takes 10 calls in 10 minutes for the profile of one Page; /),
		});
		const held = await update({ getStarted: 'START' }, { settings: { onError: 'continueRegularOutput' } });
		expect(held.calls).toEqual([]);
		expect(held.item).toMatchObject({ kind: 'throttled', recipientId: null });
		expect((await get({ on: account.pages[1] as Page })).error).toBeUndefined();
	});

	it('that Meta does not date is taken to last ten minutes', async () => {
		onProfile('GET', refusal(613));
		expect((await get()).error?.description).toContain('Try again in 10 minutes.');
		clockIsAhead = 9 * 60_000;
		const held = await get();
		expect(held.error?.description).toContain('Try again in 1 minute.');
		expect(held.calls).toEqual([]);
		clockIsAhead = 10 * 60_000 + 1_000;
		expect((await get()).error).toBeUndefined();
	});

	it('takes three calls for an update and one for its repetition', async () => {
		await update({ getStarted: 'START' });
		clockIsAhead = 61_000;
		const second = await update({ getStarted: 'START' });
		expect(second.calls).toHaveLength(1);
	});
});

it('a token that Meta refuses is read afresh once', async () => {
	await get();
	clockIsAhead = 61_000;
	onProfile('GET', refusal(190));
	const done = await get();
	expect(done.error).toBeUndefined();
	expect(done.calls).toEqual(['GET', 'GET']);
});

it('items about one Page go one after another', async () => {
	const result = await runWorkflow({
		credential: { ...account.credential },
		items: [{ json: {} }, { json: {} }],
		start: 'elsewhere',
		steps: [
			{
				name: 'Profile',
				type: 'messenger',
				parameters: {
					resource: 'messengerProfile',
					operation: 'update',
					page: by(page.id),
					specifyProfile: 'fields',
					profile: { getStarted: '={{ ["FIRST", "SECOND"][$itemIndex] }}' },
				},
			},
		],
	});
	expect(result.items('Profile')).toMatchObject([
		{ before: {}, after: { getStarted: 'FIRST' } },
		{ before: { getStarted: 'FIRST' }, after: { getStarted: 'SECOND' } },
	]);
});
