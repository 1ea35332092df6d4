// Which characters a regular expression takes for the same when case is ignored: JavaScript's rule
// without the u flag, which is the simple upper case of each code unit, never from beyond ASCII
// into it.
import { hasUnit, rangesOf, unionOf, type CharSet } from './patternCharacters';

interface CaseTable {
	/** The code units that have variants, sorted. */
	units: number[];
	/** All variants of such a unit, itself included. */
	variants: Map<number, readonly number[]>;
}

let table: CaseTable | null = null;

/** The set, and whatever differs from one of its members in case only. */
export function withCaseVariants(set: CharSet): CharSet {
	table ??= caseTable();
	const { units, variants } = table;
	const added: CharSet[] = [];
	for (const [from, to] of rangesOf(set)) {
		for (let index = firstFrom(units, from); (units[index] ?? Infinity) <= to; index++) {
			for (const variant of variants.get(units[index] ?? 0) ?? []) {
				if (!hasUnit(set, variant)) added.push([variant, variant]);
			}
		}
	}
	return added.length === 0 ? set : unionOf([set, ...added]);
}

// Asking for the upper case of every code unit takes milliseconds, so only patterns that ignore
// case cause it, once.
function caseTable(): CaseTable {
	const byUpper = new Map<number, number[]>();
	for (let unit = 0; unit <= 0xffff; unit++) {
		const upper = upperCase(unit);
		if (upper !== unit) byUpper.set(upper, [...(byUpper.get(upper) ?? [upper]), unit]);
	}
	const variants = new Map(
		[...byUpper.values()].flatMap((same) => same.map((unit) => [unit, same] as const)),
	);
	return { units: [...variants.keys()].sort((a, b) => a - b), variants };
}

function upperCase(unit: number): number {
	const upper = String.fromCharCode(unit).toUpperCase();
	const upperUnit = upper.charCodeAt(0);
	return upper.length !== 1 || (unit > 0x7f && upperUnit <= 0x7f) ? unit : upperUnit;
}

/** The index of the first unit that is not below `from`. */
function firstFrom(units: readonly number[], from: number): number {
	let low = 0;
	let high = units.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((units[middle] ?? 0) < from) low = middle + 1;
		else high = middle;
	}
	return low;
}
