/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// docs/SCALING.md and docs/compose.yml fit each other, the tree, and the n8n that is tested.
import { existsSync } from 'node:fs';
import { markdownSettings, read } from './markdown';

const compose = read('docs/compose.yml');
const scaling = read('docs/SCALING.md');
const pinned = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };

describe('docs/compose.yml', () => {
	it('runs the n8n that is tested', () => {
		expect(/image: n8nio\/n8n:(\S+)/.exec(compose)?.[1]).toBe(pinned.devDependencies['n8n-core']);
	});

	it('names documents that exist', () => {
		const named = [...compose.matchAll(/\b([\w-]+\.md)\b/g)].map(([, file = '']) => file);
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((file) => !existsSync(`docs/${file}`))).toEqual([]);
	});

	it('uses only files that it carries itself', () => {
		const carried = [...(compose.split(/^configs:$/m)[1] ?? '').matchAll(/^ {2}([\w.-]+):$/gm)].map(
			([, name]) => name,
		);
		const used = [...compose.matchAll(/configs: \[(?:\{ source: )?([\w.-]+)/g)].map(([, name]) => name);
		expect(used.length).toBeGreaterThan(0);
		expect([...new Set(used)].sort()).toEqual(carried.sort());
	});

	it('mounts only volumes that it declares, and declares no others', () => {
		const declared = [...(/^volumes: \{(.+)\}$/m.exec(compose)?.[1] ?? '').matchAll(/([\w-]+): \{\}/g)].map(
			([, name]) => name,
		);
		const mounted = [...compose.matchAll(/volumes: \[([\w-]+):/g)].map(([, name]) => name);
		expect(mounted.length).toBeGreaterThan(0);
		expect(mounted.sort()).toEqual(declared.sort());
	});

	it('has every setting and service that docs/SCALING.md says it has', () => {
		const table = scaling.split('## Queue mode')[1]?.split('### Duplicates')[0] ?? '';
		const settings = markdownSettings(table);
		expect(settings.length).toBeGreaterThan(4);
		expect(settings.filter((name) => !compose.includes(name))).toEqual([]);
	});
});
