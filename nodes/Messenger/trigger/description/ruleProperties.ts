// The 'Rules' parameter: conditions on the event, one output per rule.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { RULE_FIELDS, RULE_OPERATORS, type RuleField, type RuleOperator } from '../events/routing';
import { PICKED_VALUES } from '../settings';

/** What a button has, so that the value can be picked from the buttons of a Page. */
const OF_BUTTONS: RuleField[] = ['payload', 'title'];
const WITHOUT_VALUE: RuleOperator[] = ['exists', 'notExists'];

const value: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	placeholder: 'e.g. BUY',
};

/** `field` of the rule, and the method that lists its values. */
function pickedButton(field: 'payload' | 'title', loadOptionsMethod: string): INodeProperties {
	return {
		displayName: 'Button Name or ID',
		name: PICKED_VALUES[field],
		type: 'options',
		typeOptions: {
			loadOptionsMethod,
			loadOptionsDependsOn: ['authentication', 'pageSelection', 'pages', 'channels'],
		},
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: {
			show: { field: [field], valueFrom: ['button'] },
			hide: { operator: WITHOUT_VALUE },
		},
	};
}

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
		displayName: 'Value From',
		name: 'valueFrom',
		type: 'options',
		options: [
			{
				name: 'Button of the Page',
				value: 'button',
				description: 'Picked from Get Started, menu and ice breakers as they are at Meta',
			},
			{ name: 'Typed', value: 'typed' },
		],
		default: 'typed',
		displayOptions: { show: { field: OF_BUTTONS }, hide: { operator: WITHOUT_VALUE } },
	},
	{
		...value,
		displayOptions: {
			show: { field: OF_BUTTONS, valueFrom: ['typed'] },
			hide: { operator: WITHOUT_VALUE },
		},
	},
	{ ...value, displayOptions: { hide: { field: OF_BUTTONS, operator: WITHOUT_VALUE } } },
	pickedButton('payload', 'getButtonPayloads'),
	pickedButton('title', 'getButtonTitles'),
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
