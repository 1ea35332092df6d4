import type { PartName } from '../../nodes/Messenger/actions/messengerProfile/profile';
import { partsOfJson, wantedProfile } from '../../nodes/Messenger/actions/messengerProfile/wantedProfile';
import type { Channel } from '../../nodes/Messenger/graph/channel';
import type { JsonObject } from '../../nodes/Messenger/graph/json';
import { refusalOf } from '../support/refusal';

const text = (length: number) => 'x'.repeat(length);
const list = <Row>(length: number, row: Row) => Array.from({ length }, () => row);
const item = (changes: object = {}) => ({ type: 'postback', title: 'Prices', payload: 'PRICES', ...changes });
const link = (changes: object = {}) => ({
	type: 'url',
	title: 'Shop',
	url: 'https://shop.example',
	...changes,
});
const menu = (items: unknown = [item()], changes: object = {}) => ({ locale: 'default', items, ...changes });
const question = (changes: object = {}) => ({ question: 'Open?', payload: 'HOURS', ...changes });
const questions = (items: unknown = [question()], changes: object = {}) => ({
	locale: 'default',
	items,
	...changes,
});
const refusedParts = (parts: JsonObject, channel: Channel = 'messenger') =>
	refusalOf(() => wantedProfile(parts, channel));

describe('a wanted profile', () => {
	it('has the parts that were filled in and no other', () => {
		const parts = { getStarted: 'START', greeting: null, persistentMenu: undefined };
		expect(wantedProfile(parts, 'messenger')).toEqual({ getStarted: 'START' });
	});

	it('is the same from fixed collections and from lists', () => {
		const fromFields = wantedProfile(
			{
				greeting: { values: [{ locale: 'default', text: 'Hello' }] },
				persistentMenu: { values: [menu({ values: [item(), link()] })] },
				iceBreakers: { values: [questions({ values: [question()] })] },
			},
			'messenger',
		);
		expect(fromFields).toEqual({
			greeting: [{ locale: 'default', text: 'Hello' }],
			persistentMenu: [{ locale: 'default', composerDisabled: false, items: [item(), link()] }],
			iceBreakers: [{ locale: 'default', items: [question()] }],
		});
		expect(wantedProfile({ ...fromFields }, 'messenger')).toEqual(fromFields);
	});

	it('makes a payload from the title or the question where none was filled in', () => {
		const parts = {
			persistentMenu: [menu([item({ title: 'Opening hours', payload: '' })])],
			iceBreakers: [questions([question({ question: 'Where are you?', payload: '' })])],
		};
		expect(wantedProfile(parts, 'messenger')).toMatchObject({
			persistentMenu: [{ items: [{ payload: 'OPENING_HOURS' }] }],
			iceBreakers: [{ items: [{ payload: 'WHERE_ARE_YOU' }] }],
		});
	});

	it('takes a payload that is JSON', () => {
		const parts = { getStarted: { from: 'start' }, persistentMenu: [menu([item({ payload: { a: 1 } })])] };
		expect(wantedProfile(parts, 'messenger')).toMatchObject({
			getStarted: '{"from":"start"}',
			persistentMenu: [{ items: [{ payload: '{"a":1}' }] }],
		});
	});

	it('keeps a height of web pages unless it is the default', () => {
		const items = [link({ webviewHeight: 'full' }), link({ webviewHeight: 'tall' })];
		expect(wantedProfile({ persistentMenu: [menu(items)] }, 'messenger')).toMatchObject({
			persistentMenu: [{ items: [link(), link({ webviewHeight: 'tall' })] }],
		});
	});

	it('takes domains as a list, or as one text with commas', () => {
		const domains = ['https://a.example', 'https://b.example'];
		expect(wantedProfile({ whitelistedDomains: domains }, 'messenger')).toEqual({
			whitelistedDomains: domains,
		});
		expect(
			wantedProfile({ whitelistedDomains: 'https://a.example, https://b.example' }, 'messenger'),
		).toEqual({ whitelistedDomains: domains });
	});

	it('of Instagram says nothing about the composer', () => {
		expect(
			wantedProfile({ persistentMenu: [menu([item()], { composerDisabled: false })] }, 'instagram'),
		).toEqual({ persistentMenu: [menu()] });
	});

	it('lets a locale go without a menu where people can write, but not everybody', () => {
		const empty = (changes: object) => ({
			persistentMenu: [menu(), menu([], { locale: 'de_DE', ...changes })],
		});
		expect(refusedParts(empty({}))).toBeNull();
		expect(refusedParts(empty({ composerDisabled: true }))).toContain("'Items' of the menu (de_DE) has 0");
		expect(refusedParts(empty({}), 'instagram')).toContain("'Items' of the menu (de_DE) has 0");
		expect(refusedParts({ persistentMenu: [menu([])] })).toContain("'Items' of the menu (default) has 0");
	});
});

