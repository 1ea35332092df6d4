// The parameters of the resource 'messengerProfile'.
import type { INodeProperties } from 'n8n-workflow';
import { accountProperties } from '../item/whomProperties';
import { partsProperty } from './partProperties';
import { PART_NAMES, PARTS } from './profile';

const ON_PROFILE = { resource: ['messengerProfile'] };
const ON_UPDATE = { ...ON_PROFILE, operation: ['update'] };

const partOptions = PART_NAMES.map((value) => ({ name: PARTS[value].displayName, value })).sort((a, b) =>
	a.name.localeCompare(b.name),
);

export const messengerProfileProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ON_PROFILE },
		options: [
			{
				name: 'Delete',
				value: 'delete',
				description: 'Take the menu, ice breakers or other parts off a Page',
				action: 'Delete parts of a messenger profile',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get the Get Started button, menu, ice breakers and greeting of a Page',
				action: 'Get a messenger profile',
			},
			{
				name: 'Update',
				value: 'update',
				description: 'Set up the Get Started button, menu, ice breakers or greeting of a Page',
				action: 'Update a messenger profile',
			},
		],
		default: 'get',
	},
	...accountProperties(ON_PROFILE),
	{
		displayName: 'Specify Profile',
		name: 'specifyProfile',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: ON_UPDATE },
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{
				name: 'Using JSON',
				value: 'json',
				description: "As the operation Get answers it: copies one Page's buttons to another",
			},
		],
		default: 'fields',
	},
	{
		...partsProperty,
		displayOptions: { show: { ...ON_UPDATE, specifyProfile: ['fields'] } },
	},
	{
		displayName: 'Profile JSON',
		name: 'profileJson',
		type: 'json',
		required: true,
		displayOptions: { show: { ...ON_UPDATE, specifyProfile: ['json'] } },
		default: '={{ $json.profile }}',
		description:
			'The <code>profile</code> of an item of the operation Get, or one like it. Only the parts that are in it are written.',
	},
	{
		displayName: 'Parts',
		name: 'parts',
		type: 'multiOptions',
		required: true,
		displayOptions: { show: { ...ON_PROFILE, operation: ['delete'] } },
		options: partOptions,
		default: [],
		description: 'What is taken off the Page, where it is there',
	},
];
