// PURE: a long text in parts that Meta takes, cut where a reader would pause.
import { lengthOf, type Unit } from '../refusals/limits';

/** The later ones are tried when a part has none of the earlier ones in its second half. */
const PAUSES = [/\n\s*\n/g, /\n/g, /[.!?…]\s/g, /\s/g];

/** No part is empty; together they are the text, without the spaces it was cut at. */
export function splitText(text: string, max: number, unit: Unit): string[] {
	const parts: string[] = [];
	let rest = text.trim();
	while (lengthOf(rest, unit) > max) {
		const head = headOf(rest, max, unit);
		const cut = cutIn(head);
		parts.push(rest.slice(0, cut).trimEnd());
		rest = rest.slice(cut).trimStart();
	}
	return rest === '' ? parts : [...parts, rest];
}

/** The longest beginning that fits, never half of a character that people see as one. */
function headOf(text: string, max: number, unit: Unit): string {
	let head = '';
	let length = 0;
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		length += lengthOf(segment, unit);
		if (length > max) break;
		head += segment;
	}
	// One "character" that is longer than a whole message.
	return head === '' ? ([...text][0] ?? text) : head;
}

function cutIn(head: string): number {
	for (const pause of PAUSES) {
		const [last] = [...head.matchAll(pause)].slice(-1);
		const end = last === undefined ? 0 : last.index + last[0].length;
		if (end > head.length / 2) return end;
	}
	return head.length;
}
