// One sheet of a spreadsheet of Google Sheets: cells by A1 notation, and what the two ways of
// entering a value make of it. Written after
// https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values and
// .../ValueInputOption
import { Refusal } from './double.ts';

export type Cell = string | number | boolean;
type Row = Array<Cell | undefined>;

/** Title in quotes, or without, and the cells. */
const RANGE = /^(?:'([^']+)'|([^'!]+))(?:!(.+))?$/;
const FORMULA = /^[=+]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
const A1 = /^([A-Z]{1,3})(\d+)$/;
const ROWS = /^(\d+):(\d+)$/;
const LETTERS = 26;

interface Place {
	/** From 0; the row is undefined for the whole sheet. */
	row: number | undefined;
	column: number;
}

export class Spreadsheet {
	readonly title: string;
	private readonly rows: Row[] = [];

	constructor(title: string) {
		this.title = title;
	}

	/** As the sheet shows it, without empty rows and cells at the end. */
	shown(): string[][] {
		const shown = this.rows.map((row) => {
			const texts = Array.from(row, text);
			while (texts.at(-1) === '') texts.pop();
			return texts;
		});
		while (shown.at(-1)?.length === 0) shown.pop();
		return shown;
	}

	/** What is in the cells. */
	cells(): Row[] {
		return this.rows.map((row) => [...row]);
	}

	write(range: string, values: unknown, option: unknown): void {
		const { row, column } = this.place(range);
		if (row === undefined) throw invalid(`Unable to parse range: ${range}`);
		checked(values).forEach((cells, index) => this.enter(row + index, column, cells, option));
	}

	/** Below the table that the range touches; without one, at the range itself. */
	append(range: string, values: unknown, option: unknown): void {
		const { row, column } = this.place(range);
		let free = row ?? 0;
		while (!this.isEmpty(free)) free += 1;
		checked(values).forEach((cells, index) => this.enter(free + index, column, cells, option));
	}

	/** Whether the range is one of this sheet. */
	has(range: string): boolean {
		return titleIn(range) === this.title;
	}

	/** @throws {Refusal} for another sheet, or a notation that this double does not know */
	place(range: string): Place {
		if (!this.has(range)) throw invalid(`Unable to parse range: ${range}`);
		const [, , , cells] = RANGE.exec(range) ?? [];
		if (cells === undefined) return { row: undefined, column: 0 };
		const rows = ROWS.exec(cells);
		if (rows !== null) return { row: Number(rows[1]) - 1, column: 0 };
		const [, letters, number] = A1.exec(cells) ?? [];
		if (letters === undefined) throw invalid(`Unable to parse range: ${range}`);
		const column = [...letters].reduce(
			(sum, letter) => sum * LETTERS + letter.charCodeAt(0) - 'A'.charCodeAt(0) + 1,
			0,
		);
		return { row: Number(number) - 1, column: column - 1 };
	}

	private enter(row: number, column: number, values: Array<Cell | null>, option: unknown): void {
		if (option !== 'RAW' && option !== 'USER_ENTERED') {
			throw invalid(`'valueInputOption' is required but not specified`);
		}
		while (this.rows.length <= row) this.rows.push([]);
		values.forEach((value, index) => {
			// Null leaves a cell as it is.
			const cells = this.rows[row];
			if (value !== null && cells !== undefined) {
				cells[column + index] = option === 'RAW' ? value : asTyped(value);
			}
		});
	}

	private isEmpty(row: number): boolean {
		return (this.rows[row] ?? []).every((cell) => cell === undefined || cell === '');
	}
}

function titleIn(range: string): string | undefined {
	const [, quoted, plain] = RANGE.exec(range) ?? [];
	return quoted ?? plain;
}

/**
 * A person who types digits gets a number, with the precision of one; a formula is worked out,
 * which nothing here can.
 */
function asTyped(value: Cell): Cell {
	if (typeof value !== 'string') return value;
	if (FORMULA.test(value)) return '#ERROR!';
	return NUMBER.test(value) ? Number(value) : value;
}

function text(cell: Cell | undefined): string {
	return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell ?? '');
}

function checked(values: unknown): Array<Array<Cell | null>> {
	const isCell = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);
	const isGrid = (grid: unknown): grid is Array<Array<Cell | null>> =>
		Array.isArray(grid) && grid.every((row) => Array.isArray(row) && row.every(isCell));
	if (!isGrid(values)) throw invalid('Invalid values: a list of lists of texts, numbers and booleans');
	return values;
}

export function invalid(message: string): Refusal {
	return new Refusal(400, { error: { code: 400, message, status: 'INVALID_ARGUMENT' } });
}
