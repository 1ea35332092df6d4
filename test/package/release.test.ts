/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
// A release is stopped unless everything that names its version agrees, and no other way than the
// release workflow publishes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import manifest from '../../package.json';

const TAG = `v${manifest.version}`;

let folder = '';

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-release-'));
	for (const name of ['package.json', 'package-lock.json']) cpSync(name, join(folder, name));
	writeChangelog(`# Changelog\n\n## ${manifest.version}\n\nFirst version.\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writeChangelog = (text: string) => writeFileSync(join(folder, 'CHANGELOG.md'), text);
const run = (file: string, args: string[], env: NodeJS.ProcessEnv = process.env) => {
	const { status, stderr, stdout } = spawnSync(process.execPath, [resolve(file), ...args], {
		cwd: folder,
		encoding: 'utf8',
		env,
	});
	return { status, output: stderr + stdout };
};
const check = (tag: string) => run('scripts/check-release.js', [tag]);

describe('a release', () => {
	it.each([
		['bare', manifest.version],
		['with its date', `${manifest.version} - 2026-11-24`],
		['in brackets', `[${manifest.version}] - 2026-11-24`],
	])('passes when tag, manifest, lock file and changelog agree, the heading %s', (_label, heading) => {
		writeChangelog(`# Changelog\n\n## Unreleased\n\n## ${heading}\n\nFirst version.\n`);
		expect(check(TAG)).toEqual({ status: 0, output: '' });
	});

	it.each(['v9.9.9', manifest.version, '', 'main'])("is stopped by the tag '%s'", (tag) => {
		const { status, output } = check(tag);
		expect(status).toBe(1);
		expect(output).toContain(`'${TAG}'`);
	});

	it('is stopped by a lock file of another version', () => {
		const text = readFileSync('package-lock.json', 'utf8');
		writeFileSync(join(folder, 'package-lock.json'), text.replaceAll(`"${manifest.version}"`, '"9.9.9"'));
		expect(check(TAG)).toEqual({ status: 1, output: expect.stringContaining('package-lock.json') });
	});

	it.each([
		['without its version', '## 9.9.9\n\nFirst version.\n'],
		['with nothing below it', `## ${manifest.version}\n\n## 9.9.9\n\nMore.\n`],
		['with a longer version', `## ${manifest.version}-rc.1\n\nFirst version.\n`],
		['with lines left as unreleased', `## Unreleased\n\nMore.\n\n## ${manifest.version}\n\nFirst version.\n`],
	])('is stopped by a changelog %s', (_label, text) => {
		writeChangelog(`# Changelog\n\n${text}`);
		expect(check(TAG)).toEqual({ status: 1, output: expect.stringContaining('CHANGELOG.md') });
	});
});

describe('npm publish', () => {
	const prepublish = (env: NodeJS.ProcessEnv) => {
		expect(manifest.scripts.prepublishOnly).toBe('n8n-node prerelease');
		return run('node_modules/@n8n/node-cli/bin/n8n-node.mjs', ['prerelease'], env).status;
	};

	it('is stopped outside `n8n-node release`, which sets RELEASE_MODE', () => {
		expect(prepublish({ ...process.env, RELEASE_MODE: '' })).toBe(1);
		expect(prepublish({ ...process.env, RELEASE_MODE: 'true' })).toBe(0);
	});
});
