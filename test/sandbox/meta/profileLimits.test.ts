import { refusal } from './graphClient.ts';
import {
	GET_STARTED,
	iceBreakers,
	INSTAGRAM,
	letters,
	list,
	menu,
	MENU_ITEM,
	QUESTION,
	SUCCESS,
	write,
	type Json,
} from './profile.ts';
import { aScene, endScenes } from './scene.ts';

afterEach(endScenes);

describe('at its limit a part is taken, one past it is refused', () => {
	it.each<[string, (count: number) => Json, number]>([
		['Get Started payload', (count) => ({ get_started: { payload: letters(count) } }), 1000],
		['greeting', (count) => ({ greeting: [{ locale: 'default', text: letters(count) }] }), 160],
		['menu items', (count) => ({ persistent_menu: menu(list(count, MENU_ITEM)) }), 20],
		['menu title', (count) => ({ persistent_menu: menu([{ ...MENU_ITEM, title: letters(count) }]) }), 30],
		[
			'menu payload',
			(count) => ({ persistent_menu: menu([{ ...MENU_ITEM, payload: letters(count) }]) }),
			1000,
		],
		['ice breakers', (count) => ({ ice_breakers: iceBreakers(list(count, QUESTION)) }), 4],
		['question', (count) => ({ ice_breakers: iceBreakers([{ ...QUESTION, question: letters(count) }]) }), 80],
		['domains', (count) => ({ whitelisted_domains: list(count, 'https://a.example') }), 50],
	])('%s', async (_label, part, limit) => {
		const scene = await aScene();
		scene.meta.seedMessengerProfile(scene.page.id, { get_started: GET_STARTED });
		expect((await write(scene, part(limit))).status).toBe(200);
		expect(await write(scene, part(limit + 1))).toMatchObject({ status: 400, body: refusal(100) });
	});
});

describe('both channels refuse', () => {
	it.each<[string, Json]>([
		['nothing', {}],
		['a menu without locale', { persistent_menu: [{ call_to_actions: [MENU_ITEM] }] }],
		['a menu without the default locale', { persistent_menu: menu([MENU_ITEM], { locale: 'de_DE' }) }],
		['a locale twice', { persistent_menu: [...menu(), ...menu()] }],
		['an empty menu', { persistent_menu: menu([]) }],
		['a menu item of another type', { persistent_menu: menu([{ ...MENU_ITEM, type: 'phone_number' }]) }],
		['a menu item without payload', { persistent_menu: menu([{ ...MENU_ITEM, payload: undefined }]) }],
		['a menu link to nowhere', { persistent_menu: menu([{ type: 'web_url', title: 'Shop', url: 'x' }]) }],
		[
			'ice breakers without the default locale',
			{ ice_breakers: iceBreakers([QUESTION], { locale: 'de_DE' }) },
		],
		['a question without payload', { ice_breakers: iceBreakers([{ question: 'Open?' }]) }],
		['a misspelt part', { persistentMenu: menu() }],
	])('%s', async (_label, part) => {
		const scene = await aScene();
		scene.meta.seedMessengerProfile(scene.page.id, { get_started: GET_STARTED });
		expect((await write(scene, part)).body).toEqual(refusal(100));
		expect((await write(scene, part, INSTAGRAM)).body).toEqual(refusal(100));
	});

	it('a nested menu, with code 11', async () => {
		const scene = await aScene();
		const nested = { type: 'nested', title: 'More', call_to_actions: [MENU_ITEM] };
		expect((await write(scene, { persistent_menu: menu([nested]) })).body).toEqual(refusal(11));
	});
});

describe('Instagram refuses what Messenger takes:', () => {
	const link = { type: 'web_url', title: 'Shop', url: 'https://shop.example', webview_height_ratio: 'tall' };

	it.each<[string, Json]>([
		['a disabled composer', { persistent_menu: menu([MENU_ITEM], { composer_input_disabled: true }) }],
		['the height of a webview', { persistent_menu: menu([link]) }],
		['Get Started', { get_started: GET_STARTED }],
		['a greeting', { greeting: [{ locale: 'default', text: 'Hi' }] }],
		['domains', { whitelisted_domains: ['https://shop.example'] }],
		['a link for accounts', { account_linking_url: 'https://shop.example' }],
	])('%s', async (_label, part) => {
		const scene = await aScene();
		scene.meta.seedMessengerProfile(scene.page.id, { get_started: GET_STARTED });
		expect((await write(scene, part)).status).toBe(200);
		expect((await write(scene, part, INSTAGRAM)).body).toEqual(refusal(100));
	});
});

it('Messenger takes ice breakers without locales, and a menu that is empty while people can type', async () => {
	const scene = await aScene();
	scene.meta.seedMessengerProfile(scene.page.id, { get_started: GET_STARTED });
	expect(await write(scene, { ice_breakers: [QUESTION] })).toMatchObject(SUCCESS);
	expect(await write(scene, { ice_breakers: list(5, QUESTION) })).toMatchObject({ status: 400 });
	const empty = (disabled: unknown) => [{ locale: 'default', composer_input_disabled: disabled }];
	expect(await write(scene, { persistent_menu: empty(false) })).toMatchObject(SUCCESS);
	expect(await write(scene, { persistent_menu: empty(true) })).toMatchObject({ status: 400 });
	expect(await write(scene, { persistent_menu: empty('no') })).toMatchObject({ status: 400 });
});

it.each(['http://shop.example', 'shop.example'])('a domain and a link must be https, not %s', async (url) => {
	const scene = await aScene();
	expect((await write(scene, { whitelisted_domains: [url] })).body).toEqual(refusal(100));
	expect((await write(scene, { account_linking_url: url })).body).toEqual(refusal(100));
});
