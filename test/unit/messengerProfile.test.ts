import {
	changesFor,
	checkParts,
	deletionOf,
	differing,
} from '../../nodes/Messenger/actions/messengerProfile/changes';
import {
	menuNotes,
	otherwiseNotes,
	standingNotes,
	withNotes,
} from '../../nodes/Messenger/actions/messengerProfile/notes';
import {
	metaProfile,
	PART_NAMES,
	PARTS,
	profileOfMeta,
	type Profile,
} from '../../nodes/Messenger/actions/messengerProfile/profile';
import { wantedProfile } from '../../nodes/Messenger/actions/messengerProfile/wantedProfile';
import { refusalOf } from '../support/refusal';

/** As Meta's documents show it, with the defaults that Meta may add. */
const AT_META = {
	get_started: { payload: 'START' },
	greeting: [
		{ locale: 'default', text: 'Hello' },
		{ locale: 'de_DE', text: 'Hallo' },
	],
	persistent_menu: [
		{
			locale: 'default',
			composer_input_disabled: false,
			call_to_actions: [
				{ type: 'postback', title: 'Prices', payload: 'PRICES' },
				{ type: 'web_url', title: 'Shop', url: 'https://shop.example/', webview_height_ratio: 'full' },
				{ type: 'web_url', title: 'Map', url: 'https://map.example/', webview_height_ratio: 'tall' },
			],
		},
	],
	ice_breakers: [{ locale: 'default', call_to_actions: [{ question: 'Open?', payload: 'HOURS' }] }],
	whitelisted_domains: ['https://shop.example/', 'https://map.example/'],
	account_linking_url: 'https://shop.example/login',
};
const PROFILE: Profile = {
	getStarted: 'START',
	greeting: AT_META.greeting,
	persistentMenu: [
		{
			locale: 'default',
			composerDisabled: false,
			items: [
				{ type: 'postback', title: 'Prices', payload: 'PRICES' },
				{ type: 'url', title: 'Shop', url: 'https://shop.example/' },
				{ type: 'url', title: 'Map', url: 'https://map.example/', webviewHeight: 'tall' },
			],
		},
	],
	iceBreakers: [{ locale: 'default', items: [{ question: 'Open?', payload: 'HOURS' }] }],
	whitelistedDomains: AT_META.whitelisted_domains,
	accountLinkingUrl: AT_META.account_linking_url,
};
const { getStarted, persistentMenu, iceBreakers } = PROFILE as Required<Profile>;

describe('a profile as get shows it', () => {
	it('is what update takes', () => {
		const shown = profileOfMeta(AT_META, 'messenger');
		expect(shown).toEqual(PROFILE);
		expect(wantedProfile({ ...shown }, 'messenger')).toEqual(shown);
	});

	it('becomes the same again at Meta, without the defaults', () => {
		const written = metaProfile(PROFILE);
		expect(written).toEqual({
			...AT_META,
			persistent_menu: [
				{
					locale: 'default',
					composer_input_disabled: false,
					call_to_actions: [
						{ type: 'postback', title: 'Prices', payload: 'PRICES' },
						{ type: 'web_url', title: 'Shop', url: 'https://shop.example/' },
						{ type: 'web_url', title: 'Map', url: 'https://map.example/', webview_height_ratio: 'tall' },
					],
				},
			],
		});
		expect(profileOfMeta(written, 'messenger')).toEqual(PROFILE);
	});

	it('has no part that is not set', () => {
		expect(profileOfMeta({}, 'messenger')).toEqual({});
		const empty = { get_started: {}, greeting: [], persistent_menu: [], account_linking_url: '' };
		expect(profileOfMeta(empty, 'messenger')).toEqual({});
	});

	it('has ice breakers of the older form under the default locale', () => {
		const older = { ice_breakers: [{ question: 'Open?', payload: 'HOURS' }] };
		expect(profileOfMeta(older, 'messenger')).toEqual({ iceBreakers });
	});

	it('keeps a menu item of a type that we do not write, which update then refuses by name', () => {
		const nested = { type: 'nested', title: 'More', call_to_actions: [] };
		const shown = profileOfMeta({ persistent_menu: [{ call_to_actions: [nested] }] }, 'messenger');
		expect(shown.persistentMenu?.[0]?.items).toEqual([nested]);
		expect(refusalOf(() => wantedProfile({ ...shown }, 'messenger'))).toContain(
			"'Type' of menu item 1 (default) is 'nested'",
		);
	});

	it('keeps a locale without a menu', () => {
		const rows = [
			{ locale: 'default', items: persistentMenu[0]?.items },
			{ locale: 'de_DE', items: [] },
		];
		const wanted = wantedProfile({ persistentMenu: rows }, 'messenger');
		expect(metaProfile(wanted)).toMatchObject({
			persistent_menu: [{}, { locale: 'de_DE', composer_input_disabled: false }],
		});
		expect(profileOfMeta(metaProfile(wanted), 'messenger')).toEqual(wanted);
	});

	it('says nothing about the composer on Instagram', () => {
		const { persistentMenu: menus } = profileOfMeta(AT_META, 'instagram');
		expect(menus?.[0]).not.toHaveProperty('composerDisabled');
	});
});

