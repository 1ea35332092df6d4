// What was sent is not sent again when n8n's Retry On Fail runs the node once more: kept in this
// process, for some minutes, by execution, node, run and item.
import type { IExecuteFunctions } from 'n8n-workflow';
import { fingerprintOf } from '../../account/fingerprint';
import { ExpiringCache } from '../../graph/expiringCache';
import type { SendAnswer, SendParameters } from '../../graph/sending';
import { toolCallId } from '../item/toolTap';
import { ActionFailure } from '../refusals/actionFailure';

/** n8n waits at most five seconds between its tries, and makes at most five. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 100_000;

type Outcome = { sent: SendAnswer } | { maybeSent: ActionFailure };

const outcomes = new ExpiringCache<Outcome>(MOST_REMEMBERED, REMEMBERED_MS);

/** Identifies one message of one item; null where n8n names no execution. */
export type MessageKey = {
	sent: string;
	/** What may have arrived is not sent by another call of an agent either. */
	maybeSent: string;
} | null;

/**
 * A tool of an agent is called many times in one run: there the message itself is the key, with
 * the ID of the call, since an agent may say the same twice. Agents before version 3 give none, and
 * n8n counts a retry as a run of its own. A review of a tool may be asked for again.
 */
export function messageKey(
	n8n: IExecuteFunctions,
	itemIndex: number,
	part: number,
	parameters: SendParameters,
): MessageKey {
	const executionId: string | undefined = n8n.getExecutionId();
	if (!executionId) return null;
	const { id, type } = n8n.getNode();
	const keyOf = (place: string) => fingerprintOf([String(n8n.getWorkflow().id), executionId, id, place]);
	const isTool = type.endsWith('Tool') && !type.endsWith('HitlTool');
	if (!isTool) {
		const key = keyOf(`${n8n.evaluateExpression('{{ $runIndex }}', itemIndex)}/${itemIndex}/${part}`);
		return { sent: key, maybeSent: key };
	}
	const message = JSON.stringify(parameters);
	const callId = toolCallId(n8n, itemIndex);
	return {
		sent: keyOf(callId === null ? message : `${JSON.stringify(callId)}/${part}/${message}`),
		maybeSent: keyOf(message),
	};
}

export function wasTried(key: MessageKey): boolean {
	return outcomeOf(key) !== undefined;
}

/** @throws {ActionFailure} the same as last time for a message that may have arrived */
export async function sendOnce(key: MessageKey, send: () => Promise<SendAnswer>): Promise<SendAnswer> {
	const known = outcomeOf(key);
	if (known !== undefined) {
		if ('sent' in known) return known.sent;
		throw known.maybeSent;
	}
	return await send().then(
		(sent) => {
			if (key !== null) remember(key.sent, { sent });
			return sent;
		},
		(error: unknown) => {
			if (key !== null && error instanceof ActionFailure && error.facts.kind === 'maybeSent') {
				remember(key.maybeSent, { maybeSent: error });
			}
			throw error;
		},
	);
}

function outcomeOf(key: MessageKey): Outcome | undefined {
	if (key === null) return undefined;
	const now = Date.now();
	return outcomes.get(key.sent, now) ?? outcomes.get(key.maybeSent, now);
}

function remember(key: string, outcome: Outcome): void {
	outcomes.set(key, outcome, Date.now());
}
