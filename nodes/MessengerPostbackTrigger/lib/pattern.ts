// Regular expressions that cannot hold the process: matched by tracking all states at once, in time proportional to
// pattern length times text length. JavaScript's own engine needs exponential time for patterns like (a+)+$.
import { isWord, parsePattern, UnsupportedPattern, type CharTest, type PatternNode } from './patternParser';

/** A counted repetition is written out, so a short pattern can stand for many steps. */
export const MAX_PATTERN_STEPS = 500;
/** A longer text matches no pattern. Meta's payloads have at most 1,000 characters. */
export const MAX_PATTERN_TEXT = 10_000;

export type Pattern = (text: string) => boolean;
export type CompiledPattern = { ok: true; matches: Pattern } | { ok: false; why: string };

type AssertAt = Extract<PatternNode, { kind: 'assert' }>['at'];
type Step =
	| { op: 'char'; test: CharTest }
	| { op: 'assert'; at: AssertAt }
	| { op: 'split'; to: number }
	| { op: 'jump'; to: number }
	| { op: 'match' };

/** `why` completes the sentence "The regular expression …". */
export function compilePattern(pattern: string, ignoreCase: boolean): CompiledPattern {
	try {
		void new RegExp(pattern);
	} catch (error) {
		const detail = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
		return { ok: false, why: `is not valid: ${detail}` };
	}
	try {
		const steps: Step[] = [];
		emit(parsePattern(pattern, ignoreCase), steps);
		steps.push({ op: 'match' });
		return { ok: true, matches: (text) => text.length <= MAX_PATTERN_TEXT && run(steps, text) };
	} catch (error) {
		const what = error instanceof UnsupportedPattern ? error.message : 'something';
		return { ok: false, why: `uses ${what}, which is not supported` };
	}
}

function emit(node: PatternNode, steps: Step[]): void {
	if (steps.length > MAX_PATTERN_STEPS) throw new UnsupportedPattern(`more than ${MAX_PATTERN_STEPS} steps`);
	if (node.kind === 'char') steps.push({ op: 'char', test: node.test });
	else if (node.kind === 'assert') steps.push({ op: 'assert', at: node.at });
	else if (node.kind === 'sequence') node.parts.forEach((part) => emit(part, steps));
	else if (node.kind === 'choice') emitChoice(node.parts, steps);
	else emitRepeat(node, steps);
}

function emitChoice(parts: readonly PatternNode[], steps: Step[]): void {
	const ends = parts.map((part, index) => {
		if (index === parts.length - 1) {
			emit(part, steps);
			return null;
		}
		const split = { op: 'split' as const, to: 0 };
		const jump = { op: 'jump' as const, to: 0 };
		steps.push(split);
		emit(part, steps);
		steps.push(jump);
		split.to = steps.length;
		return jump;
	});
	for (const jump of ends) if (jump) jump.to = steps.length;
}

function emitRepeat({ part, min, max }: Extract<PatternNode, { kind: 'repeat' }>, steps: Step[]): void {
	for (let count = 0; count < min; count++) emit(part, steps);
	if (max === Infinity) {
		const start = steps.length;
		const split = { op: 'split' as const, to: 0 };
		steps.push(split);
		emit(part, steps);
		steps.push({ op: 'jump', to: start });
		split.to = steps.length;
		return;
	}
	const splits = Array.from({ length: Math.min(max - min, MAX_PATTERN_STEPS + 1) }, () => {
		const split = { op: 'split' as const, to: 0 };
		steps.push(split);
		emit(part, steps);
		return split;
	});
	for (const split of splits) split.to = steps.length;
}

function run(steps: readonly Step[], text: string): boolean {
	// The position + 1 at which a step was last entered, so that each is followed once per position.
	const entered = new Int32Array(steps.length);
	let active: number[] = [];
	for (let position = 0; position <= text.length; position++) {
		const waiting: number[] = [];
		for (const step of [...active, 0]) {
			if (follow(step, { steps, text, position, entered, waiting })) return true;
		}
		const code = text.charCodeAt(position);
		active = [];
		for (const index of waiting) {
			const step = steps[index];
			if (step?.op === 'char' && step.test(code)) active.push(index + 1);
		}
	}
	return false;
}

interface Walk {
	steps: readonly Step[];
	text: string;
	position: number;
	entered: Int32Array;
	waiting: number[];
}

/** Follows the steps that read nothing; those that read a character are left waiting. True when the end is reached. */
function follow(from: number, { steps, text, position, entered, waiting }: Walk): boolean {
	const open = [from];
	for (let index = open.pop(); index !== undefined; index = open.pop()) {
		const step = steps[index];
		if (step === undefined || entered[index] === position + 1) continue;
		entered[index] = position + 1;
		if (step.op === 'match') return true;
		if (step.op === 'char') waiting.push(index);
		else if (step.op === 'jump') open.push(step.to);
		else if (step.op === 'split') open.push(step.to, index + 1);
		else if (holds(step.at, text, position)) open.push(index + 1);
	}
	return false;
}

function holds(at: AssertAt, text: string, position: number): boolean {
	if (at === 'start') return position === 0;
	if (at === 'end') return position === text.length;
	const isBoundary = isWordAt(text, position - 1) !== isWordAt(text, position);
	return isBoundary === (at === 'wordBoundary');
}

function isWordAt(text: string, position: number): boolean {
	return position >= 0 && position < text.length && isWord(text.charCodeAt(position));
}
