/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// docs/META-FACTS.md stays a complete table, and points at code and sources that exist.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const text = readFileSync(join(ROOT, 'docs/META-FACTS.md'), 'utf8');
const lines = text.split('\n');

/** The cells of a table row; a bar that belongs to a cell is escaped. */
const cellsOf = (line: string) =>
	line
		.split(/(?<!\\)\|/)
		.slice(1, -1)
		.map((cell) => cell.trim());

const isRow = (line: string) => line.startsWith('|') && !/^\| (Fact|-+) +\|/.test(line);
const rows = lines.filter(isRow).map(cellsOf);
const labelled = rows.map((cells) => [cells[0] ?? '', cells] as const);

const folderOf = (file: string) =>
	/^(credentials|examples)\//.test(file) ? ROOT : join(ROOT, 'nodes/Messenger');

describe('facts about Meta', () => {
	it('stand in the groups that readers look for', () => {
		const groups = lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3));
		expect(groups).toEqual([
			'Envelopes',
			'Handshake',
			'Signature',
			'Delivery contract',
			'App subscriptions',
			'Page subscriptions',
			'Tokens and proofs',
			'Errors and throttles',
			'Referrals',
			'Sending',
			'Messenger profile and links',
		]);
	});

	it('are stated once each', () => {
		const facts = rows.map(([fact]) => fact);
		expect(facts.length).toBeGreaterThan(0);
		expect(facts).toEqual([...new Set(facts)]);
	});

	it.each(labelled)('have a fact, a source, a status and a place in the code: %s', (_label, cells) => {
		expect(cells).toHaveLength(4);
		const [fact, source, status] = cells;
		expect(fact).not.toBe('');
		expect(source).not.toBe('');
		expect(['verified', 'unverified']).toContain(status);
	});

	it.each(labelled)('point at files that exist: %s', (_label, cells) => {
		const files = [...(cells[3] ?? '').matchAll(/`(.+?)`/g)].map(([, file]) => file ?? '');
		expect(files.length).toBeGreaterThan(0);
		expect(files.filter((file) => !existsSync(join(folderOf(file), file)))).toEqual([]);
		expect(cells[3]?.replace(/`.+?`/g, '').replace(/[, ]/g, '')).toBe('');
	});

	it('cite only sources whose address is given, and give no address that nobody cites', () => {
		const cited = [...text.matchAll(/\]\[(\w+)\]/g)].map(([, key]) => key ?? '');
		const given = [...text.matchAll(/^\[(\w+)\]: https:\/\//gm)].map(([, key]) => key ?? '');
		expect([...new Set(cited)].sort()).toEqual([...given].sort());
	});
});
