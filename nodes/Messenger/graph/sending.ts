// What goes into Meta's Send API, and what comes back.
import type { JsonObject } from './json';

/** A person by PSID or Instagram-scoped ID, or one of the checkbox plugin who has none yet. */
export type Recipient = { id: string } | { user_ref: string };

/** Parameters of a send in Meta's terms; those that are objects travel as JSON. */
export interface SendParameters {
	recipient: Recipient;
	message?: JsonObject;
	sender_action?: string;
	payload?: JsonObject;
	messaging_type?: string;
	tag?: string;
	notification_type?: string;
	persona_id?: string;
	reply_to?: { mid: string };
}

export interface FileToSend {
	bytes: Buffer;
	name: string;
	mimeType: string;
}

export interface SendAnswer {
	/** Null for a `user_ref`. */
	recipientId: string | null;
	/** Null for a sender action. */
	messageId: string | null;
}
