/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

const UNTIL_TIMEOUT_MS = 10_000;

/** Waits for a condition, with a deadline. */
export async function eventually(isTrue: () => boolean, what: string, timeoutMs = 5_000): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (!isTrue()) {
		if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
		await sleep(2);
	}
}

/** The same for what must be seen at once: it looks in every turn of the event loop. */
export async function until(isTrue: () => boolean): Promise<void> {
	const deadline = performance.now() + UNTIL_TIMEOUT_MS;
	while (!isTrue()) {
		if (performance.now() > deadline) throw new Error('waited in vain');
		await nextTurn();
	}
}
