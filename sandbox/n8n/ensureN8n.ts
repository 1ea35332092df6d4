/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- sandbox code never ships */
// Installs a pinned n8n once per machine, from the npm registry alone: no prebuilt binaries, no
// headers from nodejs.org. A folder with its final name is complete; everything before happens in a
// folder with another name and ends in one rename.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { textAt } from './json.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runStep, type Progress } from './runStep.ts';
import { withLock } from './withLock.ts';

const PARTIAL = '.partial-';

/** The two ends of the supported range; each has its folder in pinned/. */
export type PinnedRelease = 'newest' | 'oldest';

export interface N8nInstall {
	dir: string;
	/** The Node 24 that runs it. */
	nodePath: string;
	version: string;
	cliPath: string;
}

export async function ensureN8n(
	progress: Progress = () => undefined,
	signal?: AbortSignal,
	release: PinnedRelease = 'newest',
): Promise<N8nInstall> {
	const pinned = join(repositoryRoot(), 'sandbox', 'n8n', 'pinned', release);
	const files = ['package.json', 'package-lock.json'].map((name) => join(pinned, name));
	const manifest: unknown = JSON.parse(readFileSync(join(pinned, 'package.json'), 'utf8'));
	const version = textAt(manifest, 'dependencies', 'n8n');
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
	for (const file of files) hash.update(readFileSync(file));
	const dir = join(cacheFolder(), `n8n-${version}-${hash.digest('hex').slice(0, 12)}`);
	const install: N8nInstall = {
		dir,
		nodePath: join(dir, 'node_modules', 'node', 'bin', 'node'),
		version,
		cliPath: join(dir, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
	if (existsSync(dir)) return install;

	const lock = { file: join(cacheFolder(), 'install.lock'), waitingFor: `it installs n8n ${version}` };
	const installUnlessThere = async () => {
		removePartialInstalls(dir);
		if (!existsSync(dir)) await installInto(dir, version, files, progress, signal);
	};
	await withLock(lock, installUnlessThere, progress, signal);
	return install;
}

/** Only the holder of the lock may call this. */
function removePartialInstalls(dir: string): void {
	for (const name of readdirSync(dirname(dir))) {
		if (!name.startsWith(basename(dir) + PARTIAL)) continue;
		rmSync(join(dirname(dir), name), { recursive: true, force: true, maxRetries: 5 });
	}
}

async function installInto(
	dir: string,
	version: string,
	files: string[],
	progress: Progress,
	signal?: AbortSignal,
): Promise<void> {
	const partial = `${dir}${PARTIAL}${process.pid}`;
	mkdirSync(partial);
	for (const file of files) cpSync(file, join(partial, basename(file)));
	const modules = join(partial, 'node_modules');
	const run = async (title: string, expected: string, command: string, args: string[], env = {}) => {
		const path = [join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter);
		const step = { title, expected, command, args, cwd: partial, env: { PATH: path, ...env } };
		return await runStep({ ...step, guardedFolders: [partial] }, progress, signal);
	};
	const quiet = ['--no-audit', '--no-fund'];
	try {
		progress(`Installing n8n ${version} into ${dir}, once: 2 to 3 GB and about 3 minutes`);
		await run(`Downloading n8n ${version}`, 'about 2 minutes', 'npm', ['ci', '--ignore-scripts', ...quiet]);
		await run('Downloading the Node that runs it', 'about 10 seconds', 'npm', ['rebuild', 'node', ...quiet]);
		const build = ['rebuild', 'sqlite3', ...quiet];
		await run('Building its SQLite driver', 'about 1 minute', 'npm', build, headersIn(nodeFolder(modules)));
		await run('Trying it out', 'about 5 seconds', join(modules, 'node', 'bin', 'node'), [
			'--eval',
			'require("sqlite3"); require("isolated-vm"); require("n8n/package.json")',
		]);
		renameSync(partial, dir);
	} finally {
		rmSync(partial, { recursive: true, force: true, maxRetries: 5 });
	}
}

/**
 * Variables, since npm 12 refuses the flag. The second name is for node-gyp itself, in case npm
 * keeps the first from it.
 */
function headersIn(folder: string): Record<string, string> {
	return { npm_config_nodedir: folder, npm_package_config_node_gyp_nodedir: folder };
}

/** The package with the binary for this machine; it brings the headers to build against. */
function nodeFolder(modules: string): string {
	const names = ['node', 'node-bin'].map((prefix) => `${prefix}-${process.platform}-${process.arch}`);
	const parents = [join(modules, 'node', 'node_modules'), modules];
	const found = parents
		.flatMap((parent) => names.map((name) => join(parent, name)))
		.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
	if (found === undefined) throw new Error(`No headers of Node in ${names.join(' or ')} below ${modules}`);
	return found;
}
