/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// What the package weighs, and how long n8n takes to load it.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureN8n, packPackage } from '../sandbox/n8n/index.ts';
import { PACKAGE_NAME, repositoryRoot } from '../sandbox/n8n/repositoryRoot.ts';
import { runStep } from '../sandbox/n8n/runStep.ts';
import type { Arena } from './arena.ts';
import type { Section } from './report.ts';
import { median } from './statistics.ts';

export async function benchPackage({ n8n, startMs }: Arena, runs: number): Promise<Section> {
	const install = await ensureN8n();
	const bytes = statSync(await packPackage()).size;
	const nodes = join(n8n.userFolder, '.n8n', 'nodes');
	const step = {
		title: 'Loading the package',
		expected: 'about 2 seconds',
		command: install.nodePath,
		args: [
			join(repositoryRoot(), 'bench', 'loadPackage.ts'),
			install.dir,
			join(nodes, 'node_modules', PACKAGE_NAME),
		],
		cwd: n8n.userFolder,
		// As n8n sets it, so that the package finds n8n's own n8n-workflow.
		env: { NODE_PATH: join(install.dir, 'node_modules'), N8N_USER_FOLDER: n8n.userFolder },
	};
	const times: number[] = [];
	for (let run = 0; run < runs; run++) {
		times.push(Number((await runStep(step, () => undefined)).trim().split('\n').at(-1)));
	}
	const load = median(times);
	return {
		title: 'Package',
		about: "Loaded by n8n's own loader for community packages, in a fresh process that has n8n-core loaded.",
		figures: [
			{ what: 'Tarball', measured: `${(bytes / 1000).toFixed(1)} kB, no dependencies` },
			{ what: 'Load time', measured: `${load.toFixed(0)} ms` },
			{
				what: "Share of n8n's start",
				measured: `${((100 * load) / startMs).toFixed(1)} % of ${(startMs / 1000).toFixed(1)} s`,
			},
		],
	};
}
