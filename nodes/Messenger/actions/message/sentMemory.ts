// What was sent is not sent again when n8n's Retry On Fail runs the node once more: kept in this
// process, for some minutes, by execution, node, run and item.
import type { IExecuteFunctions } from 'n8n-workflow';
import { fingerprintOf } from '../../account/fingerprint';
import { ExpiringCache } from '../../graph/expiringCache';
import type { SendAnswer, SendParameters } from '../../graph/sending';
import { ActionFailure } from '../refusals/actionFailure';

/** n8n waits at most five seconds between its tries, and makes at most five. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 100_000;

type Outcome = { sent: SendAnswer } | { maybeSent: ActionFailure };

const outcomes = new ExpiringCache<Outcome>(MOST_REMEMBERED, REMEMBERED_MS);

/** Identifies one message of one item; null where n8n names no execution. */
export type MessageKey = string | null;

/**
 * A tool of an agent is called many times in one run, and n8n counts a retry as a run of its own:
 * there the message itself is the key. Not so for a review of a tool, which may be asked for again.
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
	const isTool = type.endsWith('Tool') && !type.endsWith('HitlTool');
	const place = isTool
		? JSON.stringify(parameters)
		: `${n8n.evaluateExpression('{{ $runIndex }}', itemIndex)}/${itemIndex}/${part}`;
	return fingerprintOf([String(n8n.getWorkflow().id), executionId, id, place]);
}

export function wasTried(key: MessageKey): boolean {
	return key !== null && outcomes.get(key, Date.now()) !== undefined;
}

/** @throws {ActionFailure} the same as last time for a message that may have arrived */
export async function sendOnce(key: MessageKey, send: () => Promise<SendAnswer>): Promise<SendAnswer> {
	const known = key === null ? undefined : outcomes.get(key, Date.now());
	if (known !== undefined) {
		if ('sent' in known) return known.sent;
		throw known.maybeSent;
	}
	return await send().then(
		(sent) => {
			remember(key, { sent });
			return sent;
		},
		(error: unknown) => {
			if (error instanceof ActionFailure && error.facts.kind === 'maybeSent') {
				remember(key, { maybeSent: error });
			}
			throw error;
		},
	);
}

function remember(key: MessageKey, outcome: Outcome): void {
	if (key !== null) outcomes.set(key, outcome, Date.now());
}
