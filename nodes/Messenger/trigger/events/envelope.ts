// Finds the messaging events in a delivery's JSON, whichever of Meta's envelopes carries them. Does
// not ask what they mean.
import { arrayOf, idOrNull, isObject, isTooDeep, textOrNull, type JsonObject } from '../../graph/json';
import { isOurField } from './fields';
import type { SkipReason } from './skipReason';

/** One messaging event and what its envelope says of it. */
export interface Enveloped {
	/** `page`, `instagram`, something else, or null in a body without `object`. */
	object: string | null;
	entryId: string | null;
	entryTime: unknown;
	isStandby: boolean;
	/** The dashboard's Test button: entry ID `0`, or a bare `{field, value}`. */
	isTest: boolean;
	event: JsonObject;
}

export interface Envelope {
	events: Enveloped[];
	/**
	 * Reasons of the elements that hold no messaging event; events plus skipped is all that was
	 * received.
	 */
	skipped: SkipReason[];
}

/** Null when the JSON is neither an object nor an array. */
export function readEnvelope(body: unknown): Envelope | null {
	if (!isObject(body) && !Array.isArray(body)) return null;
	const envelope: Envelope = { events: [], skipped: [] };
	for (const part of Array.isArray(body) ? body : [body]) readBody(part, envelope);
	return envelope;
}

function readBody(body: unknown, into: Envelope): void {
	if (!isObject(body)) return void into.skipped.push('malformedEvent');
	const object = textOrNull(body.object);
	if ('field' in body) {
		readChange(body, { object, entryId: null, entryTime: undefined, isTest: true }, into);
	}
	if (!Array.isArray(body.entry)) return;
	for (const entry of body.entry) {
		if (isObject(entry)) readEntry(entry, object, into);
		else into.skipped.push('malformedEvent');
	}
}

type EntryFacts = Omit<Enveloped, 'event' | 'isStandby'>;

// One entry may hold several of these at once, so none excludes another.
function readEntry(entry: JsonObject, object: string | null, into: Envelope): void {
	const entryId = idOrNull(entry.id);
	const facts: EntryFacts = { object, entryId, entryTime: entry.time, isTest: entryId === '0' };
	for (const event of arrayOf(entry.messaging)) readEvent(event, facts, false, into);
	for (const event of arrayOf(entry.standby)) readEvent(event, facts, true, into);
	for (const change of arrayOf(entry.changes)) readChange(change, facts, into);
	if ('field' in entry) readChange(entry, facts, into);
}

function readChange(change: unknown, facts: EntryFacts, into: Envelope): void {
	if (!isObject(change)) return void into.skipped.push('malformedEvent');
	if (!isOurField(change.field)) return void into.skipped.push('fieldNotOurs');
	readEvent(change.value, facts, change.field === 'standby', into);
}

function readEvent(event: unknown, facts: EntryFacts, isStandby: boolean, into: Envelope): void {
	if (!isObject(event) || isTooDeep(event)) return void into.skipped.push('malformedEvent');
	const { object, entryId, entryTime, isTest } = facts;
	into.events.push({ object, entryId, entryTime, isTest, isStandby, event });
}
