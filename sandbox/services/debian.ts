/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- sandbox code never ships */
// Programs of Debian packages: finds them, or installs the package if we may.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runStep } from '../n8n/runStep.ts';

const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/**
 * The path of a program; installs the package that has it. Rejects with what to do when that is
 * impossible.
 */
export async function findProgram(name: string, debianPackage: string): Promise<string> {
	const found = lookUp(name);
	if (found !== undefined) return found;
	try {
		const apt = async (...args: string[]) =>
			await runStep(
				{
					title: `apt-get ${args.join(' ')}`,
					expected: 'about 30 seconds',
					command: 'apt-get',
					args,
					cwd: '/',
					env: { DEBIAN_FRONTEND: 'noninteractive' },
				},
				say,
			);
		await apt('update');
		await apt('install', '-y', '--no-install-recommends', debianPackage);
	} catch (error) {
		const advice = `'${name}' is missing, and installing it failed: install Debian's package '${debianPackage}'`;
		throw new Error(advice, { cause: error });
	}
	const installed = lookUp(name);
	if (installed === undefined) throw new Error(`Debian's package '${debianPackage}' brought no '${name}'`);
	return installed;
}

/** One line, without the decoration that jest gives to console.log. */
export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function lookUp(name: string): string | undefined {
	return [...postgresFolders(), ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin']
		.map((folder) => join(folder, name))
		.find((file) => existsSync(file));
}

/** Debian keeps them out of PATH; the newest first. */
function postgresFolders(): string[] {
	if (!existsSync(POSTGRES_VERSIONS)) return [];
	return readdirSync(POSTGRES_VERSIONS)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(POSTGRES_VERSIONS, version, 'bin'));
}
