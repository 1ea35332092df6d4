import { menusOfMeta, metaMenus, wantedMenus } from '../../nodes/Messenger/actions/buttons/menu';
import { Problems } from '../../nodes/Messenger/actions/refusals/problems';
import type { Channel } from '../../nodes/Messenger/graph/channel';
import { refusalOf } from '../support/refusal';

const ITEM = { type: 'postback', title: 'Prices', payload: 'PRICES' };
const LINK = { type: 'url', title: 'Shop', url: 'https://shop.example' };

function wanted(rows: unknown, channel: Channel = 'messenger') {
	const problems = new Problems();
	const menus = wantedMenus(rows, channel, "'Persistent Menu'", problems);
	problems.throwAny();
	return menus;
}

describe('a wanted menu', () => {
	it('is for everybody where no locale was filled in', () => {
		for (const locale of [undefined, null, '', ' ']) {
			expect(wanted([{ locale, items: [ITEM] }])).toMatchObject([{ locale: 'default' }]);
		}
	});

	it('may have a locale with blanks around it', () => {
		expect(wanted([{ items: [ITEM] }, { locale: ' de_DE ', items: [ITEM] }])).toMatchObject([
			{ locale: 'default' },
			{ locale: 'de_DE' },
		]);
	});

	it.each(['german', 'DE', 'de-DE', 'de_DE_AT', 'x de_DE', 'de_de'])('has no locale %s', (locale) => {
		expect(refusalOf(() => wanted([{ items: [ITEM] }, { locale, items: [ITEM] }]))).toContain(
			`'Locale' 2 of 'Persistent Menu' is '${locale}'`,
		);
	});

	it('has the limit of items in each locale', () => {
		const many = Array.from({ length: 21 }, () => ITEM);
		expect(refusalOf(() => wanted([{ items: [ITEM] }, { locale: 'de_DE', items: many }]))).toContain(
			"'Items' of the menu (de_DE) has 21",
		);
	});

	it('has items that are taps unless they say otherwise', () => {
		expect(wanted([{ items: [{ title: 'Prices' }] }])).toMatchObject([{ items: [ITEM] }]);
	});

	it('says no height of a web page that is the default', () => {
		for (const webviewHeight of [undefined, '', 'full', ' full ']) {
			expect(wanted([{ items: [{ ...LINK, webviewHeight }] }])[0]?.items).toStrictEqual([LINK]);
		}
	});

	it('can be told to disable the composer by an expression', () => {
		for (const composerDisabled of [true, 'true']) {
			expect(wanted([{ composerDisabled, items: [ITEM] }])).toMatchObject([{ composerDisabled: true }]);
		}
		for (const composerDisabled of [false, 'false', '', undefined]) {
			expect(wanted([{ composerDisabled, items: [ITEM] }])).toMatchObject([{ composerDisabled: false }]);
		}
	});
});

describe('a menu at Meta', () => {
	it('has no key that the channel does not know', () => {
		expect(metaMenus(wanted([{ items: [ITEM, LINK] }], 'instagram'))).toStrictEqual([
			{
				locale: 'default',
				call_to_actions: [ITEM, { type: 'web_url', title: 'Shop', url: 'https://shop.example' }],
			},
		]);
	});

	it('of a locale without items has no list of them', () => {
		const menus = wanted([{ items: [ITEM] }, { locale: 'de_DE' }]);
		expect(metaMenus(menus)[1]).toStrictEqual({ locale: 'de_DE', composer_input_disabled: false });
	});
});

describe('a menu from Meta', () => {
	it('tells that the composer is disabled', () => {
		const menu = { locale: 'default', composer_input_disabled: true, call_to_actions: [ITEM] };
		expect(menusOfMeta([menu], 'messenger')).toEqual([
			{ locale: 'default', composerDisabled: true, items: [ITEM] },
		]);
	});

	it('has of a tap what update takes, and no more', () => {
		const menu = { call_to_actions: [{ ...ITEM, id: '1' }] };
		expect(menusOfMeta([menu], 'instagram')).toStrictEqual([{ locale: 'default', items: [ITEM] }]);
	});

	it('may tell heights in capitals', () => {
		const link = (webview_height_ratio: string) => ({ ...LINK, type: 'web_url', webview_height_ratio });
		expect(menusOfMeta([{ call_to_actions: [link('FULL'), link('TALL')] }], 'instagram')[0]?.items).toEqual([
			LINK,
			{ ...LINK, webviewHeight: 'tall' },
		]);
	});

	it('is read without what is no menu and no item', () => {
		expect(menusOfMeta([null, 'x', { call_to_actions: [null, ITEM] }], 'instagram')).toEqual([
			{ locale: 'default', items: [ITEM] },
		]);
		expect(menusOfMeta(undefined, 'messenger')).toEqual([]);
	});
});
