// The parameters of the Messenger node: credential, resource, then those of each resource.
import type { INodeProperties } from 'n8n-workflow';
import { questionProperties } from './message/ask/description';
import { messageProperties } from './message/description';

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
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [{ name: 'Message', value: 'message' }],
		default: 'message',
	},
	...messageProperties,
	...questionProperties,
];
