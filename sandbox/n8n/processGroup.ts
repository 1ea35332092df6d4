/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- sandbox code never ships */
// A child process with a group of its own, so that whatever it starts ends with it, and a guard in
// case we do not live to see that.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { guard } from './guard.ts';

export interface ProcessGroup {
	pid: number;
	/** All output so far, standard output and standard error in the order in which they came. */
	output(): string;
	isRunning(): boolean;
	/**
	 * Resolves with 'exit code 0', 'signal SIGTERM', and the like, once the process and its output
	 * have ended.
	 */
	ended: Promise<string>;
	signal(name: NodeJS.Signals): void;
	/** Asks with SIGTERM, insists with SIGKILL after `graceMs`, waits for the end. */
	end(graceMs: number): Promise<void>;
}

export interface Command {
	command: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Removed if we die before the process ends. */
	guardedFolders?: string[];
}

export async function startProcessGroup(options: Command): Promise<ProcessGroup> {
	const { command, args, cwd, env, guardedFolders } = options;
	const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	const chunks: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8');
		stream.on('data', (chunk: string) => chunks.push(chunk));
	}
	await once(child, 'spawn');
	const pid = child.pid;
	if (pid === undefined) throw new Error(`${command} has no process id`);
	const dismiss = guard({ group: pid, folders: guardedFolders });
	let running = true;

	const ended = new Promise<string>((resolve) => {
		child.once('exit', (code, signal) => {
			running = false;
			signalGroup(pid, 'SIGKILL'); // stragglers of the group, or the output never ends
			child.once('close', () => {
				void dismiss().then(() => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
			});
		});
	});

	return {
		pid,
		ended,
		output: () => chunks.join(''),
		isRunning: () => running,
		signal: (name) => {
			if (running) signalGroup(pid, name);
		},
		async end(graceMs) {
			if (running) child.kill('SIGTERM');
			const insist = setTimeout(() => running && signalGroup(pid, 'SIGKILL'), graceMs);
			await ended;
			clearTimeout(insist);
		},
	};
}

function signalGroup(group: number, name: NodeJS.Signals): void {
	try {
		process.kill(-group, name);
	} catch {
		// The whole group is gone, which is what the caller wants.
	}
}
