// What makes two received events the same event: the duplicate key, and the item ID made from it.
import { createHash, hash } from 'node:crypto';
import type { ButtonEvent } from './buttonEvent';

/**
 * The first 32 hex digits of SHA-256 over object, entry, sender, own time, `mid` and payload: the
 * same for a redelivery, in any process. Never `mid` alone, which may be that of the message
 * holding the button and so repeat from tap to tap.
 */
export function eventId(event: ButtonEvent): string {
	const key = JSON.stringify([
		event.object,
		event.accountId,
		event.senderId,
		event.senderUserRef,
		event.ownTimestamp,
		event.mid,
		whatWasTapped(event),
	]);
	return sha256(key).slice(0, 32);
}

/**
 * The payload, where there is one. A referral event and a tap on standby have none; two of them in
 * one second differ in what else Meta says, such as the link or the button's title.
 */
function whatWasTapped({ kind, payload, referral, source }: ButtonEvent): unknown {
	if (kind === 'referral') return referral;
	return payload ?? source.postback;
}

// The one-shot form costs less than half, and is not there before Node 20.12.
const sha256: (text: string) => string =
	typeof hash === 'function'
		? (text) => hash('sha256', text, 'hex')
		: (text) => createHash('sha256').update(text).digest('hex');