it('a greeting may be for some locales only', () => {
	expect(refusedParts({ greeting: [{ locale: 'de_DE', text: 'Hallo' }] })).toBeNull();
});

describe('a part that is added but empty', () => {
	it.each<[PartName, string, unknown[]]>([
		['getStarted', 'Get Started', ['', '  ']],
		['greeting', 'Greeting', [{}, { values: [] }, [], 'Hello']],
		['persistentMenu', 'Persistent Menu', [{}, { values: [] }, []]],
		['iceBreakers', 'Ice Breakers', [{}, { values: [] }, []]],
		['whitelistedDomains', 'Whitelisted Domains', [[], [''], '', ' , ']],
		['accountLinkingUrl', 'Account Linking URL', ['', ' ']],
	])('is refused by name, with the way to delete it: %s', (name, displayName, values) => {
		for (const value of values) {
			expect(refusedParts({ [name]: value })).toMatch(
				new RegExp(
					`^'${displayName}' is among the parts but has nothing in it: .* Delete takes it off the Page\\.`,
				),
			);
		}
	});

	it('is not the same as nothing to write', () => {
		expect(refusedParts({})).toMatch(/^There is nothing to write: add a part to 'Parts'/);
	});
});

describe('a limit lets through what is at its edge and names what is one past it:', () => {
	it.each<[string, Channel, (amount: number) => JsonObject, number, string]>([
		[
			'Get Started',
			'messenger',
			(n) => ({ getStarted: text(n) }),
			1000,
			"'Get Started' has 1,001 characters",
		],
		[
			'greeting',
			'messenger',
			(n) => ({ greeting: [{ locale: 'default', text: text(n) }] }),
			160,
			"'Text' of greeting 1 (default) has 161 characters; Messenger takes at most 160",
		],
		...(['messenger', 'instagram'] as const).flatMap(
			(channel): Array<[string, Channel, (amount: number) => JsonObject, number, string]> => [
				[
					'menu items',
					channel,
					(n) => ({ persistentMenu: [menu(list(n, item()))] }),
					20,
					"'Items' of the menu (default) has 21",
				],
				[
					'title of a menu item',
					channel,
					(n) => ({ persistentMenu: [menu([item(), link(), item({ title: text(n) })])] }),
					30,
					"'Title' of menu item 3 (default) has 31 characters",
				],
				[
					'payload of a menu item',
					channel,
					(n) => ({ persistentMenu: [menu([item(), item({ payload: text(n) })])] }),
					1000,
					"'Payload' of menu item 2 (default) has 1,001 characters",
				],
				[
					'ice breakers',
					channel,
					(n) => ({ iceBreakers: [questions(list(n, question()))] }),
					4,
					"'Items' of the ice breakers (default) has 5",
				],
				[
					'question',
					channel,
					(n) => ({
						iceBreakers: [questions(), questions([question({ question: text(n) })], { locale: 'de_DE' })],
					}),
					80,
					"'Question' of ice breaker 1 (de_DE) has 81 characters",
				],
				[
					'payload of an ice breaker',
					channel,
					(n) => ({ iceBreakers: [questions([question({ payload: text(n) })])] }),
					1000,
					"'Payload' of ice breaker 1 (default) has 1,001 characters",
				],
			],
		),
		[
			'domains',
			'messenger',
			(n) => ({ whitelistedDomains: list(n, 'https://a.example') }),
			50,
			"'Whitelisted Domains' has 51",
		],
	])('%s on %s', (_name, channel, parts, max, words) => {
		expect(refusedParts(parts(max), channel)).toBeNull();
		expect(refusedParts(parts(max + 1), channel)).toContain(words);
	});
});

