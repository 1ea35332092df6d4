// One messaging event to one button event, or the reason why it is none.
import type { Channel } from '../../graph/channel';
import { idOrNull, isObject, type JsonObject } from '../../graph/json';
import { readContent, type Content } from './content';
import type { Enveloped } from './envelope';
import { channelOfObject } from './fields';
import type { SkipReason } from './skipReason';
import { isoTimestamp } from './timestamp';

/** What a person did, in one shape for every envelope and channel. Absent values are null. */
export interface ButtonEvent extends Omit<Content, 'userRef'> {
	/** Null in a body without `object`, which only Meta's preview shows. */
	channel: Channel | null;
	/** Meta's `object`, for the duplicate key. */
	object: string | null;
	/** The entry's ID: the Page or the Instagram professional account. */
	accountId: string | null;
	/** ISO 8601 UTC: the event's own time, else the entry's. */
	timestamp: string | null;
	/**
	 * The event's own time alone. The entry's is that of sending, which another delivery of the event
	 * may change.
	 */
	ownTimestamp: string | null;
	senderId: string | null;
	senderUserRef: string | null;
	recipientId: string | null;
	isStandby: boolean;
	isTest: boolean;
	/** Meta's event as sent. */
	source: JsonObject;
}

export type EventReading = { ok: true; event: ButtonEvent } | { ok: false; reason: SkipReason };

export function readButtonEvent(enveloped: Enveloped): EventReading {
	const channel = channelOfObject(enveloped.object);
	if (channel === null && enveloped.object !== null) return { ok: false, reason: 'objectUnknown' };
	const { event } = enveloped;
	const read = readContent(event);
	if (typeof read === 'string') return { ok: false, reason: read };
	const sender = isObject(event.sender) ? event.sender : {};
	const recipient = isObject(event.recipient) ? event.recipient : {};
	const ownTimestamp = isoTimestamp(event.timestamp);
	return {
		ok: true,
		event: {
			kind: read.kind,
			channel,
			object: enveloped.object,
			accountId: enveloped.entryId,
			timestamp: ownTimestamp ?? isoTimestamp(enveloped.entryTime),
			ownTimestamp,
			senderId: idOrNull(sender.id),
			senderUserRef: idOrNull(sender.user_ref) ?? read.userRef,
			recipientId: idOrNull(recipient.id),
			mid: read.mid,
			title: read.title,
			payload: read.payload,
			referral: read.referral,
			details: read.details,
			isStandby: enveloped.isStandby,
			isTest: enveloped.isTest,
			source: event,
		},
	};
}
