/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Every claim in SECURITY.md has its tests: the file exists, and a test in it has the title that is
// quoted.
import { existsSync } from 'node:fs';
import { read, sectionOf, tableRows } from './markdown';

const text = read('SECURITY.md');
const claims = [
	...tableRows(sectionOf(text, 'What is verified')),
	...tableRows(sectionOf(text, 'Who can do what')).map(([who = '', , , tests = '']) => [who, tests]),
];

interface Proof {
	file: string;
	titles: string[];
}

/** `file` "title", "title", `file` "title" */
function proofsOf(cell: string): Proof[] {
	return [...cell.matchAll(/`([^`]+)`((?:,? "[^"]+")*)/g)].map(([, file = '', quoted = '']) => ({
		file,
		titles: [...quoted.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
	}));
}

/** The titles that tests give themselves, of whatever kind of quote. */
function titlesIn(file: string): string[] {
	const calls = read(file).matchAll(/\)?\(\s*(["'`])((?:(?!\1).)+)\1,\s*(?:async )?(?:\(|function)/g);
	return [...calls].map(([, , title = '']) => title);
}

describe('claims in SECURITY.md', () => {
	it('are there', () => {
		expect(claims.length).toBeGreaterThan(20);
	});

	it.each(claims.map(([claim = '', cell = '']) => [claim, cell]))(
		'have tests that exist: %s',
		(_claim, cell) => {
			const proofs = proofsOf(cell);
			expect(proofs.length).toBeGreaterThan(0);
			const wrong = proofs.flatMap(({ file, titles }) => {
				if (!existsSync(file)) return [`${file} does not exist`];
				if (titles.length === 0) return [`${file} has no title`];
				const known = titlesIn(file);
				return titles.filter((title) => !known.some((name) => name.includes(title)));
			});
			expect(wrong).toEqual([]);
		},
	);

	it('name files that exist, outside the table too', () => {
		const files = [...text.matchAll(/`([\w-]+\/[\w./-]+)`/g)].map(([, file = '']) => file);
		expect(files.filter((file) => !existsSync(file))).toEqual([]);
	});
});
