// The parameters that say which Pages an event may come from.
import type { INodeProperties } from 'n8n-workflow';

const pages: INodeProperties = {
	displayName: 'Page Names or IDs',
	name: 'pages',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getPages', loadOptionsDependsOn: ['authentication'] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

export const pageProperties: INodeProperties[] = [
	{
		displayName: 'Pages',
		name: 'pageSelection',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Selected Pages', value: 'selected' },
			{
				name: 'All Pages',
				value: 'all',
				description: 'Every Page that the access token reaches when you publish',
			},
		],
		default: 'selected',
	},
	{
		...pages,
		required: true,
		displayOptions: { show: { pageSelection: ['selected'], registration: ['automatic'] } },
	},
	{
		...pages,
		hint: 'Empty takes the events of every Page',
		displayOptions: { show: { pageSelection: ['selected'], registration: ['manual'] } },
	},
];
