// EDGE: reads the parameters of a message.
import type { IExecuteFunctions } from 'n8n-workflow';
import { isObject, type JsonObject } from '../../graph/json';
import type { ButtonSettings } from '../buttons/metaButton';
import { rowsOf, textOf } from '../buttons/values';
import { readRows, readText } from '../item/parameters';
import type { CardSettings, MessageOptions, MessageSettings, QuickReplySettings } from './messageSettings';

export function readMessage(n8n: IExecuteFunctions, itemIndex: number): MessageSettings {
	const type = readText(n8n, 'messageType', itemIndex);
	const isFromUrl = n8n.getNodeParameter('mediaFrom', itemIndex, 'url') === 'url';
	return {
		type,
		text: readText(n8n, 'text', itemIndex),
		buttons: readRows(n8n, 'buttons', itemIndex).map(readButton),
		cards: readRows(n8n, 'cards', itemIndex).map(readCard),
		mediaType: readText(n8n, 'mediaType', itemIndex),
		mediaUrl: isFromUrl ? readText(n8n, 'mediaUrl', itemIndex) : null,
		json: n8n.getNodeParameter('messageJson', itemIndex, ''),
		quickReplies: readRows(n8n, 'quickReplies', itemIndex).map(readQuickReply),
		options: readOptions(n8n.getNodeParameter('options', itemIndex, {})),
	};
}

function readButton(row: JsonObject): ButtonSettings {
	return {
		type: textOf(row.type ?? 'postback'),
		title: textOf(row.title),
		payload: textOf(row.payload),
		url: textOf(row.url),
		phone: textOf(row.phone),
	};
}

function readCard(row: JsonObject): CardSettings {
	return {
		title: textOf(row.title),
		subtitle: textOf(row.subtitle),
		imageUrl: textOf(row.imageUrl),
		defaultUrl: textOf(row.defaultUrl),
		buttons: rowsOf(row.buttons).map(readButton),
	};
}

function readQuickReply(row: JsonObject): QuickReplySettings {
	return {
		type: textOf(row.type ?? 'text'),
		title: textOf(row.title),
		payload: textOf(row.payload),
		imageUrl: textOf(row.imageUrl),
	};
}

function readOptions(value: unknown): MessageOptions {
	const options = isObject(value) ? value : {};
	return {
		messagingType: textOf(options.messagingType ?? 'RESPONSE'),
		tag: textOf(options.tag ?? 'HUMAN_AGENT'),
		notificationType: textOf(options.notificationType),
		replyTo: textOf(options.replyTo).trim(),
		personaId: textOf(options.personaId).trim(),
		metadata: textOf(options.metadata),
		typing: Number(options.typing ?? 0) || 0,
		splitLongText: options.splitLongText === true,
	};
}
