/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- sandbox code never ships */
// Lets one process at a time do something. The lock is a transaction on an empty SQLite file: the
// system drops it when its holder dies, so there is no stale lock to judge, unlike with a file that
// holds a process id.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from './runStep.ts';

const RETRY_MS = 500;
const REPORT_EVERY_MS = 10_000;

export interface Lock {
	file: string;
	/** Shown while another process holds it. */
	waitingFor: string;
}

export async function withLock<T>(
	lock: Lock,
	work: () => Promise<T>,
	progress: Progress,
	signal?: AbortSignal,
): Promise<T> {
	const database = new DatabaseSync(lock.file);
	try {
		for (let waitedMs = 0; !tryBegin(database); waitedMs += RETRY_MS) {
			if (waitedMs % REPORT_EVERY_MS === 0) {
				progress(`Waiting for another process: ${lock.waitingFor}, ${waitedMs / 1000} s`);
			}
			await sleep(RETRY_MS, undefined, { signal });
		}
		return await work();
	} finally {
		database.close();
	}
}

function tryBegin(database: DatabaseSync): boolean {
	try {
		// A journal beside the lock would stay behind after a kill.
		database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
		return true;
	} catch (error) {
		// Not `instanceof`: jest runs this in a realm of its own.
		if (String(error).includes('locked')) return false;
		throw error;
	}
}
