// The events of a conversation that the simulator has no verb for, in Meta's form.
import { newMid } from '../meta/samples.ts';
import type { Channel } from './pageOffers.ts';

export interface Parties {
	channel: Channel;
	senderId: string;
	/** Page or Instagram account. */
	accountId: string;
}

type Event = Record<string, unknown>;

let lastTimestamp = 0;

export function messageEvent(
	parties: Parties,
	message: { mid: string; text: string; quick_reply?: { payload: string }; referral?: Event },
): Event {
	return { ...envelope(parties), message };
}

/** A person comes back to an open conversation by a link, or clicks an ad. */
export function referralEvent(parties: Parties, referral: Event): Event {
	return { ...envelope(parties), referral };
}

/** Of a button with which Messenger does something itself. */
export function appEvent(parties: Parties, fact: Event): Event {
	return { ...envelope(parties), ...fact };
}

/** Messenger tells up to when everything is read, Instagram which message. */
export function readEvent(parties: Parties): Event {
	const sent = envelope(parties);
	const isMessenger = parties.channel === 'messenger';
	return { ...sent, read: isMessenger ? { watermark: sent.timestamp } : { mid: midOf('instagram') } };
}

/** No two events have the same time, so that each can be found again in what n8n made of it. */
function envelope({ senderId, accountId }: Parties): Event & { timestamp: number } {
	lastTimestamp = Math.max(lastTimestamp + 1, Date.now());
	return { sender: { id: senderId }, recipient: { id: accountId }, timestamp: lastTimestamp };
}

export function midOf(channel: Channel): string {
	return newMid(channel === 'messenger' ? 'page' : 'instagram');
}
