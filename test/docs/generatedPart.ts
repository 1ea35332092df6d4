/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// The parts of the documents that are made from code, between two marks: compared, or written with
// WRITE_DOCS=1.
import { writeFileSync } from 'node:fs';
import { markedPart, read } from './markdown';

export function expectGenerated(path: string, name: string, lines: readonly string[]): void {
	const text = read(path);
	const actual = markedPart(text, name);
	const expected = lines.join('\n');
	if (process.env.WRITE_DOCS === '1' && unpadded(actual) !== unpadded(expected)) {
		const [before = '', after = ''] = text.split(`<!-- ${name}:start -->\n${actual}`);
		writeFileSync(path, `${before}<!-- ${name}:start -->\n${expected}\n${after.replace(/^\n/, '')}`);
		return;
	}
	expect(unpadded(actual)).toBe(unpadded(expected));
}

/** A formatter may align the columns of a table. */
function unpadded(table: string): string {
	return table.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');
}
