// The parameters of buttons, for messages and cards.
import type { INodeProperties } from 'n8n-workflow';

export const PAYLOAD_DESCRIPTION =
	'What the trigger gets when it is tapped: text, or JSON from an expression. Left empty, it is made from the title: Opening hours becomes OPENING_HOURS.';

const buttonFields: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Log In', value: 'logIn', description: 'Links an account of yours, Messenger only' },
			{ name: 'Log Out', value: 'logOut', description: 'Ends such a link, Messenger only' },
			{ name: 'Phone Call', value: 'phone', description: 'Dials a number, Messenger only' },
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
		description: 'At most 20 characters',
		displayOptions: { show: { type: ['postback', 'url', 'phone'] } },
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
		displayOptions: { show: { type: ['url', 'logIn'] } },
	},
	{
		displayName: 'Phone',
		name: 'phone',
		type: 'string',
		default: '',
		placeholder: 'e.g. +15105551234',
		description: 'With country code',
		displayOptions: { show: { type: ['phone'] } },
	},
];

/** `most` as Meta allows. */
export function buttonsProperty(most: number): INodeProperties {
	return {
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: most },
		placeholder: 'Add Button',
		default: {},
		options: [{ displayName: 'Button', name: 'values', values: buttonFields }],
	};
}
