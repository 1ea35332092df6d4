// What Meta takes as a persistent menu, of a Page or of one person.
import { GraphError } from './graphError.ts';
import { checkLocales } from './localeRules.ts';
import type { Param } from './param.ts';
import type { Channel } from './types.ts';

const ITEMS_MAX = 20;
const TITLE_MAX = 30;
const PAYLOAD_MAX = 1000;
const MENU_KEYS = ['locale', 'call_to_actions'];
const WEB_URL_KEYS = ['type', 'title', 'url'];
const MORE_KEYS_ON_MESSENGER = {
	menu: ['composer_input_disabled', 'disabled_surfaces'],
	webUrl: ['webview_height_ratio', 'messenger_extensions', 'fallback_url', 'webview_share_button'],
};

/** @throws {GraphError} for a menu that Meta would refuse */
export function checkMenu(menus: Param, channel: Channel): void {
	const isMessenger = channel === 'messenger';
	const more = isMessenger ? MORE_KEYS_ON_MESSENGER : { menu: [], webUrl: [] };
	for (const menu of checkLocales(menus)) {
		menu.withKeys([...MENU_KEYS, ...more.menu]);
		const disabled = menu.at('composer_input_disabled');
		const items = menu.at('call_to_actions');
		// A person who cannot type needs something to tap.
		if (items.isAbsent && !disabled.isAbsent && !disabled.flag()) continue;
		for (const item of items.items(ITEMS_MAX)) checkItem(item, [...WEB_URL_KEYS, ...more.webUrl]);
	}
}

function checkItem(item: Param, webUrlKeys: readonly string[]): void {
	if (item.at('type').value === 'nested') {
		const message = '(#11) Setting of Nested Persistent Menu has been deprecated for v8.0 and higher';
		throw new GraphError({ message, code: 11 });
	}
	const type = item.at('type').oneOf(['postback', 'web_url']);
	item.at('title').text(TITLE_MAX);
	if (type === 'postback') item.withKeys(['type', 'title', 'payload']).at('payload').text(PAYLOAD_MAX);
	else item.withKeys(webUrlKeys).at('url').url();
}
