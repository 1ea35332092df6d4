// One verified body to the items of each output. Every event is either emitted or skipped with a
// reason.
import type { Channel } from '../../graph/channel';
import { parseJson, type JsonObject } from '../../graph/json';
import type { VerifiedBody } from '../verify/signature';
import { readButtonEvent, type ButtonEvent } from './buttonEvent';
import { readEnvelope } from './envelope';
import { effectiveChannel, whyNotWanted, type Filters } from './filters';
import { eventId } from './identity';
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
export type BodyReading = ({ ok: true } & ReceivedEvents) | { ok: false; reason: BodyRefusal };

export interface ReceivedEvents extends WantedEvents {
	/** Taps that answer a question. They are nobody's by Page, kind or rule. */
	answers: ButtonEvent[];
}

/** Order is kept. */
export function readDelivery(body: VerifiedBody, filters: Filters, parsesPayload: boolean): BodyReading {
	const json = parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
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
	return { ok: true, wanted: selected.wanted, skipped: [...skipped, ...selected.skipped], answers };
}

/** Order is kept. */
export function selectEvents(
	events: readonly ButtonEvent[],
	filters: Filters,
	parsesPayload: boolean,
): WantedEvents {
	const wanted: ReadyEvent[] = [];
	const skipped: SkipReason[] = [];
	for (const event of events) {
		const channel = effectiveChannel(event, filters);
		const reason = whyNotWanted(event, channel, filters);
		if (reason === null) wanted.push(readyEvent(event, channel, parsesPayload));
		else skipped.push(reason);
	}
	return { wanted, skipped };
}

function readyEvent(event: ButtonEvent, channel: Channel, parsesPayload: boolean): ReadyEvent {
	const payloadData = parsesPayload ? parsePayload(event.payload) : null;
	return { event, id: eventId(event), channel, payloadData };
}

/**
 * Drops events that were seen, in an earlier delivery or in this one. Those of Meta's Test button
 * always pass: its sample never changes, and pressing it again is meant.
 */
export function dropDuplicates(
	{ wanted, skipped }: WantedEvents,
	wasSeen: (id: string) => boolean,
): WantedEvents {
	const inThisDelivery = new Set<string>();
	const kept = wanted.filter(({ id, event }) => {
		if (event.isTest) return true;
		const isFirst = !inThisDelivery.has(id) && !wasSeen(id);
		inThisDelivery.add(id);
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
