// Decides what to write at a Page, where one list of fields serves all members and both channels.
import type { AppRecord } from '../../graph/appRecord';
import { channelOfObject, pageField } from '../events/fields';
import type { Replies } from '../members/memberReply';
import { needsPage, pageFieldsOf } from '../members/wants';
import { missingFrom, ownCallback, stayingOthers, union, type Self } from './subscription';

/**
 * A Page's fields that somebody else needs: another member, or another callback of the app on
 * either object.
 */
export function pageFieldsInUse(
	pageId: string,
	{ self, records, replies }: { self: Self; records: readonly AppRecord[]; replies: Replies },
): Set<string> {
	const inUse = new Set<string>();
	for (const record of records) {
		const channel = channelOfObject(record.object);
		if (channel === null) continue;
		const wants = stayingOthers(self, record, replies).map((one) => one.wants);
		const isSomebodyElses = ownCallback(self, record) === null || wants.includes(null);
		if (isSomebodyElses) record.fields.forEach((field) => inUse.add(pageField(channel, field)));
		for (const one of wants) {
			if (one !== null && needsPage(one, pageId))
				pageFieldsOf(one.fields).forEach((field) => inUse.add(field));
		}
	}
	return inUse;
}

/** A Page's fields after joining, or null when nothing has to be written. */
export function planPageRegister(
	actual: readonly string[] | null,
	wanted: readonly string[],
): string[] | null {
	return missingFrom(actual ?? [], wanted).length === 0 && actual !== null
		? null
		: union(actual ?? [], wanted);
}

export type PageUnregisterPlan =
	| { kind: 'nothing' }
	| { kind: 'write'; fields: string[] }
	| { kind: 'detach' };

/**
 * A write of the Page's remaining fields. Detaching ends every field, so only when nothing of
 * somebody else remains.
 */
export function planPageUnregister(
	actual: readonly string[] | null,
	unwanted: readonly string[],
	inUse: ReadonlySet<string>,
): PageUnregisterPlan {
	if (actual === null) return { kind: 'nothing' };
	const remaining = actual.filter((field) => !unwanted.includes(field) || inUse.has(field));
	if (remaining.length === actual.length) return { kind: 'nothing' };
	return remaining.length === 0 ? { kind: 'detach' } : { kind: 'write', fields: remaining };
}
