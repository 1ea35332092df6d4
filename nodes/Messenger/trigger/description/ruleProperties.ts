// The 'Rules' parameter: conditions on the event, one output per rule.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { RULE_FIELDS, RULE_OPERATORS, type RuleOperator } from '../events/routing';

const WITHOUT_VALUE: RuleOperator[] = ['exists', 'notExists'];

const conditionProperties: INodeProperties[] = [
	{
		displayName: 'Field',
		name: 'field',
		type: 'options',
		options: optionsOf(RULE_FIELDS),
		default: 'payload',
	},
	{
		displayName: 'Key',
		name: 'key',
		type: 'string',
		default: '',
		placeholder: 'e.g. action or cart.items.0.sku',
		description: 'Path into the parsed payload',
		displayOptions: { show: { field: ['payloadData'] } },
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		options: optionsOf(RULE_OPERATORS),
		default: 'equals',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. BUY',
		displayOptions: { hide: { operator: WITHOUT_VALUE } },
	},
];

export const ruleProperty: INodeProperties = {
	displayName: 'Rules',
	name: 'rules',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		sortable: true,
		fixedCollection: { itemTitle: '={{ $collection.item.value.outputName }}' },
	},
	placeholder: 'Add Rule',
	default: {},
	displayOptions: { show: { routing: ['rules'] } },
	options: [
		{
			displayName: 'Rule',
			name: 'values',
			values: [
				{
					displayName: 'Output Name',
					name: 'outputName',
					type: 'string',
					default: '',
					placeholder: 'e.g. Buy',
				},
				{
					displayName: 'Must Match',
					name: 'combine',
					type: 'options',
					options: [
						{ name: 'All Conditions', value: 'all' },
						{ name: 'Any Condition', value: 'any' },
					],
					default: 'all',
				},
				{
					displayName: 'Conditions',
					name: 'conditions',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Condition',
					default: {},
					options: [{ displayName: 'Condition', name: 'values', values: conditionProperties }],
				},
			],
		},
	],
};

function optionsOf(names: Record<string, string>): INodePropertyOptions[] {
	return Object.entries(names).map(([value, name]) => ({ name, value }));
}
