// Why the trigger started nothing, read from n8n's log: a line per reason, which n8n writes with
// its facts when its log level is debug.
import type { N8n } from '../n8n/index.ts';
import { at, isRecord } from '../n8n/json.ts';

/** For startN8n: without it n8n leaves out the facts and most reasons. */
export const LOG_EVERY_REASON = { N8N_LOG_LEVEL: 'debug' };

/**
 * These tell something about an event that did start an execution or resume one, or about the echo
 * of an answer: Instagram delivers it to whoever gets messages.
 */
const NOTICES = [
	'standbyWithoutPayload',
	'memberGone',
	'relayFailed',
	'testMissed',
	'answeredQuestion',
	'echo',
	'memberSick',
	'profileLeftOut',
	'profilesLate',
	'profilesLeftOut',
	'thanksNotSent',
];

/**
 * The part of the log that belongs to one delivery: from its start to the start of the next one.
 */
export interface LogWindow {
	from: number;
	to?: number;
}

/** What the trigger says about the delivery, if it says that nothing came of it. */
export function whyNothing(n8n: N8n, workflowId: string, { from, to }: LogWindow): string | undefined {
	for (const line of n8n.log().slice(from, to).split('\n')) {
		const split = line.indexOf(' {"workflowId"');
		const facts = split === -1 ? undefined : parse(line.slice(split + 1));
		const reason = at(facts, 'reason');
		if (at(facts, 'workflowId') !== workflowId || typeof reason !== 'string') continue;
		if (NOTICES.includes(reason)) continue;
		const text = line.slice(0, split).split(' | ').slice(2).join(' | ').replace(` [${reason}]`, '');
		const nodeName = `${String(at(facts, 'nodeName'))}: `;
		return text.startsWith(nodeName) ? text.slice(nodeName.length) : text;
	}
	return undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined; // a line that is still being written
	}
}
