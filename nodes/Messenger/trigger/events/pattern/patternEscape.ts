// What stands behind a backslash in a regular expression without the u flag, the web's legacy forms
// included. Knows nothing of assertions and back-references.
import { complementOf, DIGITS, SPACES, WORD, type CharSet } from './patternCharacters';

/** One code unit, which may begin a range, or a whole class. */
export type Element = number | CharSet;

export interface ReadElement {
	element: Element;
	/** The position behind it. */
	end: number;
}

const BACKSLASH = 92;

const CLASS_ESCAPES: ReadonlyMap<string, CharSet> = new Map([
	['d', DIGITS],
	['D', complementOf(DIGITS)],
	['w', WORD],
	['W', complementOf(WORD)],
	['s', SPACES],
	['S', complementOf(SPACES)],
]);
const CONTROL_ESCAPES: ReadonlyMap<string, number> = new Map([
	['t', 9],
	['n', 10],
	['v', 11],
	['f', 12],
	['r', 13],
]);

interface NumericForm {
	form: RegExp;
	unitOf: (found: string) => number;
}

const hexUnit = (digits: string) => parseInt(digits, 16);
const controlUnit = (letter: string) => letter.charCodeAt(0) % 32;
const NUMERIC_FORMS: readonly NumericForm[] = [
	{ form: /u([0-9a-fA-F]{4})/y, unitOf: hexUnit },
	{ form: /x([0-9a-fA-F]{2})/y, unitOf: hexUnit },
	{ form: /c([a-zA-Z])/y, unitOf: controlUnit },
	// Octal, up to \377; \0 is the shortest of these.
	{ form: /([0-3][0-7]{0,2}|[4-7][0-7]?)/y, unitOf: (digits) => parseInt(digits, 8) },
];
const CONTROL_IN_CLASS: NumericForm = { form: /c([0-9_])/y, unitOf: controlUnit };

/** Reads the escape whose backslash stands before `at`. */
export function readEscape(text: string, at: number, isInClass: boolean): ReadElement {
	for (const { form, unitOf } of isInClass ? [...NUMERIC_FORMS, CONTROL_IN_CLASS] : NUMERIC_FORMS) {
		form.lastIndex = at;
		const found = form.exec(text);
		if (found?.[1]) return { element: unitOf(found[1]), end: form.lastIndex };
	}
	const letter = text.charAt(at);
	// A \c that names no control character is the backslash itself, and the c stands for itself.
	if (letter === 'c') return { element: BACKSLASH, end: at };
	const meant = CLASS_ESCAPES.get(letter) ?? CONTROL_ESCAPES.get(letter);
	if (meant !== undefined) return { element: meant, end: at + 1 };
	return { element: isInClass && letter === 'b' ? 8 : text.charCodeAt(at), end: at + 1 };
}
