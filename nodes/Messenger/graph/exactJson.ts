// Reads JSON without losing what JSON.parse loses: digits that a double cannot hold, and the values
// of a repeated key. (What a number was written as, JSON.parse tells from Node 21 on only.)

/** Which values of a key that stands in one object several times are kept. */
export type RepeatedKeys = 'last' | 'list';

interface Open {
	into: unknown[] | Record<string, unknown>;
	/** Of the value that comes next; null in a list, and where a key comes next. */
	key: string | null;
	/** Keys whose values are a list because they were repeated. */
	repeated: Set<string> | null;
}

const [COMMA, COLON, BLANK] = [0x2c, 0x3a, 0x20];
const LITERAL = /[^\s,\]}]+/y;

/**
 * Numbers that a double cannot hold become text. `__proto__` is left out. Without recursion: a text
 * may be nested as deep as it is long.
 * @throws {SyntaxError} as JSON.parse does
 * @throws {RangeError} when there are more levels than that
 */
export function parseExactly(text: string, repeatedKeys: RepeatedKeys, maxLevels = Infinity): unknown {
	const plain: unknown = JSON.parse(text);
	if (isFaithful(plain, text, maxLevels)) return plain;
	// From here on the text is known to be JSON, so what is where need not be checked again.
	const root: unknown[] = [];
	const open: Open[] = [{ into: root, key: null, repeated: null }];
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code <= BLANK || code === COMMA || code === COLON) continue;
		const character = text[at];
		const inner = open[open.length - 1] as Open;
		if (character === '{' || character === '[') {
			const into = character === '{' ? {} : [];
			put(inner, into, repeatedKeys);
			open.push({ into, key: null, repeated: null });
			if (open.length - 1 > maxLevels) throw new RangeError('nested too deep');
		} else if (character === '}' || character === ']') open.pop();
		else if (character === '"') {
			const end = endOfText(text, at);
			const value = textBetween(text, at, end);
			if (inner.key === null && !Array.isArray(inner.into)) inner.key = value;
			else put(inner, value, repeatedKeys);
			at = end;
		} else {
			LITERAL.lastIndex = at;
			const literal = LITERAL.exec(text)?.[0] ?? '';
			put(inner, valueOf(literal), repeatedKeys);
			at += literal.length - 1;
		}
	}
	return root[0];
}

/** Longer ones are not worth writing a second time. */
const SHORT = 4_096;

/** A number of so many digits may be text here although a double holds it. */
const LONG_NUMBER = /\d{16}/;

/** Whether JSON.parse has lost nothing, told the fast way. A level takes two characters. */
function isFaithful(value: unknown, text: string, maxLevels: number): boolean {
	if (text.length > Math.min(SHORT, 2 * maxLevels)) return false;
	if (text.includes('__proto__') || LONG_NUMBER.test(text)) return false;
	return JSON.stringify(value) === text;
}

function put(open: Open, value: unknown, repeatedKeys: RepeatedKeys): void {
	const { into, key } = open;
	if (Array.isArray(into)) return void into.push(value);
	open.key = null;
	if (key === null || key === '__proto__') return;
	if (repeatedKeys === 'last' || !Object.hasOwn(into, key)) into[key] = value;
	else if (open.repeated?.has(key)) (into[key] as unknown[]).push(value);
	else {
		into[key] = [into[key], value];
		(open.repeated ??= new Set()).add(key);
	}
}

function endOfText(text: string, start: number): number {
	let end = text.indexOf('"', start + 1);
	while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
	return end;
}

function isEscaped(text: string, at: number): boolean {
	let backslashes = 0;
	while (text[at - 1 - backslashes] === '\\') backslashes += 1;
	return backslashes % 2 === 1;
}

function textBetween(text: string, start: number, end: number): string {
	const inside = text.slice(start + 1, end);
	return inside.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : inside;
}

function valueOf(literal: string): unknown {
	if (literal === 'true') return true;
	if (literal === 'false') return false;
	return literal === 'null' ? null : exactNumber(literal);
}

/** So many digits every double holds. */
const SURE_LENGTH = 15;
/** A number that is written longer than any double is never looked at. */
const LONGEST = 64;

function exactNumber(source: string): number | string {
	if (source.length > LONGEST) return source;
	const number = Number(source);
	// A kind of ID is all numbers or all text, not now and then the one that happens to fit.
	if (/^-?\d+$/.test(source)) return Number.isSafeInteger(number) ? number : source;
	const isSure = source.length <= SURE_LENGTH && !/e/i.test(source);
	return isSure || decimalOf(source) === decimalOf(String(number)) ? number : source;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** The same for each way to write one number; null for an infinite one. */
function decimalOf(text: string): string | null {
	const parts = NUMBER.exec(text);
	if (parts === null) return null;
	const [, sign = '', whole = '', fraction = '', power = '0'] = parts;
	const digits = (whole + fraction).replace(/^0+/, '');
	const significant = digits.replace(/0+$/, '');
	if (significant === '') return '0';
	return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}