describe('an update', () => {
	const changes = (wanted: Profile, held: Profile) => changesFor(wanted, held, 'messenger');

	it('writes nothing where everything is as wanted', () => {
		expect(changes(PROFILE, PROFILE)).toEqual({ changed: [], write: null });
	});

	it('writes what differs, in one call', () => {
		const held = { ...PROFILE, getStarted: 'OTHER', iceBreakers: undefined };
		expect(changes(PROFILE, held)).toEqual({
			changed: ['getStarted', 'iceBreakers'],
			write: { get_started: AT_META.get_started, ice_breakers: AT_META.ice_breakers },
		});
		expect(changes({ iceBreakers }, {}).write).toStrictEqual({ ice_breakers: AT_META.ice_breakers });
	});

	it('leaves what is not wanted as it is', () => {
		expect(changes({ getStarted: 'START' }, PROFILE).changed).toEqual([]);
	});

	it('names Get Started before the menu, whatever the order in which they were filled in', () => {
		const { write } = changes({ persistentMenu, getStarted }, {});
		expect(Object.keys(write ?? {})).toEqual(['get_started', 'persistent_menu']);
	});

	it.each<[string, Profile]>([
		['the order of locales', { greeting: [...AT_META.greeting].reverse() }],
		['the order of domains', { whitelistedDomains: ['https://map.example', 'https://shop.example/'] }],
		['the order of keys', { iceBreakers: [{ items: iceBreakers[0]?.items ?? [], locale: 'default' }] }],
	])('is not needed for %s', (_label, wanted) => {
		expect(differing(wanted, PROFILE)).toEqual([]);
	});

	it.each<[string, (address: string) => Profile]>([
		['a domain', (address) => ({ whitelistedDomains: [address] })],
		['a link for accounts', (address) => ({ accountLinkingUrl: address })],
		[
			'a menu item',
			(url) => ({ persistentMenu: [{ locale: 'default', items: [{ type: 'url', title: 'Shop', url }] }] }),
		],
	])('is not needed for the slash at the end of the address of %s', (_label, profile) => {
		const [bare, slashed] = ['https://shop.example', 'https://shop.example/'].map(profile) as [
			Profile,
			Profile,
		];
		expect(differing(bare, slashed)).toEqual([]);
		expect(differing(bare, profile('https://other.example'))).toHaveLength(1);
	});

	it.each<[string, Profile]>([
		[
			'the order of menu items',
			{
				persistentMenu: [
					{ ...persistentMenu[0], items: [...(persistentMenu[0]?.items ?? [])].reverse() },
				] as never,
			},
		],
		['the composer', { persistentMenu: [{ ...persistentMenu[0], composerDisabled: true }] as never }],
		[
			'a payload that differs by a slash',
			{ iceBreakers: [{ locale: 'default', items: [{ question: 'Open?', payload: 'HOURS/' }] }] },
		],
		['one greeting more', { greeting: [...AT_META.greeting, { locale: 'fr_FR', text: 'Salut' }] }],
	])('is needed for %s', (_label, wanted) => {
		expect(differing(wanted, PROFILE)).toEqual(Object.keys(wanted));
	});

	it('takes a payload that is an address to the letter', () => {
		const shop = (payload: string) => ({ getStarted: payload });
		expect(differing(shop('https://shop.example'), shop('https://shop.example/'))).toEqual(['getStarted']);
	});

	it('of a menu without Get Started is refused, unless it comes with it or is there', () => {
		expect(refusalOf(() => changes({ persistentMenu }, {}))).toBe(
			"'Persistent Menu' needs a Get Started button, and this Page has none. Add 'Get Started' to 'Parts' as well. Nothing was written.",
		);
		expect(changes({ persistentMenu, getStarted }, {}).changed).toHaveLength(2);
		expect(changes({ persistentMenu }, { getStarted }).changed).toEqual(['persistentMenu']);
		expect(changes({ iceBreakers }, {}).changed).toEqual(['iceBreakers']);
		expect(changesFor({ persistentMenu }, {}, 'instagram').changed).toEqual(['persistentMenu']);
	});
});

