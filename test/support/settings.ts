import { readDelivery, routeEvents } from '../../nodes/Messenger/trigger/events/delivery';
import type { Filters } from '../../nodes/Messenger/trigger/events/filters';
import type { OutputForm } from '../../nodes/Messenger/trigger/events/item';
import { SINGLE_OUTPUT } from '../../nodes/Messenger/trigger/events/routing';
import { metaBytes } from './delivery.ts';
import { verified } from './verified.ts';

/** Takes everything; each test narrows one thing. */
export function openFilters(changes: Partial<Filters> = {}): Filters {
	return {
		channels: new Set(['messenger', 'instagram']),
		events: new Set(['postback', 'quickReply', 'referral']),
		includeStandby: true,
		pageIds: null,
		instagramIds: null,
		...changes,
	};
}

/** A body, signed or not, to the items of a single output and the reasons of the rest. */
export function readBody(body: unknown, filters = openFilters(), form: OutputForm = 'simplified') {
	const reading = readDelivery(verified(metaBytes(body)), filters, true);
	if (!reading.ok) throw new Error(`the body was refused: ${reading.reason}`);
	const { outputs, skipped } = routeEvents(reading, SINGLE_OUTPUT, form);
	return { items: outputs[0] ?? [], skipped };
}
