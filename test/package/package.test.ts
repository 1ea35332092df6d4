/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
// Builds, packs, installs and loads the package as n8n does: what reaches users, not what lies in
// the repository.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { discardPackage, packPackage } from '../../sandbox/n8n/index.ts';
import { PACKAGE_NAME } from '../../sandbox/n8n/repositoryRoot.ts';

interface Manifest {
	name: string;
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

let folder = '';
let installed = '';
let manifest: Manifest;
let files: string[];
let neighbours: string[];

beforeAll(async () => {
	const tarball = await packPackage();
	folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-installed-'));
	// As n8n installs it: no script runs, and n8n-workflow is not fetched.
	const options = ['--offline', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
	execFileSync('npm', ['install', '--prefix', folder, ...options, tarball], { stdio: 'ignore' });
	installed = join(folder, 'node_modules', PACKAGE_NAME);
	neighbours = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
	// n8n gives the package its own n8n-workflow; here the repository's stands for it.
	symlinkSync(resolve('node_modules/n8n-workflow'), join(folder, 'node_modules/n8n-workflow'));
	files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((path) => path.replace(/^package\//, ''));
	manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
}, 120_000);

afterAll(async () => {
	await discardPackage();
	rmSync(folder, { recursive: true, force: true });
});

/** The class a file exports under the file's own name, instantiated, as n8n's loader does it. */
function load<Loaded>(path: string): Loaded {
	const className = path.split('/').pop()?.split('.')[0] ?? '';
	const loaded = createRequire(join(installed, 'package.json'))(`./${path}`) as Record<
		string,
		new () => Loaded
	>;
	const Class = loaded[className];
	if (Class === undefined) throw new Error(`${path} does not export ${className}`);
	return new Class();
}

const iconFiles = (path: string, icon: unknown) =>
	Object.values(icon as Record<string, string>).map((file) =>
		join(installed, dirname(path), file.replace('file:', '')),
	);

describe('installed package', () => {
	it('holds only what ships', () => {
		const outside = files.filter((path) => !/^dist\/(nodes|credentials|icons)\//.test(path));
		expect(outside.sort()).toEqual(['LICENSE', 'README.md', 'index.js', 'package.json']);
		expect(files.filter((path) => /\.(ts|map|tsbuildinfo)$|\.test\./.test(path))).toEqual([]);
	});

	it('brings nothing with it', () => {
		expect(neighbours).toEqual([PACKAGE_NAME]);
		expect(manifest.dependencies ?? {}).toEqual({});
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('requires nothing but n8n-workflow, crypto and itself', () => {
		const required = files
			.filter((path) => path.endsWith('.js'))
			.flatMap((path) => [...readFileSync(join(installed, path), 'utf8').matchAll(/require\("([^"]+)"\)/g)])
			.map(([, name]) => name ?? '')
			.filter((name) => !name.startsWith('.'));
		expect([...new Set(required)].sort()).toEqual(['n8n-workflow', 'node:crypto']);
	});

	it("passes n8n's scanner", () => {
		expect(execFileSync(process.execPath, ['scripts/scan.mjs', 'shipped', installed]).toString()).toBe(
			"n8n's scanner, shipped: passed\n",
		);
	}, 60_000);

	it('loads every node, with its icons and its codex file', () => {
		expect(manifest.n8n.nodes.length).toBeGreaterThan(0);
		for (const path of manifest.n8n.nodes) {
			const { description } = load<INodeType>(path);
			for (const file of iconFiles(path, description.icon)) expect(existsSync(file)).toBe(true);
			const codex = join(installed, path.replace('.js', '.json'));
			expect(JSON.parse(readFileSync(codex, 'utf8'))).toMatchObject({
				node: `${manifest.name}.${description.name}`,
			});
		}
	});

	it('loads every credential, with its icons', () => {
		for (const path of manifest.n8n.credentials) {
			const credential = load<ICredentialType>(path);
			for (const file of iconFiles(path, credential.icon)) expect(existsSync(file)).toBe(true);
		}
	});

	it('brings every credential that its nodes use', () => {
		const names = manifest.n8n.credentials.map((path) => load<ICredentialType>(path).name);
		for (const path of manifest.n8n.nodes) {
			const used = load<INodeType>(path).description.credentials?.map(({ name }) => name) ?? [];
			expect(used.filter((name) => !names.includes(name))).toEqual([]);
		}
	});
});
