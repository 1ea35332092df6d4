// PURE: what the node that asked answers to the trigger that brings a tap, in JSON of its own, so
// that it cannot be taken for an answer of n8n.
import { isObject, parseJson, textOrNull } from '../../graph/json';

export type Reply = { kind: 'resumed'; thankYou: string } | { kind: 'refused' };

const KEY = 'messengerAnswer';

export const REFUSED_REPLY = { [KEY]: 'refused' };

export function resumedReply(thankYou: string): Record<string, string> {
	return { [KEY]: 'resumed', thankYou };
}

/** Null for a body that is not the node's. */
export function readReply(text: string): Reply | null {
	const json = parseJson(text);
	if (!json.ok || !isObject(json.value)) return null;
	if (json.value[KEY] === 'refused') return { kind: 'refused' };
	return json.value[KEY] === 'resumed'
		? { kind: 'resumed', thankYou: textOrNull(json.value.thankYou) ?? '' }
		: null;
}
