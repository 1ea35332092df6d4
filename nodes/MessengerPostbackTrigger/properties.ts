// The trigger's parameters as the editor shows them. Channels, events, rule fields and operators come from lib/.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CHANNELS, EVENT_KINDS } from './lib/fields';
import { ruleProperty } from './ruleProperties';

const channelOptions: INodePropertyOptions[] = Object.entries(CHANNELS).map(([value, { displayName }]) => ({
	name: displayName,
	value,
}));

const eventOptions: INodePropertyOptions[] = Object.entries(EVENT_KINDS).map(
	([value, { displayName, description }]) => ({ name: displayName, value, description }),
);

export const properties: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Access Token', value: 'accessToken' },
			{ name: 'OAuth2', value: 'oAuth2' },
		],
		default: 'accessToken',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		options: eventOptions,
		default: ['postback'],
	},
	{
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: channelOptions,
		default: ['messenger'],
		hint: 'Instagram accounts are found through the Page they are linked to',
	},
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Publishing registers the webhook with Meta, unpublishing removes it',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: "You register the webhook in Meta's App Dashboard",
			},
		],
		default: 'automatic',
	},
	{
		displayName:
			"In Meta's App Dashboard, open Webhooks (or Messenger > Webhooks), choose the object, and paste the <b>Production URL</b> shown above under Webhook URLs as the callback URL and the credential's <b>Verify Token</b> as the verify token. Publish this workflow first, because Meta calls the URL at once. Then subscribe the field <b>messaging_postbacks</b>, and the Page itself.",
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
	{
		displayName: 'Pages',
		name: 'pageSelection',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All Pages of the Token', value: 'all' },
			{ name: 'Selected Pages', value: 'selected' },
		],
		default: 'selected',
	},
	{
		displayName: 'Page Names or IDs',
		name: 'pages',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getPages', loadOptionsDependsOn: ['authentication'] },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: { show: { pageSelection: ['selected'] } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Flat',
				value: 'flat',
				description: 'One level with fixed columns, for sheets and tables',
			},
			{
				name: 'Raw',
				value: 'raw',
				description: 'The event exactly as Meta sent it',
			},
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'One shape for every kind of event, with the payload parsed',
			},
		],
		default: 'simplified',
	},
	{
		displayName: 'Routing',
		name: 'routing',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Rules', value: 'rules', description: 'One output per rule' },
			{ name: 'Single Output', value: 'single' },
		],
		default: 'single',
	},
	ruleProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Combine Deliveries',
				name: 'combineDeliveries',
				type: 'boolean',
				default: false,
				description:
					'Whether deliveries that arrive while n8n is still starting an execution share the next one. Saves executions under load; an execution then holds the items of several deliveries.',
			},
			{
				displayName: 'Existing Callback',
				name: 'existingCallback',
				type: 'options',
				options: [
					{
						name: 'Keep',
						value: 'keep',
						description:
							'Publishing stops with a message when another system receives the webhooks of this app',
					},
					{
						name: 'Replace',
						value: 'replace',
						description: 'Takes the webhooks over from the other system, which then receives none',
					},
				],
				default: 'keep',
				description: 'What to do when the Meta app already has the callback URL of another system',
			},
			{
				displayName: 'Fallback Output',
				name: 'fallbackOutput',
				type: 'options',
				options: [
					{ name: 'Drop', value: 'drop', description: 'Events that match no rule start nothing' },
					{
						name: 'Extra Output',
						value: 'extra',
						description: 'Events that match no rule leave through "Other"',
					},
				],
				default: 'drop',
				displayOptions: { show: { '/routing': ['rules'] } },
			},
			{
				displayName: 'Ignore Case',
				name: 'ignoreCase',
				type: 'boolean',
				default: false,
				description: 'Whether rules treat upper and lower case alike',
				displayOptions: { show: { '/routing': ['rules'] } },
			},
			{
				displayName: 'Ignore Duplicates',
				name: 'ignoreDuplicates',
				type: 'boolean',
				default: true,
				description:
					'Whether to drop events that Meta delivers again after they were accepted. Each n8n process remembers them for an hour or two.',
			},
			{
				displayName: 'Include Sender Profile',
				name: 'includeSenderProfile',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the name and picture of the person who tapped. Meta gives them only to apps with Advanced Access; a slow answer is not waited for longer than two seconds.',
			},
			{
				displayName: 'Include Standby Events',
				name: 'includeStandby',
				type: 'boolean',
				default: false,
				description:
					'Whether to include taps made while another app or a person in the inbox holds the conversation. Meta sends most of them without payload.',
			},
			{
				displayName: 'Parse Payload',
				name: 'parsePayload',
				type: 'options',
				options: [
					{
						name: 'Automatically',
						value: 'auto',
						description: 'JSON, a=1&b=2 and ACTION?a=1 become fields of payloadData',
					},
					{ name: 'Off', value: 'off' },
				],
				default: 'auto',
			},
			{
				displayName: 'Send To',
				name: 'sendTo',
				type: 'options',
				options: [
					{ name: 'All Matching Outputs', value: 'all' },
					{ name: 'First Matching Output', value: 'first' },
				],
				default: 'first',
				displayOptions: { show: { '/routing': ['rules'] } },
			},
		],
	},
];
