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
];
