// person: get, setMenu and clearMenu on n8n-core's engine.
import type { IDataObject, INode } from 'n8n-workflow';
import { startMeta, type FaultAction, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow, type RunOptions } from '../support/actionHost';
import { aTapItem } from '../support/taps';

let meta: Meta;
let account: Account;
let page: Page;

beforeAll(async () => {
	meta = await startMeta();
});
afterAll(async () => await meta.stop());
beforeEach(() => {
	meta.clearFaults();
	account = anAccount(meta, { withInstagram: true });
	page = account.pages[0] as Page;
});

interface Asked extends Partial<RunOptions> {
	parameters?: object;
	settings?: Partial<INode>;
}

async function ask(
	operation: string,
	item: IDataObject,
	{ parameters = {}, settings = {}, ...more }: Asked = {},
) {
	meta.clearCalls();
	const result = await runWorkflow({
		credential: { ...account.credential },
		items: [{ json: item }],
		steps: [
			{
				name: 'Person',
				type: 'messenger',
				parameters: { resource: 'person', operation, ...parameters },
				settings,
			},
		],
		...more,
	});
	return { item: result.items('Person')[0], error: result.error('Person') };
}
const callsTo = (end: string) => meta.getCalls().filter(({ path }) => path.endsWith(end));
const refusal = (code: number, error_subcode?: number, message = 'No'): FaultAction => ({
	status: 400,
	body: { error: { message, code, error_subcode, fbtrace_id: 'TRACE' } },
});
const onPerson = (id: string, action: FaultAction, times = 1) =>
	meta.addFault({ path: new RegExp(`/${id}$`), times, do: action });

describe('get', () => {
	it('tells what Meta tells, the locale too', async () => {
		const tap = aTapItem(meta, page, { senderId: 'PSID-1' });
		meta.addProfile('PSID-1', {
			name: 'Ada L',
			first_name: 'Ada',
			last_name: 'L',
			locale: 'en_GB',
			gender: 'x',
		});
		expect((await ask('get', tap)).item).toEqual({
			recipientId: 'PSID-1',
			channel: 'messenger',
			accountId: page.id,
			profile: { id: 'PSID-1', name: 'Ada L', first_name: 'Ada', last_name: 'L', locale: 'en_GB' },
		});
	});

	it('tells of a person on Instagram how they follow', async () => {
		const tap = aTapItem(meta, page, { senderId: 'IGSID-1', channel: 'instagram' });
		meta.addProfile('IGSID-1', {
			name: 'Ada',
			username: 'ada',
			is_user_follow_business: true,
			locale: 'en_GB',
		});
		expect((await ask('get', tap)).item).toMatchObject({
			channel: 'instagram',
			accountId: page.instagramAccount?.id,
			profile: { name: 'Ada', username: 'ada', is_user_follow_business: true },
		});
		expect(callsTo('/IGSID-1')).toHaveLength(1);
		expect(callsTo('/IGSID-1')[0]?.query.fields).not.toContain('locale');
	});

	it('asks again without the locale where the app may not see it, and remembers that', async () => {
		const tap = aTapItem(meta, page, { senderId: 'PSID-2' });
		meta.addProfile('PSID-2', { name: 'Ada' });
		onPerson('PSID-2', refusal(100, 2018247, '(#100) Insufficient permission to access user profile.'));
		expect((await ask('get', tap)).item).toMatchObject({ profile: { name: 'Ada' } });
		expect(callsTo('/PSID-2').map(({ query }) => query.fields?.endsWith(',locale'))).toEqual([true, false]);
		expect((await ask('get', tap)).item).toMatchObject({ profile: { name: 'Ada' } });
		expect(callsTo('/PSID-2').map(({ query }) => query.fields?.endsWith(',locale'))).toEqual([false]);
	});

	it.each<[string, FaultAction, string]>([
		['Meta has none', refusal(100, 2018218), 'Meta has no profile of this person.'],
		[
			'no consent',
			refusal(230, undefined, 'User consent is required'),
			'This person has not agreed to it yet',
		],
		['an empty answer', { body: {} }, 'Meta gives nothing about this person'],
		['an answer with the ID alone', { body: { id: 'PSID-3' } }, 'Meta gives nothing about this person'],
	])('answers no profile and why: %s', async (_label, fault, why) => {
		const tap = aTapItem(meta, page, { senderId: 'PSID-3' });
		onPerson('PSID-3', fault, 2);
		expect((await ask('get', tap)).item).toEqual({
			recipientId: 'PSID-3',
			channel: 'messenger',
			accountId: page.id,
			profile: null,
			why: expect.stringContaining(why),
		});
	});

	it.each<[string, FaultAction, string]>([
		['a token that has ended', refusal(190), 'tokenEnded'],
		[
			'a missing permission',
			refusal(200, undefined, 'Requires pages_messaging permission'),
			'permissionMissing',
		],
		['no access to any profile', refusal(100, 2018247), 'permissionMissing'],
	])('fails for what is not about the person: %s', async (_label, fault, kind) => {
		const tap = aTapItem(meta, page, { senderId: 'PSID-4' });
		onPerson('PSID-4', fault, 2);
		const { item } = await ask('get', tap, { settings: { onError: 'continueRegularOutput' } });
		expect(item).toMatchObject({ kind, recipientId: 'PSID-4', error: expect.any(String) });
		expect(item).not.toHaveProperty('profile');
	});

	it('needs a person with an ID', async () => {
		const { error } = await ask('get', aTapItem(meta, page, { userRef: 'REF-1' }));
		expect(error?.message).toMatch(/^This person has no ID yet/);
	});
});

