// What the simulator is told to send, and what it then sent.
import type { Channel, SubscribedObject } from './types.ts';

/** `tampered` changes the body after signing; `sha1` sends the legacy header only. */
export type SignMode = 'valid' | 'missing' | 'wrongSecret' | 'tampered' | 'sha1';

/** Null leaves the key out, absence takes the default. */
export interface PostbackToSend {
	pageId: string;
	senderId?: string;
	userRef?: string;
	title?: string | null;
	payload?: string | null;
	mid?: string | null;
	referral?: unknown;
	timestamp?: number | string;
	channel?: Channel;
	standby?: boolean;
}

export interface EntryToSend {
	pageId: string;
	messaging?: unknown[];
	standby?: unknown[];
	changes?: unknown[];
	time?: number;
}

export interface EventsToSend {
	channel?: Channel;
	/** Only this app, if it is subscribed. */
	appId?: string;
	entries: EntryToSend[];
}

export interface TestButton {
	appId: string;
	object?: SubscribedObject;
	field?: string;
	value?: unknown;
}

export interface BodyToSend {
	appId: string;
	object?: SubscribedObject;
	/** Text and bytes are sent as they are, everything else is serialised as Meta does. */
	body: unknown;
	sign?: SignMode;
	url?: string;
	headers?: Record<string, string>;
}

export interface Redelivery {
	sign?: SignMode;
	url?: string;
}

export interface RedeliveryPolicy {
	attempts: number;
	/** The last one is used for all further attempts. */
	delaysMs?: number[];
}

/** One HTTP POST to a callback. */
export interface Delivery {
	id: string;
	appId: string;
	object: string;
	url: string;
	body: Buffer;
	signature: string | null;
	/** Null without an answer; `error` says why. */
	status: number | null;
	answer: string;
	error?: string;
	durationMs: number;
	attempt: number;
	redeliveryOf?: string;
}
