// The parameters of the resource 'person'.
import type { INodeProperties } from 'n8n-workflow';
import { persistentMenuProperty } from '../buttons/menuProperties';
import { toProperties } from '../item/whomProperties';

const ON_PERSON = { resource: ['person'] };

export const personProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ON_PERSON },
		options: [
			{
				name: 'Clear Menu',
				value: 'clearMenu',
				description: "Give a person the Page's own menu back",
				action: 'Clear the menu of a person',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get the name, picture and other facts of a person',
				action: 'Get a person',
			},
			{
				name: 'Set Menu',
				value: 'setMenu',
				description: "Give a person a menu of their own, instead of the Page's, Messenger only",
				action: 'Set the menu of a person',
			},
		],
		default: 'get',
	},
	...toProperties(ON_PERSON),
	{
		...persistentMenuProperty,
		displayOptions: { show: { ...ON_PERSON, operation: ['setMenu'] } },
	},
];
