// PURE: how much Meta takes of each thing. The checks, their words and the README's table come from
// here; docs/META-FACTS.md has the sources.
import type { Channel } from '../../graph/channel';

export type Unit = 'characters' | 'bytes' | 'items' | 'MB';

export interface Bound {
	min?: number;
	max: number;
	unit: Unit;
}

export interface Limit {
	/** As in a sentence: "the title of a button". */
	field: string;
	/** By channel; null where the channel does not have it at all. */
	on: Readonly<Record<Channel, Bound | null>>;
	source: Source;
}

/** Pages of Meta's documentation. */
type Source =
	| 'Send API'
	| 'Quick Replies'
	| 'Button Template'
	| 'Buttons'
	| 'Generic Template'
	| 'Persistent Menu'
	| 'Ice Breakers'
	| 'Greeting Text'
	| 'Domain Whitelisting'
	| 'm.me Links';

const characters = (max: number): Bound => ({ max, unit: 'characters' });
const items = (min: number, max: number): Bound => ({ min, max, unit: 'items' });
const both = (field: string, bound: Bound, source: Source) => ({
	field,
	on: { messenger: bound, instagram: bound },
	source,
});
const messengerOnly = (field: string, bound: Bound, source: Source) => ({
	field,
	on: { messenger: bound, instagram: null },
	source,
});

export const LIMITS = {
	text: {
		field: 'text of a message',
		on: { messenger: characters(2000), instagram: { max: 1000, unit: 'bytes' } },
		source: 'Send API',
	},
	file: both('uploaded file', { max: 25, unit: 'MB' }, 'Send API'),
	metadata: both('metadata of a message', characters(1000), 'Send API'),
	buttonsText: both('text above buttons', characters(640), 'Button Template'),
	buttons: both('buttons of a message', items(1, 3), 'Button Template'),
	buttonTitle: both('title of a button', characters(20), 'Buttons'),
	payload: both('payload of a button, quick reply, menu item or ice breaker', characters(1000), 'Buttons'),
	cards: both('cards of a message', items(1, 10), 'Generic Template'),
	cardTitle: both('title of a card', characters(80), 'Generic Template'),
	cardSubtitle: both('subtitle of a card', characters(80), 'Generic Template'),
	cardButtons: both('buttons of a card', items(0, 3), 'Generic Template'),
	quickReplies: both('quick replies under a message', items(0, 13), 'Quick Replies'),
	quickReplyTitle: both('title of a quick reply', characters(20), 'Quick Replies'),
	menuItems: both('items of a menu', items(1, 20), 'Persistent Menu'),
	menuItemTitle: both('title of a menu item', characters(30), 'Persistent Menu'),
	iceBreakers: both('ice breakers of a locale', items(1, 4), 'Ice Breakers'),
	question: both('question of an ice breaker', characters(80), 'Ice Breakers'),
	greeting: messengerOnly('greeting', characters(160), 'Greeting Text'),
	whitelistedDomains: messengerOnly('whitelisted domains', items(0, 50), 'Domain Whitelisting'),
	ref: both('ref of a link', characters(2083), 'm.me Links'),
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** UTF-8 bytes, or characters as people count most of them: an emoji of one code point is one. */
export function lengthOf(text: string, unit: Unit): number {
	return unit === 'bytes' ? Buffer.byteLength(text) : [...text].length;
}

const CHANNEL_NAMES: Record<Channel, string> = { messenger: 'Messenger', instagram: 'Instagram' };

export function channelName(channel: Channel): string {
	return CHANNEL_NAMES[channel];
}

/** What is wrong with it; null when nothing is. `parameter` names it as the editor does. */
export function textProblem(
	name: LimitName,
	channel: Channel,
	parameter: string,
	text: string,
): string | null {
	const { [channel]: bound }: Limit['on'] = LIMITS[name].on;
	if (bound === null) return absent(parameter, channel);
	const length = lengthOf(text, bound.unit);
	if (text.trim() === '') return `${parameter} is empty`;
	return length > bound.max
		? `${parameter} has ${grouped(length)} ${bound.unit}; ${channelName(channel)} takes at most ${grouped(bound.max)}`
		: null;
}

export function countProblem(
	name: LimitName,
	channel: Channel,
	parameter: string,
	count: number,
): string | null {
	const { [channel]: bound }: Limit['on'] = LIMITS[name].on;
	if (bound === null) return absent(parameter, channel);
	const min = bound.min ?? 0;
	if (count >= min && count <= bound.max) return null;
	return `${parameter} has ${count}; ${channelName(channel)} takes ${min} to ${bound.max}`;
}

export function absent(parameter: string, channel: Channel): string {
	return `${channelName(channel)} has no ${parameter}`;
}

function grouped(count: number): string {
	return count.toLocaleString('en-US');
}
