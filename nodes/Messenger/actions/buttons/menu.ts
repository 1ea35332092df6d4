// PURE: menus of a Page or a person: from what the user filled in, to Meta, and from Meta in the
// same shape again.
import type { Channel } from '../../graph/channel';
import { arrayOf, isObject, type JsonObject } from '../../graph/json';
import { absent, countProblem, textProblem } from '../refusals/limits';
import type { Problems } from '../refusals/problems';
import { checkLocales, DEFAULT_LOCALE, localeOf } from './locales';
import { metaPayload, webUrl } from './metaButton';
import { rowsOf, textOf } from './values';

export type Menu = {
	locale: string;
	/** Messenger only. */
	composerDisabled?: boolean;
	items: MenuItem[];
};

/** A type of Meta that is none of ours stays as Meta gave it. */
type MenuItem =
	| { type: 'postback'; title: string; payload: string }
	| { type: 'url'; title: string; url: string; webviewHeight?: string }
	| JsonObject;

const WEBVIEW_HEIGHTS = ['compact', 'tall', 'full'];
/** Meta's default, which it may add. */
const FULL_HEIGHT = 'full';

/** `parameter` names the menus as the editor does. */
export function wantedMenus(value: unknown, channel: Channel, parameter: string, problems: Problems): Menu[] {
	const menus = rowsOf(value).map((row): Menu => {
		const locale = localeOf(row);
		const isDisabled = textOf(row.composerDisabled) === 'true';
		if (isDisabled && channel === 'instagram') {
			problems.add(absent(`'Composer Disabled' (menu ${locale})`, channel));
		}
		const items = rowsOf(row.items);
		// A locale of its own may go without a menu, where people can write.
		const mayBeEmpty = locale !== DEFAULT_LOCALE && channel === 'messenger' && !isDisabled;
		if (items.length > 0 || !mayBeEmpty) {
			problems.add(countProblem('menuItems', channel, `'Items' of the menu (${locale})`, items.length));
		}
		return {
			locale,
			...(channel === 'messenger' ? { composerDisabled: isDisabled } : {}),
			items: items.map((item, index) =>
				wantedItem(item, channel, `menu item ${index + 1} (${locale})`, problems),
			),
		};
	});
	const locales = menus.map(({ locale }) => locale);
	checkLocales(locales, parameter, problems, { needsDefault: true });
	return menus;
}

function wantedItem(row: JsonObject, channel: Channel, where: string, problems: Problems): MenuItem {
	const type = textOf(row.type ?? 'postback');
	const title = textOf(row.title);
	problems.add(textProblem('menuItemTitle', channel, `'Title' of ${where}`, title));
	if (type === 'postback') {
		const payload = metaPayload({ title, payload: textOf(row.payload) }, channel, where, problems);
		return { type, title, payload };
	}
	if (type !== 'url') problems.add(`'Type' of ${where} is '${type}'; it must be postback or url`);
	const url = webUrl(textOf(row.url), `'URL' of ${where}`, problems);
	const height = textOf(row.webviewHeight).trim();
	if (height === '' || height === FULL_HEIGHT) return { type: 'url', title, url };
	if (channel === 'instagram') problems.add(absent(`'Webview Height' (${where})`, channel));
	if (!WEBVIEW_HEIGHTS.includes(height)) {
		problems.add(`'Webview Height' of ${where} is '${height}'; it must be compact, tall or full`);
	}
	return { type: 'url', title, url, webviewHeight: height };
}

export function metaMenus(menus: readonly Menu[]): JsonObject[] {
	return menus.map(({ locale, composerDisabled, items }) => ({
		locale,
		...(composerDisabled === undefined ? {} : { composer_input_disabled: composerDisabled }),
		...(items.length === 0 ? {} : { call_to_actions: items.map(metaItem) }),
	}));
}

function metaItem({ type, webviewHeight, ...rest }: JsonObject): JsonObject {
	return {
		type: type === 'url' ? 'web_url' : type,
		...rest,
		...(webviewHeight === undefined ? {} : { webview_height_ratio: webviewHeight }),
	};
}

/** Without the defaults that Meta adds. */
export function menusOfMeta(value: unknown, channel: Channel): Menu[] {
	return arrayOf(value)
		.filter(isObject)
		.map((menu) => ({
			locale: localeOf(menu),
			...(channel === 'messenger' ? { composerDisabled: menu.composer_input_disabled === true } : {}),
			items: arrayOf(menu.call_to_actions).filter(isObject).map(itemOfMeta),
		}));
}

function itemOfMeta(item: JsonObject): MenuItem {
	const { type, webview_height_ratio: ratio } = item;
	const title = textOf(item.title);
	if (type === 'postback') return { type, title, payload: textOf(item.payload) };
	if (type !== 'web_url') return item;
	const height = textOf(ratio).toLowerCase();
	const isDefault = height === '' || height === FULL_HEIGHT;
	return { type: 'url', title, url: textOf(item.url), ...(isDefault ? {} : { webviewHeight: height }) };
}
