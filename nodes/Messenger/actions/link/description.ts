// The parameters of the resource 'link'.
import type { INodeProperties } from 'n8n-workflow';
import { channelProperty, pageProperty } from '../item/whomProperties';

const ON_LINK = { resource: ['link'] };

export const linkProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ON_LINK },
		options: [
			{
				name: 'Create',
				value: 'create',
				description: 'Create a link that opens a conversation',
				action: 'Create a link',
			},
		],
		default: 'create',
	},
	channelProperty(ON_LINK),
	{
		displayName: 'Username',
		name: 'username',
		type: 'string',
		displayOptions: { show: { ...ON_LINK, channel: ['instagram'] } },
		default: '',
		placeholder: 'e.g. breadshop',
		description:
			'Of the Instagram account. Left empty, Meta is asked for the one that is linked to the Page.',
	},
	pageProperty(ON_LINK),
	{
		displayName: 'Ref',
		name: 'ref',
		type: 'string',
		required: true,
		displayOptions: { show: ON_LINK },
		default: '',
		placeholder: 'e.g. poster-station',
		description:
			'What the trigger gets as <code>referral.ref</code> from whoever follows the link, at most 2,083 characters in the link',
	},
];
