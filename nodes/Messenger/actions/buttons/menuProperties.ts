// The parameters of menus, of a Page or of one person.
import type { INodeProperties } from 'n8n-workflow';
import { LIMITS } from '../refusals/limits';
import { PAYLOAD_DESCRIPTION } from './buttonProperties';
import { DEFAULT_LOCALE } from './locales';

export const localeProperty: INodeProperties = {
	displayName: 'Locale',
	name: 'locale',
	type: 'string',
	default: DEFAULT_LOCALE,
	placeholder: 'e.g. de_DE',
	description:
		'For whom it is: <code>default</code> for everybody whose own language has no row, else a locale of Meta',
};

const menuItemFields: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Tap (Postback)', value: 'postback', description: 'Starts the workflow of the trigger' },
			{ name: 'Web Page', value: 'url' },
		],
		default: 'postback',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Opening hours',
		description: 'At most 30 characters',
	},
	{
		displayName: 'Payload',
		name: 'payload',
		type: 'string',
		default: '',
		placeholder: 'e.g. OPENING_HOURS',
		description: PAYLOAD_DESCRIPTION,
		displayOptions: { show: { type: ['postback'] } },
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com',
		displayOptions: { show: { type: ['url'] } },
	},
	{
		displayName: 'Webview Height',
		name: 'webviewHeight',
		type: 'options',
		options: [
			{ name: 'Compact', value: 'compact' },
			{ name: 'Full', value: 'full' },
			{ name: 'Tall', value: 'tall' },
		],
		default: 'full',
		description: 'How much of the screen the page covers, Messenger only',
		displayOptions: { show: { type: ['url'] } },
	},
];

export const persistentMenuProperty: INodeProperties = {
	displayName: 'Persistent Menu',
	name: 'persistentMenu',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Menu for a Locale',
	default: {},
	options: [
		{
			displayName: 'Menu',
			name: 'values',
			values: [
				localeProperty,
				{
					displayName: 'Composer Disabled',
					name: 'composerDisabled',
					type: 'boolean',
					default: false,
					description: 'Whether people can only tap and not write, Messenger only',
				},
				{
					displayName: 'Items',
					name: 'items',
					type: 'fixedCollection',
					typeOptions: {
						multipleValues: true,
						sortable: true,
						maxAllowedFields: LIMITS.menuItems.on.messenger.max,
					},
					placeholder: 'Add Item',
					default: {},
					options: [{ displayName: 'Item', name: 'values', values: menuItemFields }],
				},
			],
		},
	],
};
