// copy-buttons.json: what one Page shows around its conversations, on another one.
import type { Page } from '../../../sandbox/meta/index.ts';
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

const PROFILE = {
	get_started: { payload: 'START' },
	greeting: [{ locale: 'default', text: 'Hello {{user_first_name}}' }],
	persistent_menu: [
		{
			locale: 'default',
			composer_input_disabled: false,
			call_to_actions: [
				{ type: 'postback', title: 'Prices', payload: '{"action":"PRICES"}' },
				{ type: 'web_url', title: 'Shop', url: 'https://example.com/', webview_height_ratio: 'tall' },
			],
		},
		{ locale: 'de_DE', composer_input_disabled: false },
	],
	ice_breakers: [
		{ locale: 'default', call_to_actions: [{ question: 'When are you open?', payload: 'HOURS' }] },
	],
	whitelisted_domains: ['https://example.com'],
};

let example: Example;
let from: Page;
let to: Page;

export function copyButtons(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { world } = at();
		to = world.meta.addPage();
		const account = await world.addApp(world.meta, [to]);
		from = account.page;
		const page = ({ id }: Page) => ({ parameters: { page: { __rl: true, mode: 'list', value: id } } });
		const fillIn = { 'Get the Buttons': page(from), 'Write the Buttons': page(to) };
		example = await at().open('copy-buttons.json', fillIn, account);
	});

	it('copies every part, and leaves alone what the first Page does not have', async () => {
		const { meta } = at().world;
		const link = { account_linking_url: 'https://example.com/login' };
		meta.seedMessengerProfile(from.id, PROFILE);
		meta.seedMessengerProfile(to.id, { ...link, get_started: { payload: 'OLD' } });
		await example.runFrom('Copy the Buttons');
		expect(meta.messengerProfile(to.id)).toEqual({ ...link, ...PROFILE });
		expect(meta.messengerProfile(from.id)).toEqual(PROFILE);
	});
}
