import { pageButtons } from '../../nodes/Messenger/trigger/pageButtons';

const postback = (title: string, payload: string) => ({ type: 'postback', title, payload });

describe('the buttons of a Page', () => {
	it('are Get Started, the menu and the ice breakers, in that order', () => {
		const profile = {
			get_started: { payload: 'START' },
			persistent_menu: [{ locale: 'default', call_to_actions: [postback('Prices', 'PRICES')] }],
			ice_breakers: [{ locale: 'default', call_to_actions: [{ question: 'Open?', payload: 'HOURS' }] }],
		};
		expect(pageButtons(profile)).toEqual([
			{ place: 'getStarted', title: null, payload: 'START' },
			{ place: 'menu', title: 'Prices', payload: 'PRICES' },
			{ place: 'iceBreaker', title: 'Open?', payload: 'HOURS' },
		]);
	});

	it('are found in a menu within the menu, without the web addresses', () => {
		const nested = { type: 'nested', title: 'More', call_to_actions: [postback('Jobs', 'JOBS')] };
		const shop = { type: 'web_url', title: 'Shop', url: 'https://shop.example' };
		const profile = { persistent_menu: [{ locale: 'default', call_to_actions: [nested, shop] }] };
		expect(pageButtons(profile)).toEqual([{ place: 'menu', title: 'Jobs', payload: 'JOBS' }]);
	});

	it('are each there once, in however many locales, and by every title', () => {
		const menu = (locale: string, title: string) => ({
			locale,
			call_to_actions: [postback(title, 'PRICES')],
		});
		const profile = {
			persistent_menu: [menu('default', 'Prices'), menu('en_GB', 'Prices'), menu('de_DE', 'Preise')],
		};
		expect(pageButtons(profile).map(({ title }) => title)).toEqual(['Prices', 'Preise']);
	});

	it('are found in ice breakers without a locale, as they used to be', () => {
		expect(pageButtons({ ice_breakers: [{ question: 'Open?', payload: 'HOURS' }] })).toEqual([
			{ place: 'iceBreaker', title: 'Open?', payload: 'HOURS' },
		]);
	});

	it.each([
		['nothing', {}],
		['what Meta does not send', { get_started: 'START', persistent_menu: {}, ice_breakers: [null, 7, {}] }],
	])('are none in %s', (_what, profile) => {
		expect(pageButtons(profile)).toEqual([]);
	});
});
