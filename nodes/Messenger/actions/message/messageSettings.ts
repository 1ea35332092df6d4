// What the user filled in for a message, as plain values that nobody has judged.
import type { ButtonSettings } from '../buttons/metaButton';

export interface CardSettings {
	title: string;
	subtitle: string;
	imageUrl: string;
	defaultUrl: string;
	buttons: ButtonSettings[];
}

export interface QuickReplySettings {
	/** `text`, `email` or `phone`. */
	type: string;
	title: string;
	payload: string;
	imageUrl: string;
}

export interface MessageSettings {
	/** `text`, `buttons`, `cards`, `media` or `json`. */
	type: string;
	text: string;
	buttons: ButtonSettings[];
	cards: CardSettings[];
	mediaType: string;
	/** Null for a file of the item. */
	mediaUrl: string | null;
	/** Meta's `message` object, as text or as an object. */
	json: unknown;
	quickReplies: QuickReplySettings[];
	options: MessageOptions;
}

export interface MessageOptions {
	messagingType: string;
	tag: string;
	notificationType: string;
	replyTo: string;
	personaId: string;
	metadata: string;
	/** Seconds. */
	typing: number;
	splitLongText: boolean;
}
