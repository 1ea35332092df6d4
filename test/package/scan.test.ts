/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
// n8n's own scanner, which decides whether the published package may become a verified one, finds
// what it is there to find.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NODE = 'nodes/Messenger/MessengerPostbackTrigger.node.ts';

// Each scan is a process that loads ESLint.
jest.setTimeout(60_000);

let folder = '';

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-scanned-'));
	for (const name of ['package.json', 'nodes', 'credentials', 'icons']) {
		cpSync(name, join(folder, name), { recursive: true });
	}
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const scan = (way: string) => {
	const { status, stdout } = spawnSync(process.execPath, ['scripts/scan.mjs', way, folder], {
		encoding: 'utf8',
	});
	return { status, stdout };
};

const setInManifest = (changes: Record<string, unknown>) => {
	const file = join(folder, 'package.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
	writeFileSync(file, JSON.stringify({ ...manifest, ...changes }));
};

describe("n8n's scanner", () => {
	it('passes the source as it is', () => {
		expect(scan('source')).toEqual({ status: 0, stdout: "n8n's scanner, source: passed\n" });
	});

	it('refuses a node for its environment, files and console, even with the rules switched off in a comment', () => {
		const lines = ["import 'node:fs';", 'export const home = process.env.HOME;', "console.log('tapped');"];
		appendFileSync(join(folder, NODE), `/* eslint-disable */\n${lines.join('\n')}\n`);
		const { status, stdout } = scan('source');
		expect(status).toBe(1);
		for (const rule of ['no-restricted-imports', 'no-restricted-globals', 'no-console']) {
			expect(stdout).toContain(rule);
		}
	});

	it('refuses a runtime dependency', () => {
		setInManifest({ dependencies: { lodash: '4' } });
		const { status, stdout } = scan('source');
		expect(status).toBe(1);
		expect(stdout).toContain('no-runtime-dependencies');
	});

	it('refuses compiled code that reads the environment', () => {
		writeFileSync(join(folder, 'index.js'), 'module.exports = process.env;\n');
		const { status, stdout } = scan('shipped');
		expect(status).toBe(1);
		expect(stdout).toContain('no-restricted-globals');
	});

	it('is not satisfied with a folder that has nothing to scan', () => {
		rmSync(join(folder, 'package.json'));
		expect(scan('shipped').status).toBe(1);
	});
});
