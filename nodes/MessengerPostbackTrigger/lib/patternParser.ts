// A regular expression's text to a tree. Leaves out what cannot be matched in linear time: look-around, back-references.

export type CharTest = (code: number) => boolean;

export type PatternNode =
	| { kind: 'char'; test: CharTest }
	| { kind: 'assert'; at: 'start' | 'end' | 'wordBoundary' | 'notWordBoundary' }
	| { kind: 'sequence'; parts: PatternNode[] }
	| { kind: 'choice'; parts: PatternNode[] }
	| { kind: 'repeat'; part: PatternNode; min: number; max: number };

/** Thrown for a feature that is left out; the message names it. */
export class UnsupportedPattern extends Error {}

/**
 * Reads a pattern that `new RegExp(pattern)` accepts, with the same meaning (no flags but `i`, code units).
 * @throws {UnsupportedPattern} for look-around and back-references
 */
export function parsePattern(pattern: string, ignoreCase: boolean): PatternNode {
	return new Parser(pattern, ignoreCase).parse();
}

const isDigit: CharTest = (code) => code >= 48 && code <= 57;
export const isWord: CharTest = (code) =>
	isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isSpace: CharTest = (code) => /\s/.test(String.fromCharCode(code));
const isLineEnd: CharTest = (code) => code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
const not =
	(test: CharTest): CharTest =>
	(code) =>
		!test(code);

const CLASS_ESCAPES: Record<string, CharTest> = {
	d: isDigit,
	D: not(isDigit),
	w: isWord,
	W: not(isWord),
	s: isSpace,
	S: not(isSpace),
};
const CONTROL_ESCAPES: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };
const UNSUPPORTED_GROUPS: ReadonlyArray<[start: string, name: string]> = [
	['(?=', 'look-ahead'],
	['(?!', 'look-ahead'],
	['(?<=', 'look-behind'],
	['(?<!', 'look-behind'],
];

class Parser {
	private readonly text: string;
	private readonly ignoreCase: boolean;
	private at = 0;

	constructor(text: string, ignoreCase: boolean) {
		this.text = text;
		this.ignoreCase = ignoreCase;
	}

	parse(): PatternNode {
		return this.choice();
	}

	private choice(): PatternNode {
		const parts = [this.sequence()];
		while (this.take('|')) parts.push(this.sequence());
		return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts };
	}

	private sequence(): PatternNode {
		const parts: PatternNode[] = [];
		while (this.at < this.text.length && !'|)'.includes(this.peek()))
			parts.push(this.quantified(this.atom()));
		return { kind: 'sequence', parts };
	}

	private quantified(part: PatternNode): PatternNode {
		const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.text.slice(this.at, this.at + 40));
		if (quantifier === null) return part;
		this.at += quantifier[0].length;
		const sign = quantifier[0][0];
		if (sign === '*') return { kind: 'repeat', part, min: 0, max: Infinity };
		if (sign === '+') return { kind: 'repeat', part, min: 1, max: Infinity };
		if (sign === '?') return { kind: 'repeat', part, min: 0, max: 1 };
		const min = Number(quantifier[1]);
		const upper = quantifier[3] ? Number(quantifier[3]) : Infinity;
		return { kind: 'repeat', part, min, max: quantifier[2] === undefined ? min : upper };
	}

	private atom(): PatternNode {
		if (this.peek() === '(') return this.group();
		if (this.take('^')) return { kind: 'assert', at: 'start' };
		if (this.take('$')) return { kind: 'assert', at: 'end' };
		if (this.take('.')) return { kind: 'char', test: not(isLineEnd) };
		if (this.take('[')) return { kind: 'char', test: this.charClass() };
		if (this.take('\\b')) return { kind: 'assert', at: 'wordBoundary' };
		if (this.take('\\B')) return { kind: 'assert', at: 'notWordBoundary' };
		if (/^\\(?:[1-9]|k<)/.test(this.text.slice(this.at))) throw new UnsupportedPattern('a back-reference');
		const element = this.element();
		return { kind: 'char', test: typeof element === 'number' ? this.range(element, element) : element };
	}

	private group(): PatternNode {
		const unsupported = UNSUPPORTED_GROUPS.find(([start]) => this.text.startsWith(start, this.at));
		if (unsupported) throw new UnsupportedPattern(`a ${unsupported[1]}`);
		const start = /^\((?:\?:|\?<[^>]*>)?/.exec(this.text.slice(this.at));
		// Of JavaScript's groups only inline flags remain here.
		if (start === null || /^\(\?[^:<]/.test(this.text.slice(this.at)))
			throw new UnsupportedPattern('inline flags');
		this.at += start[0].length;
		const inner = this.choice();
		this.take(')');
		return inner;
	}

	private charClass(): CharTest {
		const isNegated = this.take('^');
		const tests: CharTest[] = [];
		while (!this.take(']')) {
			const from = this.classElement();
			const isRange = typeof from === 'number' && this.peek() === '-' && this.text[this.at + 1] !== ']';
			if (!isRange) {
				tests.push(typeof from === 'number' ? this.range(from, from) : from);
				continue;
			}
			this.at += 1;
			const to = this.classElement();
			if (typeof to === 'number') tests.push(this.range(from, to));
			else tests.push(this.range(from, from), this.range(45, 45), to);
		}
		const isInside: CharTest = (code) => tests.some((test) => test(code));
		return isNegated ? not(isInside) : isInside;
	}

	private classElement(): number | CharTest {
		return this.take('\\b') ? 8 : this.element();
	}

	/** One character, or an escape for a whole class. */
	private element(): number | CharTest {
		if (!this.take('\\')) return this.next();
		const hex = /^(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(
			this.text.slice(this.at),
		);
		const digits = hex?.[2] ?? hex?.[3];
		if (hex && digits) {
			this.at += hex[0].length;
			return parseInt(digits, 16);
		}
		const control = /^c([a-zA-Z])/.exec(this.text.slice(this.at));
		if (control?.[1]) {
			this.at += 2;
			return control[1].charCodeAt(0) % 32;
		}
		const letter = this.peek();
		const code = this.next();
		return CLASS_ESCAPES[letter] ?? CONTROL_ESCAPES[letter] ?? code;
	}

	private range(from: number, to: number): CharTest {
		const isInside: CharTest = (code) => code >= from && code <= to;
		return this.ignoreCase ? (code) => caseVariants(code).some(isInside) : isInside;
	}

	private peek(): string {
		return this.text[this.at] ?? '';
	}

	private next(): number {
		return this.text.charCodeAt(this.at++);
	}

	private take(text: string): boolean {
		const isThere = this.text.startsWith(text, this.at);
		if (isThere) this.at += text.length;
		return isThere;
	}
}

function caseVariants(code: number): number[] {
	const character = String.fromCharCode(code);
	return [code, character.toLowerCase().charCodeAt(0), character.toUpperCase().charCodeAt(0)];
}
