// A delivery in the form in which the chat page shows it.
import type { Delivery } from '../meta/index.ts';
import { at, isRecord, listAt } from '../n8n/json.ts';
import type { Exchange } from './history.ts';

type Facts = Pick<Exchange, 'event' | 'at' | 'request' | 'status' | 'answer' | 'durationMs'>;

export function describeDelivery(delivery: Delivery): Facts {
	const { pathname, search } = new URL(delivery.url);
	return {
		event: nameOf(eventOf(delivery)),
		at: new Date().toISOString(),
		request: {
			path: pathname + search,
			headers: {
				'content-type': 'application/json',
				'x-hub-signature-256': shortened(delivery.signature),
			},
			body: parse(delivery),
		},
		status: delivery.status,
		answer: delivery.status === null ? (delivery.error ?? '') : delivery.answer,
		durationMs: Math.round(delivery.durationMs),
	};
}

/** The only event of the delivery: the chat page sends no batches. */
export function eventOf(delivery: Delivery): unknown {
	const [entry] = listAt(parse(delivery), 'entry');
	const [event] = [...listAt(entry, 'messaging'), ...listAt(entry, 'standby')];
	return event;
}

function nameOf(event: unknown): string {
	if (isRecord(at(event, 'postback'))) return 'Postback';
	if (isRecord(at(event, 'message', 'quick_reply'))) return 'Quick reply';
	if (isRecord(at(event, 'message'))) return 'Message';
	if (isRecord(at(event, 'referral'))) return 'Referral';
	if (isRecord(at(event, 'optin'))) return 'Opt-in';
	if (isRecord(at(event, 'account_linking'))) return 'Log-in';
	return isRecord(at(event, 'read')) ? 'Read receipt' : 'Event';
}

/**
 * Enough to tell two apart; the whole one, with its body, would let anybody repeat the delivery.
 */
function shortened(signature: string | null): string {
	return signature === null ? '' : `${signature.slice(0, 15)}…${signature.slice(-4)}`;
}

function parse(delivery: Delivery): unknown {
	return JSON.parse(delivery.body.toString('utf8'));
}
