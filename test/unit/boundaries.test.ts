/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The architecture as rules over imports; docs/ARCHITECTURE.md says why, scripts/house.json names
// the order of the folders, each above those that it may import, and what is pure.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import house from '../../scripts/house.json';

const ROOT = 'nodes/Messenger';
const files = globSync('**/*.ts', { cwd: ROOT });
const isPure = (path: string) => house.pure.some((pure) => path === pure || path.startsWith(`${pure}/`));
const pureFiles = files.filter(isPure);
const edges = files.filter((path) => !isPure(path));

const sourceOf = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');
const importsOf = (path: string) =>
	[...sourceOf(path).matchAll(/^(?:import|export)\b[^;]*? from '([^']+)';$/gms)].map(
		([, name]) => name ?? '',
	);
/** Of the package's own files. */
const ownImportsOf = (path: string) =>
	importsOf(path)
		.filter((name) => name.startsWith('.'))
		.map((name) => `${normalize(join(dirname(path), name))}.ts`);
const filesWith = (paths: string[], pattern: RegExp) =>
	paths.filter((path) => pattern.test(sourceOf(path))).sort();
const levelOf = (path: string) => house.order.indexOf(dirname(path));

describe('the folders', () => {
	it('are in the order of the house, and it names no other', () => {
		expect([...new Set(files.map((path) => dirname(path)))].sort()).toEqual([...house.order].sort());
	});

	it('import from their own and lower ones', () => {
		const upwards = files.flatMap((path) =>
			ownImportsOf(path)
				.filter((to) => levelOf(to) > levelOf(path))
				.map((to) => `${path} imports ${to}`),
		);
		expect(upwards).toEqual([]);
	});

	it('have no file that imports one that imports it back', () => {
		const isDone = new Set<string>();
		const circlesFrom = (path: string, above: string[]): string[][] => {
			if (above.includes(path)) return [[...above, path]];
			if (isDone.has(path)) return [];
			const circles = ownImportsOf(path).flatMap((to) => circlesFrom(to, [...above, path]));
			isDone.add(path);
			return circles;
		};
		expect(files.flatMap((path) => circlesFrom(path, []))).toEqual([]);
	});
});

describe('pure files', () => {
	it('are there', () => {
		expect(house.pure.filter((pure) => !pureFiles.some((path) => path.startsWith(pure)))).toEqual([]);
	});

	it('import nothing but each other and crypto', () => {
		const outside = pureFiles.flatMap((path) => importsOf(path).filter((name) => !name.startsWith('.')));
		expect([...new Set(outside)]).toEqual(['node:crypto']);
		expect(pureFiles.flatMap(ownImportsOf).filter((to) => !isPure(to))).toEqual([]);
	});

	it('have no clock, no network and no log', () => {
		expect(filesWith(pureFiles, /Date\.now|performance\.|fetch\(|httpRequest|logger|console\./)).toEqual([]);
	});
});

describe('edges', () => {
	it('that make requests are one file', () => {
		expect(filesWith(edges, /\b(httpRequest|http)\(/)).toEqual(['graph/request.ts']);
	});

	it('that send something are the Graph transport and the one to other members', () => {
		expect(filesWith(edges, /\brequest\(/)).toEqual([
			'account/credentialTest.ts',
			'graph/graphRequest.ts',
			'graph/request.ts',
			'trigger/members/memberRequest.ts',
		]);
	});

	it('that touch the response are one file', () => {
		expect(filesWith(edges, /getResponseObject/)).toEqual(['trigger/receive/respond.ts']);
	});

	it('that read credentials never attach a token themselves', () => {
		expect(filesWith(edges, /[Bb]earer /)).toEqual(['graph/graphRequest.ts']);
	});

	it('note nothing in static data but what is registered: no token, no secret', () => {
		const noted = sourceOf('trigger/register/registered.ts');
		expect([...noted.matchAll(/staticData\.(\w+) =/g)].map(([, key]) => key).sort()).toEqual([
			'instagramIds',
			'pageIds',
			'registered',
			'registered',
		]);
		expect(noted).toContain('staticData.registered = { url, appId, fields, chosen };');
		expect(filesWith(edges, /taticData(\('node'\))?\.\w+ =[^=]/)).toEqual([]);
	});
});

it('no file has more than 250 lines', () => {
	expect(files.filter((path) => sourceOf(path).split('\n').length > 250)).toEqual([]);
});
