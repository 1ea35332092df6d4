// What the receiving suites send, and how they see that nothing came of it.
import { aBody, anEntry, aPostbackEvent, metaBytes } from './delivery.ts';
import type { HostedTrigger } from './n8nHost';
import { postSigned, type Answer } from './postSigned.ts';

export async function send(trigger: HostedTrigger, body: unknown): Promise<Answer> {
	return await postSigned(trigger.url, metaBytes(body));
}

/** Of one delivery, in one entry. */
export async function sendEvents(trigger: HostedTrigger, ...messaging: unknown[]): Promise<Answer> {
	return await send(trigger, aBody({ entry: [anEntry({ messaging })] }));
}

export function aPostback(changes: Record<string, unknown>) {
	return aPostbackEvent({ postback: { mid: 'm_1', title: 'Buy', payload: 'BUY', ...changes } });
}

/** Nothing came out, and the same trigger does put an item out for a plain tap. */
export async function expectNothing(trigger: HostedTrigger): Promise<void> {
	expect(trigger.executions).toEqual([]);
	await sendEvents(trigger, aPostbackEvent({ timestamp: 1_799_999_999_999 }));
	expect(trigger.executions).toHaveLength(1);
}
