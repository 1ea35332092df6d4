// The parameters of the Messenger node: credential, resource, then those of each resource.
import type { INodeProperties } from 'n8n-workflow';
import { linkProperties } from './link/description';
import { questionProperties } from './message/ask/description';
import { messageProperties } from './message/description';
import { messengerProfileProperties } from './messengerProfile/description';
import { personProperties } from './person/description';
import { subscriptionProperties } from './subscription/description';

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
		options: [
			{ name: 'Link', value: 'link' },
			{ name: 'Message', value: 'message' },
			{ name: 'Messenger Profile', value: 'messengerProfile' },
			{ name: 'Person', value: 'person' },
			{ name: 'Subscription', value: 'subscription' },
		],
		default: 'message',
	},
	...linkProperties,
	...messageProperties,
	...questionProperties,
	...messengerProfileProperties,
	...personProperties,
	...subscriptionProperties,
];
