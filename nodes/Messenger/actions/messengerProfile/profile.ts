// PURE: the parts of a Messenger profile: how `get` shows them and `update` takes them, and what
// they are at Meta.
import type { Channel } from '../../graph/channel';
import { arrayOf, isObject, type JsonObject } from '../../graph/json';
import { localeOf } from '../buttons/locales';
import { menusOfMeta, metaMenus, type Menu } from '../buttons/menu';
import { rowsOf, textOf } from '../buttons/values';

/** For each locale. */
export type Greeting = { locale: string; text: string };
export type IceBreakers = { locale: string; items: Question[] };
export type Question = { question: string; payload: string };

/** What is absent is not set. */
export interface Profile {
	/** The payload. */
	getStarted?: string;
	greeting?: Greeting[];
	persistentMenu?: Menu[];
	iceBreakers?: IceBreakers[];
	whitelistedDomains?: string[];
	accountLinkingUrl?: string;
}

export type PartName = keyof Profile;

interface Part {
	displayName: string;
	/** At Meta. */
	field: string;
	channels: readonly Channel[];
}

const MESSENGER_ONLY: readonly Channel[] = ['messenger'];
const BOTH: readonly Channel[] = ['messenger', 'instagram'];

export const PARTS = {
	getStarted: { displayName: 'Get Started', field: 'get_started', channels: MESSENGER_ONLY },
	greeting: { displayName: 'Greeting', field: 'greeting', channels: MESSENGER_ONLY },
	persistentMenu: { displayName: 'Persistent Menu', field: 'persistent_menu', channels: BOTH },
	iceBreakers: { displayName: 'Ice Breakers', field: 'ice_breakers', channels: BOTH },
	whitelistedDomains: {
		displayName: 'Whitelisted Domains',
		field: 'whitelisted_domains',
		channels: MESSENGER_ONLY,
	},
	accountLinkingUrl: {
		displayName: 'Account Linking URL',
		field: 'account_linking_url',
		channels: MESSENGER_ONLY,
	},
} as const satisfies Record<PartName, Part>;

export const PART_NAMES = Object.keys(PARTS).filter(isPartName);

export function isPartName(name: string): name is PartName {
	return Object.hasOwn(PARTS, name);
}

export function isOn(name: PartName, channel: Channel): boolean {
	const { channels }: Part = PARTS[name];
	return channels.includes(channel);
}

/** What Meta answered; a part that it gives empty is not set. */
export function profileOfMeta(answer: JsonObject, channel: Channel): Profile {
	const getStarted = isObject(answer.get_started) ? textOf(answer.get_started.payload) : '';
	const accountLinkingUrl = textOf(answer.account_linking_url);
	const lists = {
		greeting: rowsOf(answer.greeting).map(greetingOfMeta),
		persistentMenu: menusOfMeta(answer.persistent_menu, channel),
		iceBreakers: iceBreakersOfMeta(answer.ice_breakers),
		whitelistedDomains: arrayOf(answer.whitelisted_domains).map(textOf),
	};
	return {
		...(getStarted === '' ? {} : { getStarted }),
		...Object.fromEntries(Object.entries(lists).filter(([, rows]) => rows.length > 0)),
		...(accountLinkingUrl === '' ? {} : { accountLinkingUrl }),
	};
}

function greetingOfMeta(row: JsonObject): Greeting {
	return { locale: localeOf(row), text: textOf(row.text) };
}

/** Older ones have no locale around the questions. */
function iceBreakersOfMeta(value: unknown): IceBreakers[] {
	const rows = rowsOf(value);
	const [first] = rows;
	const isWithoutLocale = first !== undefined && first.call_to_actions === undefined;
	return (isWithoutLocale ? [{ call_to_actions: rows }] : rows).map((row) => ({
		locale: localeOf(row),
		items: rowsOf(row.call_to_actions).map(({ question, payload }) => ({
			question: textOf(question),
			payload: textOf(payload),
		})),
	}));
}

/** The parameters of a write. */
export function metaProfile(profile: Profile): JsonObject {
	const { getStarted, greeting, persistentMenu, iceBreakers, whitelistedDomains, accountLinkingUrl } =
		profile;
	return {
		...(getStarted === undefined ? {} : { get_started: { payload: getStarted } }),
		...(greeting === undefined ? {} : { greeting }),
		...(persistentMenu === undefined ? {} : { persistent_menu: metaMenus(persistentMenu) }),
		...(iceBreakers === undefined
			? {}
			: { ice_breakers: iceBreakers.map(({ locale, items }) => ({ locale, call_to_actions: items })) }),
		...(whitelistedDomains === undefined ? {} : { whitelisted_domains: whitelistedDomains }),
		...(accountLinkingUrl === undefined ? {} : { account_linking_url: accountLinkingUrl }),
	};
}
