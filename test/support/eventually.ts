/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition, with a deadline. */
export async function eventually(isTrue: () => boolean, what: string, timeoutMs = 5_000): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (!isTrue()) {
		if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
		await sleep(2);
	}
}
