/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- sandbox code never ships */
// Builds and packs this package the way it is published. The tarball lives as long as this process.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { guard } from './guard.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runStep, type Progress } from './runStep.ts';
import { withLock } from './withLock.ts';

let packed: Promise<string> | undefined;
let discard: (() => Promise<void>) | undefined;

/**
 * The path of the .tgz; built once per process, or the one that MESSENGER_POSTBACKS_TARBALL names.
 */
export function packPackage(progress: Progress = () => undefined, signal?: AbortSignal): Promise<string> {
	const given = process.env.MESSENGER_POSTBACKS_TARBALL;
	if (given) return Promise.resolve(given);
	packed ??= pack(progress, signal).catch((error: unknown) => {
		packed = undefined;
		throw error;
	});
	return packed;
}

/** Removes the tarball before the process ends. */
export async function discardPackage(): Promise<void> {
	await discard?.();
	packed = undefined;
	discard = undefined;
}

async function pack(progress: Progress, signal?: AbortSignal): Promise<string> {
	const root = repositoryRoot();
	const folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-pack-'));
	const dismiss = guard({ folders: [folder] });
	discard = async () => {
		rmSync(folder, { recursive: true, force: true });
		await dismiss();
	};
	const npm = (title: string, args: string[]) => {
		const step = { title, expected: 'about 10 seconds', command: 'npm', args, cwd: root };
		return runStep(step, progress, signal);
	};
	// Two builds at once would delete each other's dist folder.
	const lock = { file: join(cacheFolder(), 'build.lock'), waitingFor: 'it builds the package' };
	const buildAndPack = async () => {
		await npm('Building the package', ['run', 'build']);
		await npm('Packing it', ['pack', '--ignore-scripts', '--pack-destination', folder]);
	};
	await withLock(lock, buildAndPack, progress, signal);
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm pack left no tarball in ${folder}`);
	return join(folder, tarball);
}