describe('a deletion', () => {
	it('is of what is there', () => {
		expect(deletionOf(['iceBreakers', 'greeting'], { iceBreakers })).toEqual({
			deleted: ['iceBreakers'],
			calls: [['ice_breakers']],
		});
		expect(deletionOf(['greeting'], {})).toEqual({ deleted: [], calls: [] });
	});

	it('takes the menu away before Get Started', () => {
		expect(deletionOf(['getStarted', 'persistentMenu', 'iceBreakers'], PROFILE)).toEqual({
			deleted: ['getStarted', 'persistentMenu', 'iceBreakers'],
			calls: [['persistent_menu', 'ice_breakers'], ['get_started']],
		});
	});

	it('of Get Started alone is refused while a menu stays', () => {
		expect(refusalOf(() => deletionOf(['getStarted', 'greeting'], PROFILE))).toBe(
			"The Get Started button cannot be deleted while the Page has a menu. Add 'Persistent Menu' to 'Parts' as well. Nothing was deleted.",
		);
		expect(deletionOf(['greeting'], PROFILE).calls).toEqual([['greeting']]);
		expect(deletionOf(['getStarted'], { getStarted }).calls).toEqual([['get_started']]);
	});

	it('needs names of parts', () => {
		expect(refusalOf(() => checkParts(PART_NAMES))).toBeNull();
		expect(refusalOf(() => checkParts([]))).toMatch(/^'Parts' is empty/);
		expect(refusalOf(() => checkParts(['menu']))).toMatch(/^'Parts' has 'menu'\. It may have getStarted, /);
	});
});

describe('notes', () => {
	it('tell that ice breakers hide Get Started, where a Page has both', () => {
		expect(standingNotes({ getStarted, iceBreakers })).toHaveLength(1);
		expect(standingNotes({ getStarted })).toEqual([]);
		expect(standingNotes({ iceBreakers })).toEqual([]);
	});

	it('tell when people see a changed menu', () => {
		expect(menuNotes(['persistentMenu'], 'messenger')).toEqual([expect.stringContaining('24 hours')]);
		expect(menuNotes(['persistentMenu'], 'instagram')).toEqual([expect.stringContaining('refreshed')]);
		expect(menuNotes(['getStarted'], 'messenger')).toEqual([]);
	});

	it('name the parts that are otherwise than asked for', () => {
		expect(otherwiseNotes(['greeting', 'iceBreakers'])).toEqual([
			expect.stringContaining("shows 'Greeting' otherwise"),
			expect.stringContaining("shows 'Ice Breakers' otherwise"),
		]);
	});

	it('are no key of the item where there are none', () => {
		expect(withNotes([])).toEqual({});
		expect(withNotes(['One'])).toEqual({ notes: ['One'] });
	});
});

it('every part has a name and a field of its own', () => {
	const parts = Object.values(PARTS);
	expect(new Set(parts.map(({ field }) => field)).size).toBe(parts.length);
	expect(new Set(parts.map(({ displayName }) => displayName)).size).toBe(parts.length);
});
