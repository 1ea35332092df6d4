// The parameters of the resource 'message'.
import type { INodeProperties } from 'n8n-workflow';
import { buttonsProperty } from '../buttons/buttonProperties';
import { toProperties } from '../item/whomProperties';
import { LIMITS } from '../refusals/limits';
import { cardsProperty, mediaProperties, quickRepliesProperty } from './contentProperties';
import { messageOptions } from './optionsProperty';

const ON_MESSAGE = { resource: ['message'] };
const ON_SEND = { ...ON_MESSAGE, operation: ['send'] };
const ON_ACTION = { ...ON_MESSAGE, operation: ['senderAction'] };

export const messageProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ON_MESSAGE },
		options: [
			{
				name: 'Send',
				value: 'send',
				description: 'Send a text, buttons, cards or a file',
				action: 'Send a message',
			},
			{
				name: 'Send and Wait for Response',
				value: 'sendAndWait',
				description: 'Ask a question with buttons; the execution goes on when the person taps one',
				action: 'Send a question and wait for the answer',
			},
			{
				name: 'Show Sender Action',
				value: 'senderAction',
				description: 'Show typing, mark as seen, or react to a message',
				action: 'Show a sender action',
			},
		],
		default: 'send',
	},
	...toProperties(ON_MESSAGE),
	{
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ON_SEND },
		options: [
			{
				name: 'Buttons',
				value: 'buttons',
				description: 'A text with one to three buttons',
			},
			{
				name: 'Cards',
				value: 'cards',
				description: 'One card, or a carousel of up to ten, each with picture and buttons',
			},
			{
				name: 'JSON',
				value: 'json',
				description: "Meta's own message object: receipts, utility templates and the like",
			},
			{ name: 'Media', value: 'media', description: 'An image, a video, a recording or a file' },
			{ name: 'Text', value: 'text' },
		],
		default: 'text',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		displayOptions: { show: { ...ON_SEND, messageType: ['text', 'buttons'] } },
		default: '',
	},
	{
		...buttonsProperty(LIMITS.buttons.on.messenger.max),
		displayOptions: { show: { ...ON_SEND, messageType: ['buttons'] } },
	},
	{ ...cardsProperty, displayOptions: { show: { ...ON_SEND, messageType: ['cards'] } } },
	...mediaProperties({ ...ON_SEND, messageType: ['media'] }),
	{
		displayName: 'Message JSON',
		name: 'messageJson',
		type: 'json',
		required: true,
		displayOptions: { show: { ...ON_SEND, messageType: ['json'] } },
		default: '{\n  "text": "Hello"\n}',
		description: "The value of <code>message</code> in Meta's Send API, sent as it is",
	},
	{ ...quickRepliesProperty, displayOptions: { show: ON_SEND } },
	{ ...messageOptions, displayOptions: { show: ON_SEND } },
	{
		displayName: 'Action',
		name: 'senderAction',
		type: 'options',
		displayOptions: { show: ON_ACTION },
		options: [
			{ name: 'Mark as Seen', value: 'markSeen' },
			{ name: 'React', value: 'react', description: 'Put a reaction under a message' },
			{ name: 'Take Reaction Back', value: 'unreact' },
			{ name: 'Typing Off', value: 'typingOff' },
			{
				name: 'Typing On',
				value: 'typingOn',
				description: 'Ends with the next message, or after 20 seconds',
			},
		],
		default: 'typingOn',
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		displayOptions: { show: { ...ON_ACTION, senderAction: ['react', 'unreact'] } },
		default: '',
		description: 'The <code>mid</code> of the message. Left empty, it is the message that was tapped.',
	},
	{
		displayName: 'Reaction',
		name: 'reaction',
		type: 'string',
		displayOptions: { show: { ...ON_ACTION, senderAction: ['react'] } },
		default: 'love',
	},
];
