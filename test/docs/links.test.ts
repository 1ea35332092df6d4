/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Links in every document: files and headings of the repository exist, other addresses are
// well-formed.
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchorsOf, documents, linksOf, read } from './markdown';

const isExternal = (target: string) => /^[a-z][a-z+.-]*:/i.test(target);

describe.each(documents())('links in %s', (path) => {
	const links = linksOf(read(path));
	const internal = links.filter((target) => !isExternal(target));

	it('to files lead to files that exist', () => {
		const files = internal.map((target) => target.split('#')[0] ?? '').filter((file) => file !== '');
		expect(files.filter((file) => !existsSync(join(dirname(path), decodeURI(file))))).toEqual([]);
	});

	it('to headings lead to headings that exist', () => {
		const lost = internal.filter((target) => {
			const [file = '', anchor] = target.split('#');
			if (anchor === undefined) return false;
			const document = file === '' ? path : join(dirname(path), file);
			return (
				!existsSync(document) ||
				statSync(document).isDirectory() ||
				!anchorsOf(read(document)).includes(anchor)
			);
		});
		expect(lost).toEqual([]);
	});

	it('to other sites are HTTPS addresses', () => {
		const odd = links.filter(isExternal).filter((target) => {
			if (!URL.canParse(target)) return true;
			const { protocol, hostname, username } = new URL(target);
			return protocol !== 'https:' || !hostname.includes('.') || username !== '';
		});
		expect(odd).toEqual([]);
	});

	it('by reference are given once, and used', () => {
		const text = read(path);
		const given = [...text.matchAll(/^\[([\w-]+)\]: \S/gm)].map(([, key = '']) => key);
		const used = [...text.matchAll(/\]\[([\w-]+)\]/g)].map(([, key = '']) => key);
		expect(given).toEqual([...new Set(given)]);
		expect([...new Set(used)].sort()).toEqual([...given].sort());
	});
});

it('links are found at all', () => {
	expect(documents()).toEqual(
		expect.arrayContaining(['README.md', 'docs/META-SETUP.md', 'examples/README.md']),
	);
	expect(documents().flatMap((path) => linksOf(read(path))).length).toBeGreaterThan(80);
});
