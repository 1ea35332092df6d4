// One verified body to the items of each output. Every event is either emitted or skipped with a
// reason.
import type { Channel } from '../../graph/channel';
import { parseJson, type JsonObject } from '../../graph/json';
import type { VerifiedBody } from '../verify/signature';
import { readButtonEvent, type ButtonEvent } from './buttonEvent';
import { readEnvelope } from './envelope';
import { effectiveChannel, whyNotWanted, type Filters } from './filters';
import { eventId, tapId } from './identity';
import { toItem, type OutputForm, type ReadyEvent } from './item';
import { parsePayload } from './payloadData';
import type { Router } from './routing';
import { isSealed } from './sealed';
import type { SkipReason } from './skipReason';

export interface WantedEvents {
	wanted: ReadyEvent[];
	skipped: SkipReason[];
}

export type BodyRefusal = 'notAnEnvelope' | 'notJson';
export interface SelectedEvents extends WantedEvents {
	/** Of Instagram, and none of those that were selected; one for each event. */
	unknownAccounts: string[];
}

export interface ReceivedEvents extends SelectedEvents {
	/** Taps that answer a question. They are nobody's by Page, kind or rule. */
	answers: ButtonEvent[];
}

export type BodyReading = ({ ok: true } & ReceivedEvents) | { ok: false; reason: BodyRefusal };

/** Order is kept. */
export function readDelivery(body: VerifiedBody, filters: Filters, parsesPayload: boolean): BodyReading {
	const json = parseJson(body.toString('utf8'));
	if (!json.ok) return { ok: false, reason: 'notJson' };
	const envelope = readEnvelope(json.value);
	if (envelope === null) return { ok: false, reason: 'notAnEnvelope' };

	const events: ButtonEvent[] = [];
	const answers: ButtonEvent[] = [];
	const skipped = envelope.skipped;
	for (const enveloped of envelope.events) {
		const reading = readButtonEvent(enveloped);
		if (!reading.ok) skipped.push(reading.reason);
		else (isSealed(reading.event.payload) ? answers : events).push(reading.event);
	}
	const selected = selectEvents(events, filters, parsesPayload);
	return { ok: true, ...selected, skipped: [...skipped, ...selected.skipped], answers };
}

/** Order is kept. */
export function selectEvents(
	events: readonly ButtonEvent[],
	filters: Filters,
	parsesPayload: boolean,
): SelectedEvents {
	const wanted: ReadyEvent[] = [];
	const skipped: SkipReason[] = [];
	const unknownAccounts: string[] = [];
	for (const event of events) {
		const channel = effectiveChannel(event, filters);
		const reason = whyNotWanted(event, channel, filters);
		if (reason === null) wanted.push(readyEvent(event, channel, parsesPayload, filters.includeStandby));
		else skipped.push(reason);
		// With no Page at all, that is what is wrong.
		if (reason === 'accountNotSelected' && channel === 'instagram' && filters.pageIds?.size !== 0) {
			unknownAccounts.push(event.accountId ?? 'without ID');
		}
	}
	return { wanted, skipped, unknownAccounts };
}

function readyEvent(
	event: ButtonEvent,
	channel: Channel,
	parsesPayload: boolean,
	includesStandby: boolean,
): ReadyEvent {
	const payloadData = parsesPayload ? parsePayload(event.payload) : null;
	return { event, id: eventId(event), channel, payloadData, tapId: includesStandby ? tapId(event) : null };
}

/** What came in earlier deliveries; one that failed does not count. */
export interface Seen {
	/** Whether the event was; it is from here on. */
	isSeen(id: string): boolean;
	/** Whether a tap was, whose copy on standby this may be. */
	isTapSeen(tapId: string): boolean;
	noteTap(tapId: string): void;
}

/**
 * Drops events that were seen, in an earlier delivery or in this one, and copies on standby of taps
 * that came with their payload. Those of Meta's Test button always pass: its sample never changes,
 * and pressing it again is meant.
 */
export function dropDuplicates({ wanted, skipped }: WantedEvents, seen: Seen): WantedEvents {
	const inThisDelivery = new Set<string>();
	const taps = new Set(wanted.map(({ tapId: tap, event }) => (event.isStandby ? null : tap)));
	const kept = wanted.filter(({ id, tapId: tap, event }) => {
		if (event.isTest) return true;
		if (event.isStandby && tap !== null && (taps.has(tap) || seen.isTapSeen(tap))) return false;
		const isFirst = !inThisDelivery.has(id) && !seen.isSeen(id);
		inThisDelivery.add(id);
		if (isFirst && !event.isStandby && tap !== null) seen.noteTap(tap);
		return isFirst;
	});
	const duplicates = Array<SkipReason>(wanted.length - kept.length).fill('duplicate');
	return { wanted: kept, skipped: [...skipped, ...duplicates] };
}

export interface Routed {
	/** One list per output. */
	outputs: JsonObject[][];
	itemCount: number;
	skipped: SkipReason[];
}

export function routeEvents({ wanted, skipped }: WantedEvents, router: Router, form: OutputForm): Routed {
	// Not Array.from with a function, which is slow: this runs for every delivery.
	const outputs: JsonObject[][] = [];
	for (let index = 0; index < router.outputCount; index++) outputs.push([]);
	const unmatched: SkipReason[] = [];
	let itemCount = 0;
	for (const ready of wanted) {
		const indexes = router.outputsFor(ready);
		if (indexes.length === 0) unmatched.push('noRuleMatched');
		// A plain loop, as above. Nodes change items in place, so from the second output on nothing is
		// shared.
		for (let copy = 0; copy < indexes.length; copy++) {
			const item = toItem(ready, form);
			outputs[indexes[copy] ?? 0]?.push(copy === 0 ? item : structuredClone(item));
			itemCount += 1;
		}
	}
	return { outputs, itemCount, skipped: [...skipped, ...unmatched] };
}
