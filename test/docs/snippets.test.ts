/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
// Code in the documents runs: TypeScript as it stands, JSON at least parses.
import { spawnSync } from 'node:child_process';
import { codeBlocks, documents, read } from './markdown';

const blocksOf = (language: string) =>
	documents().flatMap((path) => codeBlocks(read(path), language).map((code) => [path, code] as const));

describe('snippets', () => {
	it.each(blocksOf('ts'))('in TypeScript run to their end: %s', (_path, code) => {
		const flags = ['--experimental-strip-types', '--no-warnings', '--input-type=module-typescript'];
		const { status, stderr } = spawnSync(process.execPath, [...flags, '--eval', code], {
			encoding: 'utf8',
			timeout: 15_000,
		});
		expect(stderr).toBe('');
		expect(status).toBe(0);
	});

	it.each(blocksOf('json'))('in JSON parse: %s', (_path, code) => {
		expect(() => JSON.parse(code) as unknown).not.toThrow();
	});

	it('are found at all', () => {
		expect(blocksOf('ts').length).toBeGreaterThan(0);
		expect(blocksOf('json').length).toBeGreaterThan(3);
	});
});
