// What makes two received events the same event: the duplicate key, and the item ID made from it.
import { createHash } from 'node:crypto';
import type { ButtonEvent } from './buttonEvent';

/**
 * The first 32 hex digits of SHA-256 over object, entry, sender, time, `mid` and payload: the same for a redelivery, in
 * any process. Never `mid` alone, which may be that of the message holding the button and so repeat from tap to tap.
 */
export function eventId(event: ButtonEvent): string {
	const key = JSON.stringify([
		event.object,
		event.accountId,
		event.senderId,
		event.senderUserRef,
		event.timestamp,
		event.mid,
		// A referral event has neither `mid` nor payload; two links opened in one second differ in the referral.
		event.kind === 'referral' ? event.referral : event.payload,
	]);
	return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
