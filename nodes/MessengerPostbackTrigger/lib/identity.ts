// What makes two received events the same event: the duplicate key, and the item ID made from it.
import { createHash, hash } from 'node:crypto';
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
	return sha256(key).slice(0, 32);
}

// The one-shot form costs less than half, and is not there before Node 20.12.
const sha256: (text: string) => string =
	typeof hash === 'function'
		? (text) => hash('sha256', text, 'hex')
		: (text) => createHash('sha256').update(text).digest('hex');
