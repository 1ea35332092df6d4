import { readDelivery, routeEvents, type Seen } from '../../nodes/Messenger/trigger/events/delivery';
import { ALL_EVENT_KINDS } from '../../nodes/Messenger/trigger/events/fields';
import type { Filters } from '../../nodes/Messenger/trigger/events/filters';
import type { OutputForm } from '../../nodes/Messenger/trigger/events/item';
import { SINGLE_OUTPUT } from '../../nodes/Messenger/trigger/events/routing';
import { metaBytes } from './delivery.ts';
import { verified } from './verified.ts';

/** Takes everything; each test narrows one thing. */
export function openFilters(changes: Partial<Filters> = {}): Filters {
	return {
		channels: new Set(['messenger', 'instagram']),
		events: new Set(ALL_EVENT_KINDS),
		includeStandby: true,
		pageIds: null,
		instagramIds: null,
		...changes,
	};
}

/** Before the first delivery; each test changes one thing. */
export function nothingSeen(changes: Partial<Seen> = {}): Seen {
	return { isSeen: () => false, isTapSeen: () => false, noteTap: () => undefined, ...changes };
}

/** A body, signed or not, to the items of a single output and the reasons of the rest. */
export function readBody(body: unknown, filters = openFilters(), form: OutputForm = 'simplified') {
	const reading = readDelivery(verified(metaBytes(body)), filters, true);
	if (!reading.ok) throw new Error(`the body was refused: ${reading.reason}`);
	const { outputs, skipped } = routeEvents(reading, SINGLE_OUTPUT, form);
	return { items: outputs[0] ?? [], skipped };
}
