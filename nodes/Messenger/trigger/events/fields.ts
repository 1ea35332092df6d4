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
		description: 'A link or ad that reopened a conversation, or an ad or shop whose first message was typed',
	},
	optIn: {
		displayName: 'Opt-In',
		action: 'On opt-in',
		description: 'Notify Me, Get Updates, Send to Messenger, and the checkbox of a website',
	},
	logIn: {
		displayName: 'Log-In',
		action: 'On log-in or log-out',
		description: 'The Log In and Log Out buttons, which link an account of yours (Messenger only)',
	},
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/**
 * Per channel: Meta's `object` and, per event kind, the fields to subscribe at the app; none where
 * Meta has no such event. The lists of one kind pair up: Meta spells the referral field differently
 * on the two objects (docs/META-FACTS.md). What led to a first message that was typed comes within
 * the message.
 */
export const CHANNELS = {
	messenger: {
		displayName: 'Messenger',
		description: 'Conversations with the Page on Facebook',
		object: 'page',
		fields: {
			postback: ['messaging_postbacks'],
			quickReply: ['messages'],
			referral: ['messaging_referrals', 'messages'],
			optIn: ['messaging_optins'],
			logIn: ['messaging_account_linking'],
		},
	},
	instagram: {
		displayName: 'Instagram',
		description: 'The professional accounts that are linked to the Pages',
		object: 'instagram',
		fields: {
			postback: ['messaging_postbacks'],
			quickReply: ['messages'],
			referral: ['messaging_referral', 'messages'],
			optIn: ['messaging_optins'],
			logIn: [],
		},
	},
} as const satisfies Record<Channel, ChannelFacts>;

interface ChannelFacts {
	displayName: string;
	description: string;
	object: string;
	fields: Record<EventKind, readonly string[]>;
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
	const fields = new Set<string>(events.flatMap((event) => CHANNELS[channel].fields[event]));
	if (includeStandby) fields.add(STANDBY_FIELD);
	return [...fields];
}

/**
 * Every field any trigger of this package may have subscribed: what the last one to leave takes
 * away.
 */
export function ourFields(channel: Channel): string[] {
	return wantedFields(channel, ALL_EVENT_KINDS, true);
}

/** The chosen channels where Meta has none of the chosen events. */
export function channelsWithout(channels: readonly Channel[], events: readonly EventKind[]): Channel[] {
	return channels.filter((channel) => wantedFields(channel, events, false).length === 0);
}

/** A field of the channel's object in the spelling of a Page's subscription. */
export function pageField(channel: Channel, field: string): string {
	for (const kind of ALL_EVENT_KINDS) {
		const index = (CHANNELS[channel].fields[kind] as readonly string[]).indexOf(field);
		const spelling = CHANNELS.messenger.fields[kind][index];
		if (spelling !== undefined) return spelling;
	}
	return field;
}

const CARRIED_FIELDS: ReadonlySet<string> = new Set(ALL_CHANNELS.flatMap(ourFields));

/** Whether a `changes[]` or flat `field` can carry events of ours, on either object. */
export function isOurField(field: unknown): field is string {
	return typeof field === 'string' && CARRIED_FIELDS.has(field);
}
