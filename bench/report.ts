/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// What was measured, as a table per section: in the terminal and between two marks of
// docs/PERFORMANCE.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';
const HEADINGS = ['Figure', 'Measured', 'Target', 'Met'];

export interface Figure {
	what: string;
	measured: string;
	target?: string;
	met?: boolean;
}

export interface Section {
	title: string;
	/** What was done, in a sentence or two. */
	about: string;
	figures: Figure[];
}

/** A target for a ratio. NaN meets none. */
export function ratio(what: string, value: number, target: { atLeast?: number; atMost?: number }): Figure {
	const { atLeast = -Infinity, atMost = Infinity } = target;
	const text = target.atLeast === undefined ? `at most ${atMost} ×` : `at least ${atLeast} ×`;
	return { what, measured: times(value), target: text, met: value >= atLeast && value <= atMost };
}

export function times(value: number): string {
	return `${value.toFixed(value < 10 ? 2 : 1)} ×`;
}

export function asMarkdown({ title, about, figures }: Section): string {
	const rows = figures.map(({ what, measured, target = '', met }) => [what, measured, target, verdict(met)]);
	return `## ${title}\n\n${about}\n\n${table([HEADINGS, ...rows])}\n`;
}

/** Replaces what an earlier run has left, and wraps its sentences. */
export async function writeBetweenMarks(file: string, text: string): Promise<void> {
	const old = readFileSync(file, 'utf8');
	const [start, end] = [old.indexOf(START), old.indexOf(END)];
	if (start === -1 || end < start) throw new Error(`${file} has lost its marks ${START} and ${END}`);
	const wrapped = await format(text, { parser: 'markdown', proseWrap: 'always', printWidth: 100 });
	writeFileSync(file, `${old.slice(0, start + START.length)}\n\n${wrapped}\n${old.slice(end)}`);
}

function verdict(met: boolean | undefined): string {
	if (met === undefined) return '';
	return met ? 'yes' : '**missed**';
}

/** Readable as it is, and as Markdown. */
function table(rows: string[][]): string {
	const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const line = (cells: string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
	const [headings = [], ...body] = rows;
	return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
