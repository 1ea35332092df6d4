// PURE: the buttons that a Page shows without a message, from its Messenger profile at Meta.
import type { Channel } from '../graph/channel';
import { arrayOf, isObject, textOrNull, type JsonObject } from '../graph/json';

export interface PageButton {
	place: 'getStarted' | 'menu' | 'iceBreaker';
	/** Null for Get Started, whose words Meta chooses by the person's language. */
	title: string | null;
	/** What the trigger gets of it. */
	payload: string;
}

/** Of the profile, what they are read from. Get Started is the Page's on Messenger only. */
export function buttonFields(channel: Channel): string[] {
	const ofBoth = ['persistent_menu', 'ice_breakers'];
	return channel === 'instagram' ? ofBoth : ['get_started', ...ofBoth];
}

/** Each once, in however many locales it is. Web addresses are left out: nobody hears of them. */
export function pageButtons(profile: JsonObject): PageButton[] {
	const menu = rowsOf(profile.persistent_menu).flatMap((locale) => postbacksIn(locale.call_to_actions));
	const questions = rowsOf(profile.ice_breakers).flatMap(questionsIn);
	return unique([...getStartedOf(profile.get_started), ...menu, ...questions]);
}

function getStartedOf(value: unknown): PageButton[] {
	const payload = isObject(value) ? textOrNull(value.payload) : null;
	return payload === null ? [] : [{ place: 'getStarted', title: null, payload }];
}

/** A menu can have menus in it. */
function postbacksIn(items: unknown): PageButton[] {
	return rowsOf(items).flatMap((item): PageButton[] => {
		const payload = textOrNull(item.payload);
		const own: PageButton[] =
			item.type === 'postback' && payload !== null
				? [{ place: 'menu', title: textOrNull(item.title), payload }]
				: [];
		return [...own, ...postbacksIn(item.call_to_actions)];
	});
}

/** Older ones have no locale around the questions. */
function questionsIn(row: JsonObject): PageButton[] {
	const questions = row.call_to_actions === undefined ? [row] : rowsOf(row.call_to_actions);
	return questions.flatMap(({ question, payload }): PageButton[] => {
		const text = textOrNull(payload);
		return text === null ? [] : [{ place: 'iceBreaker', title: textOrNull(question), payload: text }];
	});
}

function unique(buttons: readonly PageButton[]): PageButton[] {
	return [...new Map(buttons.map((button) => [JSON.stringify(button), button])).values()];
}

function rowsOf(value: unknown): JsonObject[] {
	return arrayOf(value).filter(isObject);
}
