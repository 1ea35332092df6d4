// Reads the conventions bot builders use inside a payload: JSON, `a=1&b=2` and `ACTION?a=1`.
import { isObject, isTooDeep, type JsonObject } from '../../graph/json';

export type PayloadData = JsonObject | unknown[];

const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
// A key may be written with escapes, so any escape counts as suspicious too.
const MAY_HOLD_PROTOTYPE_KEY = /__proto__|constructor|prototype|\\u/;
const PAIR_KEY = /^[\w.%+[\]-]+$/;
const ACTION = /^[\w.:/-]+$/;

/**
 * Null for text that follows none of the conventions. Values of pairs are text; prototype keys are
 * left out.
 */
export function parsePayload(payload: string | null): PayloadData | null {
	const text = payload?.trim() ?? '';
	if (text.startsWith('{') || text.startsWith('[')) return parseJsonPayload(text);
	if (!text.includes('=')) return null;
	const question = text.indexOf('?');
	if (question === -1) return parsePairs(text);
	const action = text.slice(0, question);
	const pairs = ACTION.test(action) ? parsePairs(text.slice(question + 1)) : null;
	return pairs === null ? null : { ...pairs, action };
}

function parseJsonPayload(text: string): PayloadData | null {
	try {
		const value: unknown = MAY_HOLD_PROTOTYPE_KEY.test(text)
			? JSON.parse(text, withoutPrototypeKeys)
			: JSON.parse(text);
		return (Array.isArray(value) || isObject(value)) && !isTooDeep(value) ? value : null;
	} catch {
		return null;
	}
}

function withoutPrototypeKeys(key: string, value: unknown): unknown {
	return PROTOTYPE_KEYS.has(key) ? undefined : value;
}

function parsePairs(text: string): JsonObject | null {
	const pairs = text.split('&').map((pair) => {
		const equals = pair.indexOf('=');
		return { key: pair.slice(0, Math.max(equals, 0)), value: pair.slice(equals + 1) };
	});
	// A lone `QUJD=` or `QQ==` is Base64 far more often than a key without a value.
	const isLikelyBase64 = pairs.length === 1 && (pairs[0]?.value === '' || pairs[0]?.value === '=');
	if (isLikelyBase64 || !pairs.every(({ key }) => PAIR_KEY.test(key))) return null;
	const decoded = pairs.map(({ key, value }) => [decode(key), decode(value)] as const);
	return Object.fromEntries(decoded.filter(([key]) => !PROTOTYPE_KEYS.has(key)));
}

function decode(text: string): string {
	const spaced = text.replaceAll('+', ' ');
	try {
		return decodeURIComponent(spaced);
	} catch {
		return spaced;
	}
}
