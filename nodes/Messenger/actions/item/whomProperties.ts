// The parameters that say whom an operation is about: 'To' with a person, or a Page.
import type { INodeProperties } from 'n8n-workflow';
import { CHANNELS } from '../../trigger/events/fields';

type Show = Record<string, string[]>;

const channelOptions = Object.entries(CHANNELS).map(([value, { displayName }]) => ({
	name: displayName,
	value,
}));

export function toProperties(show: Show): INodeProperties[] {
	const byHand = { ...show, to: ['person'] };
	return [
		{
			displayName: 'To',
			name: 'to',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show },
			options: [
				{
					name: 'A Person',
					value: 'person',
					description: 'Somebody by the ID that Meta gave them',
				},
				{
					name: 'Whoever Tapped',
					value: 'tap',
					description:
						'The sender of the tap that this item comes from, on the Page and channel where it was made',
				},
			],
			default: 'tap',
		},
		...accountProperties(byHand),
		{
			displayName: 'Recipient ID',
			name: 'recipientId',
			type: 'string',
			required: true,
			displayOptions: { show: byHand },
			default: '',
			placeholder: 'e.g. 6001002003004005',
			description: 'What Meta calls the person on this Page (PSID) or Instagram account',
		},
	];
}

export function accountProperties(show: Show): INodeProperties[] {
	return [channelProperty(show), { ...pageProperty(show), required: true }];
}

export function channelProperty(show: Show): INodeProperties {
	return {
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		displayOptions: { show },
		options: channelOptions,
		default: 'messenger',
	};
}

export function pageProperty(show: Show): INodeProperties {
	return {
		displayName: 'Page',
		name: 'page',
		type: 'resourceLocator',
		displayOptions: { show },
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchPages', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 104920000000000',
				hint: 'The ID of the Page, or of the Instagram account that is linked to it',
				validation: [
					{
						type: 'regex',
						properties: { regex: '^\\s*\\d+\\s*$', errorMessage: 'An ID consists of digits' },
					},
				],
			},
		],
	};
}
