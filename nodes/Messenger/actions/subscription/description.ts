// The parameters of the resource 'subscription'.
import type { INodeProperties } from 'n8n-workflow';

const ON_SUBSCRIPTION = { resource: ['subscription'] };

export const subscriptionProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ON_SUBSCRIPTION },
		options: [
			{
				name: 'Check',
				value: 'check',
				description: 'Find out whether taps arrive, and what is wrong if they do not',
				action: 'Check a subscription',
			},
		],
		default: 'check',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		displayOptions: { show: ON_SUBSCRIPTION },
		default: {},
		options: [
			{
				displayName: 'Existing Callback',
				name: 'existingCallback',
				type: 'options',
				options: [
					{ name: 'Keep', value: 'keep', description: 'Leave it, and say who it is' },
					{
						name: 'Replace',
						value: 'replace',
						description: 'Take the webhook back from it. Two n8n on one app would take it from each other.',
					},
				],
				default: 'keep',
				description:
					"What a repair does when another system, or another webhook on this n8n, has taken the app's webhook",
			},
			{
				displayName: 'Repair',
				name: 'repair',
				type: 'boolean',
				default: false,
				description:
					'Whether to put back what an earlier check has found in order. For a published workflow: n8n keeps no note of a run in the editor.',
			},
		],
	},
];
