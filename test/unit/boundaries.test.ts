/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The architecture as rules over imports; docs/ARCHITECTURE.md says why.
import { readdirSync, readFileSync } from 'node:fs';

const ROOT = 'nodes/MessengerPostbackTrigger';
const edge = readdirSync(ROOT).filter((name) => name.endsWith('.ts'));
const lib = readdirSync(`${ROOT}/lib`);
const sourceOf = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');
const importsOf = (path: string) =>
	[...sourceOf(path).matchAll(/^(?:import|export)\b[^;]*? from '([^']+)';$/gms)].map(
		([, name]) => name ?? '',
	);
const filesWith = (files: string[], pattern: RegExp) => files.filter((name) => pattern.test(sourceOf(name)));

describe('lib', () => {
	it('imports nothing but itself and crypto', () => {
		const outside = lib.flatMap((name) => importsOf(`lib/${name}`)).filter((name) => !name.startsWith('./'));
		expect([...new Set(outside)]).toEqual(['node:crypto']);
	});

	it('has no clock, no network and no log', () => {
		const paths = lib.map((name) => `lib/${name}`);
		expect(filesWith(paths, /Date\.now|performance\.|fetch\(|httpRequest|logger|console\./)).toEqual([]);
	});
});

describe('edges', () => {
	it('that make requests are the Graph transport and the one to other members', () => {
		expect(filesWith(edge, /await this\.http\(|await http\(/).sort()).toEqual([
			'graphHttp.ts',
			'memberRequest.ts',
		]);
		expect(filesWith(edge, /helpers\.httpRequest\(/)).toEqual(['graphHttp.ts']);
	});

	it('that touch the response are one file', () => {
		expect(filesWith(edge, /getResponseObject/)).toEqual(['respond.ts']);
	});

	it('that read credentials never attach a token themselves', () => {
		expect(filesWith(edge, /[Bb]earer /)).toEqual(['graphHttp.ts']);
	});

	it('import no file that imports them back', () => {
		const closes = (name: string, seen: string[]): string[][] => {
			if (seen.includes(name)) return [[...seen, name]];
			const next = importsOf(name).filter((to) => to.startsWith('./') && !to.startsWith('./lib/'));
			return next.flatMap((to) => closes(`${to.slice(2)}.ts`, [...seen, name]));
		};
		expect(closes('MessengerPostbackTrigger.node.ts', [])).toEqual([]);
	});

	it('note nothing in static data but what is registered: no token, no secret', () => {
		const noted = sourceOf('lib/registered.ts');
		expect([...noted.matchAll(/staticData\.(\w+) =/g)].map(([, key]) => key).sort()).toEqual([
			'instagramIds',
			'pageIds',
			'registered',
			'registered',
		]);
		expect(noted).toContain('staticData.registered = { url, appId, fields, chosen };');
		expect(filesWith(edge, /taticData(\('node'\))?\.\w+ =[^=]/)).toEqual([]);
	});
});

it('no file has more than 250 lines', () => {
	const files = [...edge, ...lib.map((name) => `lib/${name}`)];
	expect(files.filter((name) => sourceOf(name).split('\n').length > 250)).toEqual([]);
});
