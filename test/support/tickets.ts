// Tickets as Send and Wait makes them, and taps that carry one.
import { sealTicket, type Ticket } from '../../nodes/Messenger/trigger/answers/ticket';
import { aBody, anEntry, aPostbackEvent, APP_SECRET, metaBytes } from './delivery';

export const EXECUTION_ID = '4711';
export const ASKING_NODE_ID = '11111111-2222-4333-8444-555555555555';

/** Younger than an execution takes to be stored, unless it is asked for otherwise. */
export function aTicket(
	{ host = 'n8n.example.com', ...route }: Partial<Ticket['route']> = {},
	changes: Partial<Ticket> = {},
): Ticket {
	return {
		route: {
			host,
			base: '/webhook-waiting/',
			executionId: EXECUTION_ID,
			kind: 'token',
			secret: 'a'.repeat(64),
			...route,
		},
		nodeId: ASKING_NODE_ID,
		run: 0,
		person: 'PSID-1',
		index: 0,
		value: 'FRIDAY',
		askedAt: Date.now(),
		expiresAt: null,
		...changes,
	};
}

/** A delivery in which these people tapped buttons with these payloads. */
export function tapsBody(...taps: Array<{ payload: string; senderId?: string; timestamp?: number }>): Buffer {
	const messaging = taps.map(({ payload, senderId = 'PSID-1', timestamp = 1_790_000_000_001 }) =>
		aPostbackEvent({
			sender: { id: senderId },
			timestamp,
			postback: { mid: 'm_1', title: 'Yes', payload },
		}),
	);
	return metaBytes(aBody({ entry: [anEntry({ messaging })] }));
}

export const sealed = (ticket: Ticket, secret = APP_SECRET): string => sealTicket(ticket, secret);
