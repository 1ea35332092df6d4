/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- sandbox code never ships */
// A Redis of our own that loses nothing it has confirmed, to be killed and started again. Never the
// machine's: others use that one.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, LOOPBACK } from '../n8n/freePort.ts';
import { startProcessGroup, type ProcessGroup } from '../n8n/processGroup.ts';
import { findProgram, say } from './debian.ts';

const READY_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 1000;
const STOP_GRACE_MS = 10_000;
const POLL_MS = 50;

export interface Redis {
	host: string;
	port: number;
	/** The command line client that belongs to it. */
	cli: string;
	/** SIGKILL; keeps the data. */
	kill(): Promise<void>;
	/** Same port and data, after kill(). */
	restart(): Promise<void>;
	/** Removes the data too. */
	stop(): Promise<void>;
}

/**
 * `script` starts it in the folder that is to have its data; it gets a free port instead of 6379,
 * on loopback only.
 */
export async function startRedis(script: string): Promise<Redis> {
	const command = await findProgram('redis-server', 'redis-server');
	const cli = await findProgram('redis-cli', 'redis-tools');
	const folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-redis-'));
	const port = await freePort();
	const local = script
		.replace('config set port 6379', `config set port ${port}`)
		.replace('exec redis-server', `exec redis-server --bind ${LOOPBACK}`);
	const path = [dirname(command), dirname(cli), process.env.PATH].join(':');
	let current: ProcessGroup | undefined;

	const start = async () => {
		current = await startProcessGroup({
			command: 'sh',
			args: ['-c', local],
			cwd: folder,
			env: { PATH: path },
			guardedFolders: [folder],
		});
		const deadline = Date.now() + READY_WITHIN_MS;
		while (!(await isReady(port))) {
			if (current.isRunning() && Date.now() < deadline) {
				await sleep(POLL_MS);
				continue;
			}
			const log = current.output();
			await current.end(STOP_GRACE_MS);
			throw new Error(`Redis (${command}) did not get ready on port ${port}:\n${log}`);
		}
	};
	const stop = async () => {
		await current?.end(STOP_GRACE_MS);
		rmSync(folder, { recursive: true, force: true });
	};

	try {
		await start();
	} catch (error) {
		await stop();
		throw error;
	}
	say(`Redis: started ${command} on ${LOOPBACK}:${port}, because the test kills it`);
	return {
		host: LOOPBACK,
		port,
		cli,
		async kill() {
			current?.signal('SIGKILL');
			await current?.ended;
		},
		restart: start,
		stop,
	};
}

/** A Redis that still loads its data answers something else than PONG. */
async function isReady(port: number): Promise<boolean> {
	return (await pingRedis(port)) === '+PONG';
}

/** What it answers to PING, or the code of the error. */
export async function pingRedis(port: number): Promise<string> {
	const socket = connect({ host: LOOPBACK, port });
	try {
		socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error('no answer')));
		socket.write('PING\r\n');
		const [answer] = (await once(socket, 'data')) as [Buffer];
		return answer.toString().trim();
	} catch (error) {
		return String((error as NodeJS.ErrnoException).code);
	} finally {
		socket.destroy();
	}
}
