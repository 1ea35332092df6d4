// The parameters of what a message carries: cards, quick replies, files.
import type { INodeProperties } from 'n8n-workflow';
import { buttonsProperty, PAYLOAD_DESCRIPTION } from '../buttons/buttonProperties';
import { LIMITS } from '../refusals/limits';

export const cardsProperty: INodeProperties = {
	displayName: 'Cards',
	name: 'cards',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: LIMITS.cards.on.messenger.max },
	placeholder: 'Add Card',
	default: {},
	options: [
		{
			displayName: 'Card',
			name: 'values',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					description: 'At most 80 characters',
				},
				{
					displayName: 'Subtitle',
					name: 'subtitle',
					type: 'string',
					default: '',
					description: 'At most 80 characters',
				},
				{
					displayName: 'Image URL',
					name: 'imageUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/bread.jpg',
				},
				{
					displayName: 'Default URL',
					name: 'defaultUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/bread',
					description: 'Opens when the card itself is tapped',
				},
				buttonsProperty(LIMITS.cardButtons.on.messenger.max),
			],
		},
	],
};

export const quickRepliesProperty: INodeProperties = {
	displayName: 'Quick Replies',
	name: 'quickReplies',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		maxAllowedFields: LIMITS.quickReplies.on.messenger.max,
	},
	placeholder: 'Add Quick Reply',
	default: {},
	description: 'Shown under the message until one is tapped or the person writes',
	options: [
		{
			displayName: 'Quick Reply',
			name: 'values',
			values: [
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: [
						{ name: 'Email', value: 'email', description: "Offers the person's address, Messenger only" },
						{ name: 'Phone', value: 'phone', description: "Offers the person's number, Messenger only" },
						{ name: 'Text', value: 'text' },
					],
					default: 'text',
				},
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Tomorrow',
					description: 'At most 20 characters',
					displayOptions: { show: { type: ['text'] } },
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					default: '',
					description: PAYLOAD_DESCRIPTION,
					displayOptions: { show: { type: ['text'] } },
				},
				{
					displayName: 'Image URL',
					name: 'imageUrl',
					type: 'string',
					default: '',
					description: 'A small picture beside the title',
					displayOptions: { show: { type: ['text'] } },
				},
			],
		},
	],
};

export const mediaProperties = (show: Record<string, string[]>): INodeProperties[] => [
	{
		displayName: 'Media Type',
		name: 'mediaType',
		type: 'options',
		displayOptions: { show },
		options: [
			{ name: 'Audio', value: 'audio' },
			{ name: 'File', value: 'file', description: 'Any other file, Messenger only' },
			{ name: 'Image', value: 'image' },
			{ name: 'Video', value: 'video' },
		],
		default: 'image',
	},
	{
		displayName: 'Media From',
		name: 'mediaFrom',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{ name: 'File of the Item', value: 'binary', description: 'Uploaded to Meta, at most 25 MB' },
			{ name: 'URL', value: 'url', description: 'Fetched by Meta' },
		],
		default: 'url',
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		required: true,
		displayOptions: { show: { ...show, mediaFrom: ['url'] } },
		default: '',
		placeholder: 'e.g. https://example.com/bread.jpg',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		displayOptions: { show: { ...show, mediaFrom: ['binary'] } },
		default: 'data',
		hint: 'The name of the input field that holds the file',
	},
];
