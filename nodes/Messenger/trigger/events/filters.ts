// Whether a button event is one this trigger was asked for.
import type { Channel } from '../../graph/channel';
import type { ButtonEvent } from './buttonEvent';
import type { EventKind } from './fields';
import type { SkipReason } from './skipReason';

export interface Filters {
	channels: ReadonlySet<Channel>;
	events: ReadonlySet<EventKind>;
	includeStandby: boolean;
	/** Page IDs; null takes every Page. */
	pageIds: ReadonlySet<string> | null;
	/** IDs of the Instagram accounts linked to the Pages; null takes every account. */
	instagramIds: ReadonlySet<string> | null;
}

/** Null when the event is wanted. */
export function whyNotWanted(event: ButtonEvent, channel: Channel, filters: Filters): SkipReason | null {
	if (!filters.channels.has(channel)) return 'channelNotSelected';
	if (!filters.events.has(event.kind)) return 'eventNotSelected';
	if (event.isStandby && !filters.includeStandby) return 'standbyNotIncluded';
	const accounts = channel === 'messenger' ? filters.pageIds : filters.instagramIds;
	const isWantedAccount = event.isTest || accounts === null || accounts.has(event.accountId ?? '');
	return isWantedAccount ? null : 'accountNotSelected';
}

/**
 * A body without `object` is Meta's preview of a Page event; only a trigger for Instagram alone
 * reads it otherwise.
 */
export function effectiveChannel(event: ButtonEvent, filters: Filters): Channel {
	return event.channel ?? (filters.channels.has('messenger') ? 'messenger' : 'instagram');
}
