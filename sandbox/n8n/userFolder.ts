/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Prepares an n8n user folder in which a package is installed the way n8n's own installer leaves
// it.
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { TEMPORARY } from './n8nEnvironment.ts';
import { PACKAGE_NAME } from './repositoryRoot.ts';
import { runStep } from './runStep.ts';

export function newUserFolder(): string {
	return mkdtempSync(join(tmpdir(), 'messenger-postbacks-n8n-'));
}

/** Does nothing if the folder has the package already (a second process on it, or a restart). */
export async function installTarball(tarball: string, userFolder: string): Promise<void> {
	refuseStrayModules(userFolder);
	mkdirSync(join(userFolder, TEMPORARY), { recursive: true });
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME);
	if (existsSync(join(target, 'package.json'))) return;
	mkdirSync(target, { recursive: true });
	await runStep(
		{
			title: `Extracting ${tarball}`,
			expected: 'about 1 second',
			command: 'tar',
			args: ['-xzf', resolve(tarball), '--strip-components=1', '-C', target],
			cwd: userFolder,
		},
		() => undefined,
	);
}

/**
 * From a folder above, the package would load that n8n-workflow instead of n8n's, and instanceof
 * would quietly fail.
 */
function refuseStrayModules(userFolder: string): void {
	for (let folder = resolve(userFolder); folder !== dirname(folder); folder = dirname(folder)) {
		const stray = join(folder, 'node_modules', 'n8n-workflow');
		if (existsSync(stray))
			throw new Error(`Choose another user folder than ${userFolder}: it can see ${stray}`);
	}
}
