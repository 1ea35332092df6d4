// The trigger's parameters in the order the editor shows them: what to wait for and where, then
// what comes out of it. Channels, events, rule fields and operators come from events/.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CHANNELS, EVENT_KINDS } from '../events/fields';
import { optionsProperty } from './optionsProperty';
import { pageProperties } from './pageProperties';
import { registrationProperties } from './registrationProperties';
import { ruleProperty } from './ruleProperties';

const channelOptions: INodePropertyOptions[] = Object.entries(CHANNELS).map(
	([value, { displayName, description }]) => ({ name: displayName, value, description }),
);

const eventOptions: INodePropertyOptions[] = Object.entries(EVENT_KINDS).map(
	([value, { displayName, action, description }]) => ({ name: displayName, value, action, description }),
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
		required: true,
	},
	{
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: channelOptions,
		default: ['messenger'],
		required: true,
	},
	...pageProperties,
	...registrationProperties,
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
			{
				name: 'Single Output',
				value: 'single',
				description: 'Everything leaves through one output',
			},
			{
				name: 'Rules',
				value: 'rules',
				description: 'One output per rule, such as one for each button',
			},
		],
		default: 'single',
	},
	ruleProperty,
	optionsProperty,
];
