// What apps sent to people, and what is told about people and their conversations.
import type { Channel } from './types.ts';

export interface UploadedFile {
	name: string;
	mimeType: string;
	/** Bytes. */
	size: number;
	content: Buffer;
}

/** Who a message goes to: a PSID or IGSID, or the `user_ref` of a checkbox plugin. */
export type Recipient = { id: string; userRef: null } | { id: null; userRef: string };

/** A message that the Send API took. */
export interface SentMessage {
	mid: string;
	appId: string;
	pageId: string;
	channel: Channel;
	recipient: Recipient;
	/** Meta's `message` object as it came. */
	message: Record<string, unknown>;
	messagingType: string;
	tag: string | null;
	notificationType: string | null;
	personaId: string | null;
	/** The `mid` that it answers. */
	replyTo: string | null;
	/** What came as `filedata`. */
	file: UploadedFile | null;
	/** Of media sent with `is_reusable`, or sent by such an ID. */
	attachmentId: string | null;
	/** Milliseconds by the simulator's clock. */
	at: number;
}

/** Typing, seen, or a reaction. */
export interface SentAction {
	/** In Meta's small letters: `typing_on`, `typing_off`, `mark_seen`, `react`, `unreact`. */
	action: string;
	appId: string;
	pageId: string;
	channel: Channel;
	recipient: Recipient;
	/** Of a reaction: its `message_id` and `reaction`. */
	payload: Record<string, unknown> | null;
	at: number;
}

/** Said again of the same person, it changes what is given and nothing else. */
export interface NewPerson {
	pageId: string;
	/** PSID or IGSID; either this or `userRef`. */
	id?: string;
	userRef?: string;
	/** `messenger` by default. */
	channel?: Channel;
	/** Milliseconds since the last message or tap; null: there was none. 0 by default. */
	silentMs?: number | null;
	blocksPage?: boolean;
	/** The app that holds the conversation; null: any may send. */
	controlledBy?: string | null;
}
