// PURE: whoever tapped, from the JSON of an item: of the trigger in any of its three forms, or of a
// question that was answered. And of several such items the one that a tool is called for.
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

/** What the agent whose tool is called may have been at: JSON of items. */
export interface ToolCall {
	/** The item of the agent as n8n gives it to the tool, with what the model wrote over it. */
	call: unknown;
	/** All that reached the agent, where that is known. */
	given: readonly unknown[];
	/** All that the triggers and questions before it put out, the latest last. */
	above: readonly unknown[];
}

/**
 * The tap that a tool is called for. What the model may have written counts only as far as it names
 * a tap that is there, by IDs that a model is not told of other people's taps.
 */
export function tapOfCall({ call, given, above }: ToolCall): Tap | 'several' | null {
	const key = keyOf(call);
	const isThere = key !== null && [...given, ...above].some((json) => keyOf(json) === key);
	if (isThere) return readTap(call);
	const tapsGiven = tapsOf(given);
	const tapsAbove = tapsOf(above);
	if (tapsGiven.length === given.length && areOfOnePerson(tapsGiven)) return tapsGiven.at(-1) ?? null;
	if (areOfOnePerson(tapsAbove)) return tapsAbove.at(-1) ?? null;
	return tapsGiven.length + tapsAbove.length > 0 ? 'several' : null;
}

/** Tells a tap from all others; null for what is none. */
function keyOf(json: unknown): string | null {
	const tap = readTap(json);
	return tap !== null && isObject(json) ? JSON.stringify([tap, json.id, json.timestamp]) : null;
}

function tapsOf(items: readonly unknown[]): Tap[] {
	return items.flatMap((json) => readTap(json) ?? []);
}

/** An account is of one channel. */
function areOfOnePerson(taps: readonly Tap[]): boolean {
	const people = taps.map(({ accountId, senderId, senderUserRef }) =>
		JSON.stringify([accountId, senderId, senderUserRef]),
	);
	return new Set(people).size === 1;
}
