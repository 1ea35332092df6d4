// What a person did, read from the key of Meta's event that carries it; or why it is none of our
// events.
import { idOrNull, isObject, textOrNull, type JsonObject } from '../../graph/json';
import type { EventKind } from './fields';
import type { SkipReason } from './skipReason';

export interface Content {
	kind: EventKind;
	mid: string | null;
	title: string | null;
	payload: string | null;
	referral: JsonObject | null;
	/** What Meta says beyond these, verbatim: its `optin`, `account_linking` or product referral. */
	details: JsonObject | null;
	/** Of somebody who ticked a checkbox, and has no ID yet. */
	userRef: string | null;
}

const NOTHING = { mid: null, title: null, payload: null, referral: null, details: null, userRef: null };

export function readContent(event: JsonObject): Content | SkipReason {
	const { postback, message, referral, optin, account_linking: linking } = event;
	if (isObject(postback)) return readPostback(postback);
	if (isObject(message)) return readMessage(message);
	if (isObject(referral)) {
		return { ...NOTHING, kind: 'referral', referral, details: productDetails(referral) };
	}
	if (isObject(optin)) return readOptIn(optin);
	if (isObject(linking)) return { ...NOTHING, kind: 'logIn', details: linking };
	return 'notAButtonTap';
}

function readPostback(postback: JsonObject): Content {
	return {
		...NOTHING,
		kind: 'postback',
		mid: idOrNull(postback.mid),
		title: idOrNull(postback.title),
		payload: payloadText(postback.payload),
		referral: isObject(postback.referral) ? postback.referral : null,
	};
}

function readMessage(message: JsonObject): Content | SkipReason {
	// Echoes of the Page's own messages can carry a quick reply too.
	if (message.is_echo === true) return 'echo';
	const payload = isObject(message.quick_reply) ? textOrNull(message.quick_reply.payload) : null;
	const referral = isObject(message.referral) ? message.referral : null;
	if (payload === null && referral === null) return 'notAButtonTap';
	return {
		...NOTHING,
		kind: payload === null ? 'referral' : 'quickReply',
		mid: idOrNull(message.mid),
		title: idOrNull(message.text),
		payload,
		referral,
		details: referral === null ? null : productDetails(referral),
	};
}

function readOptIn(optin: JsonObject): Content {
	const { ref } = optin;
	return {
		...NOTHING,
		kind: 'optIn',
		title: idOrNull(optin.title),
		payload: payloadText(optin.payload),
		referral: ref === undefined || ref === null ? null : { ref },
		details: optin,
		userRef: idOrNull(optin.user_ref),
	};
}

/** A copy: a node may change what it finds in one place of an item. */
function productDetails(referral: JsonObject): JsonObject | null {
	return isObject(referral.product) ? structuredClone(referral) : null;
}

// Meta documents text. Anything else is kept readable rather than lost.
function payloadText(payload: unknown): string | null {
	if (payload === undefined || payload === null) return null;
	return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