describe('refused by name is', () => {
	it.each<[string, JsonObject, string]>([
		[
			'a menu item without title',
			{ persistentMenu: [menu([item({ title: '' })])] },
			"'Title' of menu item 1",
		],
		[
			'a row that is none',
			{ persistentMenu: [menu([item(), 'x'])] },
			"'Title' of menu item 2 (default) is empty",
		],
		[
			'a menu item of another type',
			{ persistentMenu: [menu([item({ type: 'phone' })])] },
			"'Type' of menu item 1 (default) is 'phone'",
		],
		[
			'a link to nowhere',
			{ persistentMenu: [menu([link({ url: 'shop' })])] },
			"'URL' of menu item 1 (default) must be a web address",
		],
		[
			'a height that Meta does not know',
			{ persistentMenu: [menu([link({ webviewHeight: 'huge' })])] },
			"'Webview Height' of menu item 1 (default) is 'huge'",
		],
		[
			'a menu without the default locale',
			{ persistentMenu: [menu([item()], { locale: 'de_DE' })] },
			"'Persistent Menu' has no row with the 'Locale' default",
		],
		[
			'ice breakers without the default locale',
			{ iceBreakers: [questions([question()], { locale: 'de_DE' })] },
			"'Ice Breakers' has no row with the 'Locale' default",
		],
		[
			'a locale twice',
			{ iceBreakers: [questions(), questions()] },
			"'Ice Breakers' has the locale 'default' twice",
		],
		[
			'a locale that is none',
			{ greeting: [{ text: 'Hi' }, { locale: 'german', text: 'Hallo' }] },
			"'Locale' 2 of 'Greeting' is 'german'",
		],
		[
			'an empty greeting',
			{ greeting: [{ locale: 'default', text: ' ' }] },
			"'Text' of greeting 1 (default) is empty",
		],
		[
			'a link for accounts that is not secure',
			{ accountLinkingUrl: 'http://a.example' },
			"'Account Linking URL' must",
		],
		[
			'a part that is none',
			{ persistent_menu: [] },
			"'Profile JSON' has 'persistent_menu', which is no part",
		],
	])('%s', (_label, parts, words) => {
		expect(refusedParts(parts)).toContain(words);
	});

	it.each(['http://a.example', 'a.example', 'https://localhost', 'https://10.0.0.1', 'https://[::1]'])(
		'a domain that Meta does not take: %s',
		(domain) => {
			expect(refusedParts({ whitelistedDomains: ['https://shop.example', domain] })).toContain(
				`'Whitelisted Domains' 2 is '${domain}'`,
			);
		},
	);

	it.each<[string, JsonObject, string]>([
		['Get Started', { getStarted: 'START' }, "Instagram has no 'Get Started'"],
		['a greeting', { greeting: [{ text: 'Hi' }] }, "Instagram has no 'Greeting'"],
		['domains', { whitelistedDomains: ['https://a.example'] }, "Instagram has no 'Whitelisted Domains'"],
		[
			'a link for accounts',
			{ accountLinkingUrl: 'https://a.example' },
			"Instagram has no 'Account Linking URL'",
		],
		[
			'a disabled composer',
			{ persistentMenu: [menu([item()], { composerDisabled: true })] },
			"Instagram has no 'Composer Disabled' (menu default)",
		],
		[
			'the height of web pages',
			{ persistentMenu: [menu([link({ webviewHeight: 'tall' })])] },
			"Instagram has no 'Webview Height' (menu item 1 (default))",
		],
	])('what Instagram lacks: %s', (_label, parts, words) => {
		expect(refusedParts(parts)).toBeNull();
		expect(refusedParts(parts, 'instagram')).toContain(words);
	});
});

describe('Profile JSON', () => {
	it('is an object, or the text of one', () => {
		expect(partsOfJson({ getStarted: 'START' })).toEqual({ getStarted: 'START' });
		expect(partsOfJson('{"getStarted":"START"}')).toEqual({ getStarted: 'START' });
	});

	it.each([[''], ['['], ['[]'], [[]], [null], [undefined], [1]])('is not %j', (value) => {
		expect(refusalOf(() => partsOfJson(value))).toMatch(/^'Profile JSON' is not one object/);
	});
});
