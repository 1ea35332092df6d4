// PURE: whoever tapped, from the JSON of an item: of the trigger in any of its three forms, or of a
// question that was answered.
import type { Channel } from '../../graph/channel';
import { idOrNull, isObject, textOrNull, type JsonObject } from '../../graph/json';
import { isChannel, isEventKind } from '../../trigger/events/fields';

/** What an answer needs to know of a tap. */
export interface Tap {
	/** Null for a raw item: Meta names the channel around the event, not in it. */
	channel: Channel | null;
	accountId: string | null;
	senderId: string | null;
	senderUserRef: string | null;
	mid: string | null;
}

/** Where an event of Meta keeps its content, for those that a trigger puts out. */
const RAW_CONTENTS = ['postback', 'message', 'referral', 'optin', 'account_linking'];

/** Null when the item does not stand for a tap. */
export function readTap(json: unknown): Tap | null {
	if (!isObject(json)) return null;
	if (isEventKind(json.event) && isChannel(json.channel)) {
		return fromSimplified(json, json.channel) ?? fromFlat(json, json.channel);
	}
	if (json.answered === true && isChannel(json.channel)) return fromSimplified(json, json.channel);
	return fromRaw(json);
}

function fromSimplified(json: JsonObject, channel: Channel): Tap | null {
	if (!isObject(json.sender) || !('accountId' in json)) return null;
	return {
		channel,
		accountId: idOrNull(json.accountId),
		senderId: idOrNull(json.sender.id),
		senderUserRef: textOrNull(json.sender.user_ref),
		mid: textOrNull(json.mid),
	};
}

function fromFlat(json: JsonObject, channel: Channel): Tap | null {
	if (!('sender_id' in json) || !('account_id' in json)) return null;
	return {
		channel,
		accountId: idOrNull(json.account_id),
		senderId: idOrNull(json.sender_id),
		senderUserRef: textOrNull(json.sender_user_ref),
		mid: textOrNull(json.mid),
	};
}

function fromRaw(json: JsonObject): Tap | null {
	const { recipient } = json;
	const content = RAW_CONTENTS.map((name) => json[name]).find(isObject);
	if (!isObject(recipient) || content === undefined) return null;
	const sender = isObject(json.sender) ? json.sender : {};
	// Whoever ticks a checkbox has no sender.
	const userRef = textOrNull(sender.user_ref) ?? textOrNull(content.user_ref);
	if (!isObject(json.sender) && userRef === null) return null;
	return {
		channel: null,
		accountId: idOrNull(recipient.id),
		senderId: idOrNull(sender.id),
		senderUserRef: userRef,
		mid: textOrNull(content.mid),
	};
}
