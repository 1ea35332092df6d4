// A message as the Send API takes it, in the form in which the chat page shows it.
import type { UploadedFile } from '../meta/index.ts';
import { at, isRecord, listAt, optionalTextAt } from '../n8n/json.ts';
import { PERSON } from './conversations.ts';

export type Button =
	| { does: 'tap'; title: string; payload: string }
	/** `target` is an address, or a number to call. */
	| { does: 'open' | 'call' | 'logIn'; title: string; target: string }
	| { does: 'logOut'; title: string }
	/** One message, or as many as Meta allows until the person has enough. */
	| { does: 'notifyMe'; title: string; payload: string }
	| { does: 'getUpdates'; title: string; payload: string; topic: string };

export interface Card {
	title: string;
	subtitle: string;
	imageUrl: string | null;
	/** What a tap on the card itself opens. */
	opens: string | null;
	buttons: Button[];
}

export type Content =
	| { kind: 'text'; text: string }
	| { kind: 'buttons'; text: string; buttons: Button[] }
	| { kind: 'cards'; cards: Card[] }
	/** `size` in bytes, of what was uploaded. */
	| { kind: 'media'; type: string; name: string; size: number | null }
	/** A template that has no form of its own here. */
	| { kind: 'other'; name: string; json: unknown };

export interface QuickReply {
	title: string;
	payload: string;
	imageUrl: string | null;
}

/** Several for a grid of pictures, else one. */
export function contentsOf(message: Record<string, unknown>, file: UploadedFile | null): Content[] {
	const text = optionalTextAt(message, 'text');
	if (text !== undefined) return [{ kind: 'text', text }];
	const attachments = [message.attachment, ...listAt(message, 'attachments')].filter(isRecord);
	if (attachments.length === 0)
		return [{ kind: 'other', name: 'template', json: message.template ?? message }];
	return attachments.map((attachment) => contentOf(attachment, file));
}

/** Buttons are told apart by their place in the message. */
export function buttonsOf(contents: readonly Content[]): Button[] {
	return contents.flatMap((content) => {
		if (content.kind === 'buttons') return content.buttons;
		return content.kind === 'cards' ? content.cards.flatMap(({ buttons }) => buttons) : [];
	});
}

export function quickRepliesOf(message: Record<string, unknown>): QuickReply[] {
	return listAt(message, 'quick_replies').map((reply) => {
		const imageUrl = optionalTextAt(reply, 'image_url') ?? null;
		// Meta offers what the person has given to it.
		const type = at(reply, 'content_type');
		if (type === 'user_email') return { title: PERSON.email, payload: PERSON.email, imageUrl };
		if (type === 'user_phone_number') return { title: PERSON.phone, payload: PERSON.phone, imageUrl };
		return { title: textOf(reply, 'title'), payload: textOf(reply, 'payload'), imageUrl };
	});
}

function contentOf(attachment: Record<string, unknown>, file: UploadedFile | null): Content {
	const { type, payload } = attachment;
	if (type !== 'template') return mediaOf(String(type), payload, file);
	const template = optionalTextAt(payload, 'template_type') ?? 'unknown';
	const buttons = listAt(payload, 'buttons').map(buttonOf);
	if (template === 'button') return { kind: 'buttons', text: textOf(payload, 'text'), buttons };
	if (template === 'generic') return { kind: 'cards', cards: listAt(payload, 'elements').map(cardOf) };
	const optIn = optInOf(template, payload);
	if (optIn !== null) return { kind: 'buttons', text: textOf(payload, 'title'), buttons: [optIn] };
	return { kind: 'other', name: `${template} template`, json: payload };
}

/** Meta names these buttons itself. */
function optInOf(template: string, asked: unknown): Button | null {
	const payload = textOf(asked, 'payload');
	if (template === 'one_time_notif_req') return { does: 'notifyMe', title: 'Notify Me', payload };
	if (template !== 'notification_messages') return null;
	return { does: 'getUpdates', title: 'Get Updates', payload, topic: textOf(asked, 'title') };
}

function mediaOf(type: string, payload: unknown, file: UploadedFile | null): Content {
	const url = optionalTextAt(payload, 'url');
	if (url !== undefined) return { kind: 'media', type, name: fileNameIn(url), size: null };
	const id = optionalTextAt(payload, 'attachment_id');
	if (id !== undefined) return { kind: 'media', type, name: `attachment ${id}`, size: null };
	return { kind: 'media', type, name: file?.name ?? '', size: file?.size ?? null };
}

function fileNameIn(url: string): string {
	const { pathname, host } = new URL(url);
	return pathname.split('/').at(-1) || host;
}

function cardOf(element: unknown): Card {
	return {
		title: textOf(element, 'title'),
		subtitle: textOf(element, 'subtitle'),
		imageUrl: optionalTextAt(element, 'image_url') ?? null,
		opens: optionalTextAt(element, 'default_action', 'url') ?? null,
		buttons: listAt(element, 'buttons').map(buttonOf),
	};
}

/** Of a message, or an item of a menu. */
export function buttonOf(button: unknown): Button {
	const title = textOf(button, 'title');
	switch (at(button, 'type')) {
		case 'web_url':
			return { does: 'open', title, target: textOf(button, 'url') };
		case 'phone_number':
			return { does: 'call', title, target: textOf(button, 'payload') };
		case 'account_link':
			return { does: 'logIn', title: 'Log In', target: textOf(button, 'url') };
		case 'account_unlink':
			return { does: 'logOut', title: 'Log Out' };
		default:
			return { does: 'tap', title, payload: textOf(button, 'payload') };
	}
}

function textOf(value: unknown, key: string): string {
	return optionalTextAt(value, key) ?? '';
}
