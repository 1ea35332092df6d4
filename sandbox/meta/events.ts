// Which webhook field an event belongs to, and which events an app gets: those subscribed at both
// levels.
import type { EntryToSend } from './deliveryTypes.ts';
import { pageSpelling, spellingOf } from './fields.ts';
import { isRecord } from './json.ts';
import type { MetaState } from './metaState.ts';
import type { Channel, Page, SubscribedObject } from './types.ts';

const FIELD_OF_KEY = [
	['postback', 'messaging_postbacks'],
	['message_edit', 'message_edits'],
	['read', 'message_reads'],
	['delivery', 'message_deliveries'],
	['reaction', 'message_reactions'],
	['referral', 'messaging_referrals'],
	['optin', 'messaging_optins'],
	['account_linking', 'messaging_account_linking'],
	['policy_enforcement', 'messaging_policy_enforcement'],
	['pass_thread_control', 'messaging_handovers'],
	['take_thread_control', 'messaging_handovers'],
	['request_thread_control', 'messaging_handovers'],
	['app_roles', 'messaging_handovers'],
] as const;

export function objectOf(channel: Channel): SubscribedObject {
	return channel === 'instagram' ? 'instagram' : 'page';
}

/** What stands in `entry.id`. */
export function accountOf(page: Page, object: SubscribedObject): string {
	if (object === 'page') return page.id;
	if (page.instagramAccount === undefined) throw new Error(`Page ${page.id} has no Instagram account`);
	return page.instagramAccount.id;
}

/** Null for an event without a key that the simulator knows. */
export function fieldOf(event: unknown, object: SubscribedObject): string | null {
	if (!isRecord(event)) return null;
	if (isRecord(event.message)) {
		// Instagram has no field for echoes: they come as messages.
		return event.message.is_echo === true && object === 'page' ? 'message_echoes' : 'messages';
	}
	const [, field] = FIELD_OF_KEY.find(([key]) => key in event) ?? [null, null];
	return field === null ? null : spellingOf(object, field);
}

export interface Recipient {
	appId: string;
	object: SubscribedObject;
}

/** A null field asks only for any active subscription at both levels. */
export function isSubscribed(
	world: MetaState,
	{ appId, object }: Recipient,
	pageId: string,
	field: string | null,
): boolean {
	const appLevel = world.appSubscription(appId, object);
	const pageLevel = world.pageSubscription(pageId, appId);
	if (appLevel === undefined || !appLevel.active || pageLevel === null) return false;
	if (field === null) return true;
	return appLevel.fields.has(field) && pageLevel.includes(pageSpelling(object, field));
}

/** The entries as this app gets them; one with nothing left is left out. */
export function entriesFor(
	world: MetaState,
	recipient: Recipient,
	entries: readonly EntryToSend[],
	now: number,
): Array<Record<string, unknown>> {
	const { object } = recipient;
	return entries.flatMap((entry) => {
		const page = world.page(entry.pageId);
		const isWanted = (field: string | null): boolean => isSubscribed(world, recipient, page.id, field);
		const kept = {
			messaging: entry.messaging?.filter((event) => isWanted(fieldOf(event, object))) ?? [],
			standby: isWanted('standby') ? (entry.standby ?? []) : [],
			changes: entry.changes?.filter((change) => isWanted(fieldOfChange(change))) ?? [],
		};
		const lists = Object.entries(kept).filter(([, events]) => events.length > 0);
		if (lists.length === 0) return [];
		// Changes come with seconds, messaging events with milliseconds.
		const isChangeOnly = kept.messaging.length + kept.standby.length === 0;
		const time = entry.time ?? (isChangeOnly ? Math.floor(now / 1000) : now);
		return [{ id: accountOf(page, object), time, ...Object.fromEntries(lists) }];
	});
}

function fieldOfChange(change: unknown): string | null {
	return isRecord(change) && typeof change.field === 'string' ? change.field : null;
}
