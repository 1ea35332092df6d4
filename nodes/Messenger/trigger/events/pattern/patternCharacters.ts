// Sets of UTF-16 code units, as the characters and classes of a regular expression mean them.

/**
 * Sorted ranges that neither touch nor overlap: from, to, from, to … Both ends belong to the range.
 */
export type CharSet = readonly number[];

const LAST_UNIT = 0xffff;

export const NONE: CharSet = [];
export const DIGITS: CharSet = [48, 57];
export const WORD: CharSet = [48, 57, 65, 90, 95, 95, 97, 122];
export const LINE_ENDS: CharSet = [10, 10, 13, 13, 0x2028, 0x2029];
export const SPACES: CharSet = [
	...[9, 13, 32, 32, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029],
	...[0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff],
];

/**
 * In logarithmic time, so that a long class does not make each character of a text expensive. NaN
 * is in no set.
 */
export function hasUnit(set: CharSet, unit: number): boolean {
	let low = 0;
	let high = set.length / 2 - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		if (unit > (set[2 * middle + 1] ?? 0)) low = middle + 1;
		else if (unit >= (set[2 * middle] ?? 0)) return true;
		else high = middle - 1;
	}
	return false;
}

export function unionOf(sets: readonly CharSet[]): CharSet {
	if (sets.length === 1 && sets[0]) return sets[0];
	const union: number[] = [];
	for (const [from, to] of sets.flatMap(rangesOf).sort(([a], [b]) => a - b)) {
		const lastTo = union.at(-1);
		if (lastTo === undefined || from > lastTo + 1) union.push(from, to);
		else union[union.length - 1] = Math.max(lastTo, to);
	}
	return union;
}

export function complementOf(set: CharSet): CharSet {
	const complement: number[] = [];
	let next = 0;
	for (const [from, to] of rangesOf(set)) {
		if (from > next) complement.push(next, from - 1);
		next = to + 1;
	}
	return next > LAST_UNIT ? complement : [...complement, next, LAST_UNIT];
}

export function rangesOf(set: CharSet): Array<[from: number, to: number]> {
	return Array.from({ length: set.length / 2 }, (_, index) => [set[2 * index] ?? 0, set[2 * index + 1] ?? 0]);
}
