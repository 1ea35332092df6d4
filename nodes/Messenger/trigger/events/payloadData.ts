// Reads the conventions bot builders use inside a payload: JSON, `a=1&b=2` and `ACTION?a=1`.
import { parseExactly } from '../../graph/exactJson';
import { isObject, MAX_LEVELS, type JsonObject } from '../../graph/json';

export type PayloadData = JsonObject | unknown[];

/** The one key that would change what an object is. */
const PROTOTYPE = '__proto__';
const PAIR_KEY = /^[\w.%+[\]-]+$/;
const ACTION = /^[\w.:/-]+$/;

/**
 * Null for text that follows none of the conventions. Values of pairs are text, and so are numbers
 * that a double cannot hold; the values of a repeated key become a list.
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
		const value = parseExactly(text, 'list', MAX_LEVELS);
		return Array.isArray(value) || isObject(value) ? value : null;
	} catch {
		return null;
	}
}

function parsePairs(text: string): JsonObject | null {
	const pairs = text.split('&').map((pair) => {
		const equals = pair.indexOf('=');
		return { key: pair.slice(0, Math.max(equals, 0)), value: pair.slice(equals + 1) };
	});
	const [only] = pairs;
	if (pairs.length === 1 && only !== undefined && isLikelyNoPair(only)) return null;
	if (!pairs.every(({ key }) => PAIR_KEY.test(key))) return null;
	const data: JsonObject = {};
	for (const { key, value } of pairs) add(data, decode(key), decode(value));
	return data;
}

/**
 * Standing alone, `QUJD=` and `QQ==` are Base64 far more often than a key without a value, also
 * with a digest behind them (`QUJD=--1f0c`); and a plus is in addresses (`ann+fb=1@example.org`)
 * and in Base64 far more often than in a name.
 */
function isLikelyNoPair({ key, value }: { key: string; value: string }): boolean {
	return value === '' || value === '=' || /^=?--/.test(value) || key.includes('+');
}

function add(data: JsonObject, key: string, value: string): void {
	if (key === PROTOTYPE) return;
	const known = Object.hasOwn(data, key) ? data[key] : undefined;
	if (known === undefined) data[key] = value;
	else if (Array.isArray(known)) known.push(value);
	else data[key] = [known, value];
}

function decode(text: string): string {
	const spaced = text.replaceAll('+', ' ');
	try {
		return decodeURIComponent(spaced);
	} catch {
		return spaced;
	}
}
