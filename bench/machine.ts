/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- bench code never ships */
// Where and when a run took place.
import { cpus, loadavg, release, type as system, totalmem } from 'node:os';
import type { N8nInstall } from '../sandbox/n8n/index.ts';

export function describeRun(install: N8nInstall, command: string, settings: Record<string, string>): string {
	const processors = cpus();
	const memory = Math.round(totalmem() / 2 ** 30);
	const facts = [
		['Date', new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC'],
		['Command', `\`${command}\``],
		[
			'Machine',
			`${processors.length} cores (${processors[0]?.model.trim()}), ${memory} GB, ${system()} ${release()}`,
		],
		['Load at the start', loadAtStart],
		['Versions', `Node ${process.version}, n8n ${install.version} with SQLite in one process`],
		[
			'n8n settings',
			Object.entries(settings)
				.map(([name, value]) => `\`${name}=${value}\``)
				.join(', '),
		],
	];
	return facts.map(([name, value]) => `- ${name}: ${value}`).join('\n');
}

/**
 * Processes that wanted a core in the last minute and in the last five, before the bench added its
 * own.
 */
const loadAtStart = loadavg()
	.slice(0, 2)
	.map((load) => load.toFixed(1))
	.join(' over 1 minute, ')
	.concat(' over 5 minutes');
