// Runs the steps of a regular expression over a text, all states at once: linear in the text,
// whatever the steps.
import { hasUnit, WORD } from './patternCharacters';
import type { AssertAt, Step } from './patternProgram';

/** Whether some part of the text matches. */
export function run(steps: readonly Step[], text: string): boolean {
	const walk: Walk = {
		steps,
		text,
		entered: new Int32Array(steps.length),
		open: new Int32Array(steps.length + 1),
		waiting: new Int32Array(steps.length),
		waitingCount: 0,
	};
	const active = new Int32Array(steps.length);
	let activeCount = 0;
	for (let position = 0; position <= text.length; position++) {
		walk.waitingCount = 0;
		for (let index = 0; index < activeCount; index++) {
			if (follow(active[index] ?? 0, position, walk)) return true;
		}
		// A match may begin anywhere.
		if (follow(0, position, walk)) return true;
		activeCount = read(text.charCodeAt(position), walk, active);
	}
	return false;
}

// Typed arrays of fixed size, and nothing made on the way: this runs for each character of a text.
interface Walk {
	steps: readonly Step[];
	text: string;
	/**
	 * The position + 1 at which a step was last entered, so that each is followed once per position.
	 */
	entered: Int32Array;
	/** Steps that are still to be followed. */
	open: Int32Array;
	/** Steps that read a character. */
	waiting: Int32Array;
	waitingCount: number;
}

/**
 * Follows the steps that read nothing; those that read a character are left waiting. True when the
 * end is reached.
 */
function follow(from: number, position: number, walk: Walk): boolean {
	const { steps, entered, open, waiting } = walk;
	let openCount = 0;
	const enter = (index: number) => {
		if (entered[index] === position + 1) return;
		entered[index] = position + 1;
		open[openCount++] = index;
	};
	enter(from);
	while (openCount > 0) {
		const index = open[--openCount] ?? 0;
		const step = steps[index];
		if (step === undefined || step.op === 'match') return true;
		if (step.op === 'char') waiting[walk.waitingCount++] = index;
		else if (step.op === 'jump') enter(step.to);
		else if (step.op === 'split') {
			enter(step.to);
			enter(index + 1);
		} else if (holds(step.at, walk.text, position)) enter(index + 1);
	}
	return false;
}

/**
 * Writes the steps that come once the waiting ones have read this code unit; NaN at the end of the
 * text.
 */
function read(unit: number, { steps, waiting, waitingCount }: Walk, next: Int32Array): number {
	let count = 0;
	for (let index = 0; index < waitingCount; index++) {
		const at = waiting[index] ?? 0;
		const step = steps[at];
		if (step?.op === 'char' && hasUnit(step.set, unit)) next[count++] = at + 1;
	}
	return count;
}

function holds(at: AssertAt, text: string, position: number): boolean {
	if (at === 'start') return position === 0;
	if (at === 'end') return position === text.length;
	const isBoundary = isWordAt(text, position - 1) !== isWordAt(text, position);
	return isBoundary === (at === 'wordBoundary');
}

// Beyond either end there is NaN, which is in no set.
function isWordAt(text: string, position: number): boolean {
	return hasUnit(WORD, text.charCodeAt(position));
}
