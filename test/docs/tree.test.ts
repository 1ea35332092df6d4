/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The tree in CONTRIBUTING.md names what is there: every folder at the top, every file of the
// package itself, and nothing else.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import house from '../../scripts/house.json';
import { codeBlocks, read } from './markdown';

/** Folders whose files all have to be named. */
const COMPLETE = [...house.order.map((folder) => join('nodes/Messenger', folder)), 'credentials'];

const [tree = ''] = codeBlocks(read('CONTRIBUTING.md'), 'text');
const ignored = read('.gitignore')
	.split('\n')
	.filter((line) => line.endsWith('/'))
	.map((line) => line.replace(/^\/|\/$/g, ''));

/**
 * Paths in the tree; a line is indented by two spaces per level, names a few entries, and explains
 * them after two spaces.
 */
function namedPaths(): string[] {
	const parents: string[] = [];
	return tree
		.split('\n')
		.filter((line) => line.trim() !== '')
		.flatMap((line) => {
			const level = (/^ */.exec(line)?.[0].length ?? 0) / 2;
			const names = (line.trim().split(/ {2,}/)[0] ?? '').split(', ');
			parents.splice(level);
			const paths = names.map((name) => join(parents.at(-1) ?? '', name).replace(/\/$/, ''));
			parents.push(paths[0] ?? '');
			return paths;
		});
}

const named = namedPaths();

describe('the tree in CONTRIBUTING.md', () => {
	it('names nothing that does not exist, and nothing twice', () => {
		expect(named.filter((path) => !existsSync(path))).toEqual([]);
		expect(named).toEqual([...new Set(named)]);
	});

	it('names every folder at the top', () => {
		const folders = readdirSync('.', { withFileTypes: true })
			.filter((entry) => entry.isDirectory() && entry.name !== '.git' && !ignored.includes(entry.name))
			.map(({ name }) => name);
		const tops = named.map((path) => path.split('/')[0] ?? '');
		expect(folders.filter((folder) => !tops.includes(folder))).toEqual([]);
	});

	it.each(COMPLETE)('names every file in %s', (folder) => {
		const files = readdirSync(folder).map((name) => join(folder, name));
		expect(files.length).toBeGreaterThan(1);
		expect(files.filter((file) => !named.includes(file))).toEqual([]);
	});
});
