// The parameters of Send and Wait for Response.
import type { INodeProperties } from 'n8n-workflow';
import { LIMITS } from '../../refusals/limits';

const show = { resource: ['message'], operation: ['sendAndWait'] };

const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	description: 'Whether to stop waiting at some time: the execution then goes on without an answer',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					default: 'afterTimeInterval',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime' },
					],
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
					default: 1,
					description: 'The time to wait',
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
					default: 'hours',
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
					default: '',
				},
			],
		},
	],
};

export const questionProperties: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		displayOptions: { show },
		default: '',
		placeholder: 'e.g. May we deliver on Friday?',
	},
	{
		displayName: 'Answer Style',
		name: 'answerStyle',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Buttons',
				value: 'buttons',
				description: 'One to three buttons that stay below the message',
			},
			{
				name: 'Quick Replies',
				value: 'quickReplies',
				description: 'Up to 13, gone as soon as one is tapped or the person writes',
			},
		],
		default: 'buttons',
	},
	{
		displayName: 'Answers',
		name: 'answers',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			sortable: true,
			maxAllowedFields: LIMITS.quickReplies.on.messenger.max,
		},
		placeholder: 'Add Answer',
		displayOptions: { show },
		default: { values: [{ title: 'Yes' }, { title: 'No' }] },
		description: 'The first one is the one that approves',
		options: [
			{
				displayName: 'Answer',
				name: 'values',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Yes, please',
						description: 'At most 20 characters',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description:
							'What the item has as <code>value</code>: text, or JSON from an expression. Left empty, it is made from the title: Opening hours becomes OPENING_HOURS.',
					},
				],
			},
		],
	},
	{
		displayName: 'Routing',
		name: 'routing',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Output per Answer',
				value: 'perAnswer',
				description: 'One output per answer, and "No Answer" before them',
			},
			{ name: 'Single Output', value: 'single' },
		],
		default: 'single',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		displayOptions: { show },
		default: {},
		options: [
			limitWaitTime,
			{
				displayName: 'Thank You',
				name: 'thankYou',
				type: 'string',
				default: '',
				placeholder: 'e.g. Thank you, we will bring it on Friday.',
				description: 'What the person reads after the answer',
			},
		],
	},
];
