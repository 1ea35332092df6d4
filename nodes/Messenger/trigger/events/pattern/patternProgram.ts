// A regular expression's tree to a list of steps. Counted repetitions are written out, so both are
// bounded: the list, and the work of writing it, because nothing that is repeated is empty.
import type { CharSet } from './patternCharacters';
import { UnsupportedPattern, type PatternNode } from './patternParser';

export const MAX_PATTERN_STEPS = 500;

export type AssertAt = Extract<PatternNode, { kind: 'assert' }>['at'];
export type Step =
	| { op: 'char'; set: CharSet }
	| { op: 'assert'; at: AssertAt }
	| { op: 'split'; to: number }
	| { op: 'jump'; to: number }
	| { op: 'match' };

/** @throws {UnsupportedPattern} for a tree of more steps than `MAX_PATTERN_STEPS` */
export function programOf(tree: PatternNode): Step[] {
	const steps: Step[] = [];
	emit(tree, steps);
	steps.push({ op: 'match' });
	return steps;
}

function emit(node: PatternNode, steps: Step[]): void {
	if (node.kind === 'char') add({ op: 'char', set: node.set }, steps);
	else if (node.kind === 'assert') add({ op: 'assert', at: node.at }, steps);
	else if (node.kind === 'sequence') node.parts.forEach((part) => emit(part, steps));
	else if (node.kind === 'choice') emitChoice(node.parts, steps);
	else emitRepeat(node, steps);
}

function add<Added extends Step>(step: Added, steps: Step[]): Added {
	if (steps.length >= MAX_PATTERN_STEPS) throw new UnsupportedPattern(`more than ${MAX_PATTERN_STEPS} steps`);
	steps.push(step);
	return step;
}

function emitChoice(parts: readonly PatternNode[], steps: Step[]): void {
	const ends = parts.map((part, index) => {
		if (index === parts.length - 1) {
			emit(part, steps);
			return null;
		}
		const split = add({ op: 'split', to: 0 }, steps);
		emit(part, steps);
		const jump = add({ op: 'jump', to: 0 }, steps);
		split.to = steps.length;
		return jump;
	});
	for (const jump of ends) if (jump) jump.to = steps.length;
}

function emitRepeat({ part, min, max }: Extract<PatternNode, { kind: 'repeat' }>, steps: Step[]): void {
	for (let count = 0; count < min; count++) emit(part, steps);
	if (max === Infinity) {
		const start = steps.length;
		const split = add({ op: 'split', to: 0 }, steps);
		emit(part, steps);
		add({ op: 'jump', to: start }, steps);
		split.to = steps.length;
		return;
	}
	const splits: Array<{ to: number }> = [];
	for (let count = min; count < max; count++) {
		splits.push(add({ op: 'split', to: 0 }, steps));
		emit(part, steps);
	}
	for (const split of splits) split.to = steps.length;
}