describe('a menu of one person', () => {
	const MENU = {
		values: [{ items: { values: [{ type: 'postback', title: 'Orders', payload: 'ORDERS' }] } }],
	};
	const META_MENU = [
		{
			locale: 'default',
			composer_input_disabled: false,
			call_to_actions: [{ type: 'postback', title: 'Orders', payload: 'ORDERS' }],
		},
	];

	beforeEach(() => meta.seedMessengerProfile(page.id, { get_started: { payload: 'START' } }));

	it('is set for whoever tapped, and cleared again', async () => {
		const tap = aTapItem(meta, page, { senderId: 'PSID-1' });
		const about = { recipientId: 'PSID-1', channel: 'messenger', accountId: page.id };
		const set = await ask('setMenu', tap, { parameters: { persistentMenu: MENU } });
		expect(set.item).toEqual({
			...about,
			persistentMenu: [
				{
					locale: 'default',
					composerDisabled: false,
					items: [{ type: 'postback', title: 'Orders', payload: 'ORDERS' }],
				},
			],
		});
		expect(meta.personMenu(page.id, 'PSID-1')).toEqual(META_MENU);
		expect((await ask('clearMenu', tap)).item).toEqual({ ...about, persistentMenu: null });
		expect(meta.personMenu(page.id, 'PSID-1')).toBeNull();
		expect(callsTo('/custom_user_settings')).toHaveLength(1);
	});

	it('past a limit is refused before any call', async () => {
		const items = { values: [{ title: 'x'.repeat(31), payload: 'ORDERS' }] };
		const { error } = await ask('setMenu', aTapItem(meta, page), {
			parameters: { persistentMenu: { values: [{ items }] } },
		});
		expect(error?.message).toMatch(/^'Title' of menu item 1 \(default\) has 31 characters/);
		expect(meta.getCalls()).toEqual([]);
	});

	it.each(['setMenu', 'clearMenu'])('is refused on Instagram before any call: %s', async (operation) => {
		const tap = aTapItem(meta, page, { senderId: 'IGSID-1', channel: 'instagram' });
		const { error } = await ask(operation, tap, { parameters: { persistentMenu: MENU } });
		expect(error?.message).toBe('Instagram has no menu for one person');
		expect(meta.getCalls()).toEqual([]);
	});

	it('is set for nobody where one of the items is of Instagram', async () => {
		const taps = [
			aTapItem(meta, page, { senderId: 'PSID-1' }),
			aTapItem(meta, page, { senderId: 'IGSID-1', channel: 'instagram' }),
		];
		const items = taps.map((json) => ({ json }));
		const { error } = await ask('setMenu', {}, { parameters: { persistentMenu: MENU }, items });
		expect(error?.message).toBe('Instagram has no menu for one person');
		expect(meta.personMenu(page.id, 'PSID-1')).toBeNull();
	});

	it('is refused on Instagram also where the item does not name the channel', async () => {
		const tap = aTapItem(meta, page, { senderId: 'IGSID-1', channel: 'instagram', form: 'raw' });
		const { error } = await ask('clearMenu', tap);
		expect(error?.message).toBe('Instagram has no menu for one person');
		expect(callsTo('/custom_user_settings')).toEqual([]);
	});

	it('needs Get Started on the Page', async () => {
		meta.seedMessengerProfile(page.id, {});
		const { error } = await ask('setMenu', aTapItem(meta, page), { parameters: { persistentMenu: MENU } });
		expect(error?.message).toBe(
			'Meta refused to set the menu of this person: the menu needs a Get Started button',
		);
	});

	it('has a budget of its own, which holds back nobody else', async () => {
		const first = aTapItem(meta, page, { senderId: 'PSID-1' });
		for (let spent = 0; spent < 10; spent++) expect((await ask('clearMenu', first)).error).toBeUndefined();
		const refused = await ask('clearMenu', first);
		expect(refused.error).toMatchObject({
			message: "Did not clear the menu of this person: Meta's limit for it is reached",
			description: expect.stringMatching(
				/^Meta takes 10 calls in 10 minutes for the menu of one person\. Try again/,
			),
		});
		expect((await ask('clearMenu', first)).error?.message).toBe(refused.error?.message);
		expect(callsTo('/custom_user_settings')).toEqual([]);
		const second = aTapItem(meta, page, { senderId: 'PSID-2' });
		expect((await ask('clearMenu', second)).error).toBeUndefined();
	});
});
