// One messaging event to one button event, or the reason why it is none.
import type { Channel } from '../../graph/channel';
import { idOrNull, isObject, textOrNull, type JsonObject } from '../../graph/json';
import type { Enveloped } from './envelope';
import { channelOfObject, type EventKind } from './fields';
import type { SkipReason } from './skipReason';
import { isoTimestamp } from './timestamp';

/** What a person did, in one shape for every envelope and channel. Absent values are null. */
export interface ButtonEvent {
	kind: EventKind;
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
	mid: string | null;
	title: string | null;
	payload: string | null;
	referral: JsonObject | null;
	isStandby: boolean;
	isTest: boolean;
	/** Meta's event as sent. */
	source: JsonObject;
}

export type EventReading = { ok: true; event: ButtonEvent } | { ok: false; reason: SkipReason };

interface Tap {
	kind: EventKind;
	mid: string | null;
	title: string | null;
	payload: string | null;
	referral: JsonObject | null;
}

export function readButtonEvent(enveloped: Enveloped): EventReading {
	const channel = channelOfObject(enveloped.object);
	if (channel === null && enveloped.object !== null) return { ok: false, reason: 'objectUnknown' };
	const { event } = enveloped;
	const tap = readTap(event);
	if (typeof tap === 'string') return { ok: false, reason: tap };
	const sender = isObject(event.sender) ? event.sender : {};
	const recipient = isObject(event.recipient) ? event.recipient : {};
	const ownTimestamp = isoTimestamp(event.timestamp);
	return {
		ok: true,
		event: {
			kind: tap.kind,
			channel,
			object: enveloped.object,
			accountId: enveloped.entryId,
			timestamp: ownTimestamp ?? isoTimestamp(enveloped.entryTime),
			ownTimestamp,
			senderId: idOrNull(sender.id),
			senderUserRef: idOrNull(sender.user_ref),
			recipientId: idOrNull(recipient.id),
			mid: tap.mid,
			title: tap.title,
			payload: tap.payload,
			referral: tap.referral,
			isStandby: enveloped.isStandby,
			isTest: enveloped.isTest,
			source: event,
		},
	};
}

function readTap(event: JsonObject): Tap | SkipReason {
	if (isObject(event.postback)) return readPostback(event.postback);
	if (isObject(event.message)) return readQuickReply(event.message);
	if (isObject(event.referral)) {
		return { kind: 'referral', mid: null, title: null, payload: null, referral: event.referral };
	}
	return 'notAButtonTap';
}

function readPostback(postback: JsonObject): Tap {
	return {
		kind: 'postback',
		mid: idOrNull(postback.mid),
		title: idOrNull(postback.title),
		payload: payloadText(postback.payload),
		referral: isObject(postback.referral) ? postback.referral : null,
	};
}

function readQuickReply(message: JsonObject): Tap | SkipReason {
	// Echoes of the Page's own messages can carry a quick reply too.
	if (message.is_echo === true) return 'echo';
	const payload = isObject(message.quick_reply) ? textOrNull(message.quick_reply.payload) : null;
	if (payload === null) return 'notAButtonTap';
	return {
		kind: 'quickReply',
		mid: idOrNull(message.mid),
		title: idOrNull(message.text),
		payload,
		referral: isObject(message.referral) ? message.referral : null,
	};
}

// Meta documents text. Anything else is kept readable rather than lost.
function payloadText(payload: unknown): string | null {
	if (payload === undefined || payload === null) return null;
	return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
