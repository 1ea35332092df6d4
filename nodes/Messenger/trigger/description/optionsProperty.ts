// The 'Options' parameter: what most workflows leave as it is.
import type { INodeProperties } from 'n8n-workflow';

export const optionsProperty: INodeProperties = {
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
			displayName: 'Late Answers',
			name: 'lateAnswers',
			type: 'options',
			options: [
				{
					name: 'Emit',
					value: 'emit',
					description: 'They start the workflow like any tap, with the value of the answer as payload',
				},
				{ name: 'Ignore', value: 'ignore' },
			],
			default: 'ignore',
			description:
				'What to do with answers to a Messenger node for which nothing waits any more. Counts for the workflow that gets them from Meta.',
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
};
