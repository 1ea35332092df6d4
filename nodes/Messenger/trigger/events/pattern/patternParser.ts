// A regular expression's text to a tree. Leaves out what cannot be matched in linear time:
// look-around, back-references.
import { withCaseVariants } from './patternCase';
import { complementOf, LINE_ENDS, NONE, unionOf, type CharSet } from './patternCharacters';
import { readEscape, type Element } from './patternEscape';

/**
 * Nothing in a tree is empty but the tree itself: a part that matches only the empty text is left
 * out.
 */
export type PatternNode =
	| { kind: 'char'; set: CharSet }
	| { kind: 'assert'; at: 'start' | 'end' | 'wordBoundary' | 'notWordBoundary' }
	| { kind: 'sequence'; parts: PatternNode[] }
	| { kind: 'choice'; parts: PatternNode[] }
	| { kind: 'repeat'; part: PatternNode; min: number; max: number };

type Assertion = Extract<PatternNode, { kind: 'assert' }>['at'];

/** Thrown for a feature that is left out; the message names it. */
export class UnsupportedPattern extends Error {}

/** Each level of groups is some levels of calls, here and when the tree is read. */
export const MAX_PATTERN_DEPTH = 100;

/**
 * Reads a pattern that `new RegExp(pattern)` accepts, with the same meaning (no flags but `i`, code
 * units).
 * @throws {UnsupportedPattern} for look-around, back-references, inline flags and groups that are
 * nested too deep
 */
export function parsePattern(pattern: string, ignoreCase: boolean): PatternNode {
	return new Parser(pattern, ignoreCase).parse();
}

const QUANTIFIER = /([*+?]|\{(\d+)(,(\d*))?\})\??/y;
const SIGNS: Record<string, [min: number, max: number]> = {
	'*': [0, Infinity],
	'+': [1, Infinity],
	'?': [0, 1],
};
const ASSERTIONS: ReadonlyArray<[text: string, at: Assertion]> = [
	['^', 'start'],
	['$', 'end'],
	['\\b', 'wordBoundary'],
	['\\B', 'notWordBoundary'],
];
const UNSUPPORTED_GROUPS: ReadonlyArray<[start: string, name: string]> = [
	['(?=', 'a look-ahead'],
	['(?!', 'a look-ahead'],
	['(?<=', 'a look-behind'],
	['(?<!', 'a look-behind'],
];
const GROUP_START = /\((?:\?:|\?<[^>]*>|(?!\?))/y;
const BACK_REFERENCE = /\\(?:([1-9]\d*)|k)/y;
// An escape, a class, the start of a group that captures, or any other character.
const PIECES = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|(\((?:\?<(?![=!])|(?!\?)))|[^]/g;

class Parser {
	private readonly text: string;
	private readonly ignoreCase: boolean;
	/** How many groups capture; a number above it is no back-reference. */
	private readonly groupCount: number;
	private readonly hasNamedGroup: boolean;
	private at = 0;
	private depth = 0;

	constructor(text: string, ignoreCase: boolean) {
		this.text = text;
		this.ignoreCase = ignoreCase;
		const groups = [...text.matchAll(PIECES)].flatMap(([, start]) => start ?? []);
		this.groupCount = groups.length;
		this.hasNamedGroup = groups.includes('(?<');
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
		while (this.at < this.text.length && !'|)'.includes(this.peek())) {
			const part = this.quantified(this.atom());
			if (!isEmpty(part)) parts.push(part);
		}
		return parts.length === 1 && parts[0] ? parts[0] : { kind: 'sequence', parts };
	}

	private quantified(part: PatternNode): PatternNode {
		const quantifier = this.takeForm(QUANTIFIER);
		if (quantifier === null) return part;
		const [, sign = '', lower, range, upper] = quantifier;
		const least = Number(lower);
		const most = range === undefined ? least : upper === '' ? Infinity : Number(upper);
		const [min, max] = SIGNS[sign] ?? [least, most];
		if (isEmpty(part) || max === 0) return { kind: 'sequence', parts: [] };
		return min === 1 && max === 1 ? part : { kind: 'repeat', part, min, max };
	}

	private atom(): PatternNode {
		if (this.peek() === '(') return this.group();
		const assertion = ASSERTIONS.find(([text]) => this.take(text));
		if (assertion) return { kind: 'assert', at: assertion[1] };
		this.refuseBackReference();
		return { kind: 'char', set: this.character() };
	}

	private group(): PatternNode {
		const unsupported = UNSUPPORTED_GROUPS.find(([start]) => this.text.startsWith(start, this.at));
		if (unsupported) throw new UnsupportedPattern(unsupported[1]);
		// Of JavaScript's groups only inline flags remain.
		if (this.takeForm(GROUP_START) === null) throw new UnsupportedPattern('inline flags');
		this.depth += 1;
		if (this.depth > MAX_PATTERN_DEPTH)
			throw new UnsupportedPattern(`groups nested more than ${MAX_PATTERN_DEPTH} deep`);
		const inner = this.choice();
		this.take(')');
		this.depth -= 1;
		return inner;
	}

	private refuseBackReference(): void {
		const start = this.at;
		const reference = this.takeForm(BACK_REFERENCE);
		this.at = start;
		if (reference === null) return;
		const [, digits] = reference;
		const isReference = digits === undefined ? this.hasNamedGroup : Number(digits) <= this.groupCount;
		if (isReference) throw new UnsupportedPattern('a back-reference');
	}

	private character(): CharSet {
		if (this.take('.')) return complementOf(LINE_ENDS);
		if (this.take('[')) return this.charClass();
		return this.foldCase(asSet(this.element(false)));
	}

	private charClass(): CharSet {
		const isNegated = this.take('^');
		const sets: CharSet[] = [];
		while (!this.take(']')) {
			const from = this.element(true);
			if (this.peek() !== '-' || this.text[this.at + 1] === ']') {
				sets.push(asSet(from));
				continue;
			}
			this.at += 1;
			const to = this.element(true);
			// With a whole class at either end it is no range: the hyphen stands for itself.
			if (typeof from === 'number' && typeof to === 'number') sets.push([from, to]);
			else sets.push(asSet(from), asSet(HYPHEN), asSet(to));
		}
		const set = this.foldCase(sets.length === 0 ? NONE : unionOf(sets));
		return isNegated ? complementOf(set) : set;
	}

	private element(isInClass: boolean): Element {
		if (!this.take('\\')) return this.text.charCodeAt(this.at++);
		const { element, end } = readEscape(this.text, this.at, isInClass);
		this.at = end;
		return element;
	}

	private foldCase(set: CharSet): CharSet {
		return this.ignoreCase ? withCaseVariants(set) : set;
	}

	private peek(): string {
		return this.text[this.at] ?? '';
	}

	private take(text: string): boolean {
		const isThere = this.text.startsWith(text, this.at);
		if (isThere) this.at += text.length;
		return isThere;
	}

	private takeForm(form: RegExp): RegExpExecArray | null {
		form.lastIndex = this.at;
		const found = form.exec(this.text);
		if (found !== null) this.at = form.lastIndex;
		return found;
	}
}

const HYPHEN = 45;

function asSet(element: Element): CharSet {
	return typeof element === 'number' ? [element, element] : element;
}

function isEmpty(node: PatternNode): boolean {
	return node.kind === 'sequence' && node.parts.length === 0;
}
