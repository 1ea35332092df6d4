// The one table of channels, Meta objects and webhook fields. Unions, parameter options and
// subscriptions derive from it.
import type { Channel } from '../../graph/channel';

/**
 * What a person can do that starts a workflow; the keys are the values of the 'Trigger On'
 * parameter, `action` its text in the nodes panel.
 */
export const EVENT_KINDS = {
	postback: {
		displayName: 'Button Tap (Postback)',
		action: 'On button tap',
		description: 'Buttons, Get Started, persistent menu and ice breakers',
	},
	quickReply: {
		displayName: 'Quick Reply',
		action: 'On quick reply',
		description: 'A tap on one of the quick replies under a message',
	},
	referral: {
		displayName: 'Referral',
		action: 'On referral by link or ad',
		description: 'An m.me link, ig.me link or ad that reopened an existing conversation',
	},
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/**
 * Per channel: Meta's `object` and, per event kind, the field to subscribe at the app.
 * Meta spells the referral field differently on the two objects (docs/META-FACTS.md).
 */
export const CHANNELS = {
	messenger: {
		displayName: 'Messenger',
		description: 'Conversations with the Page on Facebook',
		object: 'page',
		fields: { postback: 'messaging_postbacks', quickReply: 'messages', referral: 'messaging_referrals' },
	},
	instagram: {
		displayName: 'Instagram',
		description: 'The professional accounts that are linked to the Pages',
		object: 'instagram',
		fields: { postback: 'messaging_postbacks', quickReply: 'messages', referral: 'messaging_referral' },
	},
} as const satisfies Record<Channel, ChannelFacts>;

interface ChannelFacts {
	displayName: string;
	description: string;
	object: string;
	fields: Record<EventKind, string>;
}

export type MetaObject = (typeof CHANNELS)[Channel]['object'];

export const STANDBY_FIELD = 'standby';

export const ALL_EVENT_KINDS = Object.keys(EVENT_KINDS).filter(isEventKind);
export const ALL_CHANNELS = Object.keys(CHANNELS).filter(isChannel);

export function isEventKind(value: unknown): value is EventKind {
	return typeof value === 'string' && Object.hasOwn(EVENT_KINDS, value);
}

export function isChannel(value: unknown): value is Channel {
	return typeof value === 'string' && Object.hasOwn(CHANNELS, value);
}

export function channelOfObject(object: string | null): Channel | null {
	if (object === 'page') return 'messenger';
	return object === 'instagram' ? 'instagram' : null;
}

/** The fields a trigger needs at the app level, for one channel. */
export function wantedFields(
	channel: Channel,
	events: readonly EventKind[],
	includeStandby: boolean,
): string[] {
	const fields: string[] = events.map((event) => CHANNELS[channel].fields[event]);
	return includeStandby ? [...fields, STANDBY_FIELD] : fields;
}

/**
 * Every field any trigger of this package may have subscribed: what the last one to leave takes
 * away.
 */
export function ourFields(channel: Channel): string[] {
	return wantedFields(channel, ALL_EVENT_KINDS, true);
}

/** A field of the channel's object in the spelling of a Page's subscription. */
export function pageField(channel: Channel, field: string): string {
	const kind = ALL_EVENT_KINDS.find((one) => CHANNELS[channel].fields[one] === field);
	return kind === undefined ? field : CHANNELS.messenger.fields[kind];
}

const CARRIED_FIELDS: ReadonlySet<string> = new Set(ALL_CHANNELS.flatMap(ourFields));

/** Whether a `changes[]` or flat `field` can carry events of ours, on either object. */
export function isOurField(field: unknown): field is string {
	return typeof field === 'string' && CARRIED_FIELDS.has(field);
}
