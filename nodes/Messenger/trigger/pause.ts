// Waits that nothing but time ends.
import { sleep } from 'n8n-workflow';

/** Factor of all of them; tests have less time than Meta. */
export const waiting = { pace: 1 };

export async function pause(milliseconds: number): Promise<void> {
	await sleep(milliseconds * waiting.pace);
}
