// The fields that both credentials have.
import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_API_VERSION, DEFAULT_BASE_URL } from '../nodes/Messenger/graph/baseUrl';

export const sharedProperties: INodeProperties[] = [
	{
		displayName: 'Verify Token',
		name: 'verifyToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'A text of your own, needed only when you register the webhook at Meta by hand',
	},
	{
		displayName: 'Additional App Secrets',
		name: 'additionalAppSecrets',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'Further secrets that deliveries may be signed with, separated by commas: the old one while you rotate it, or the Instagram app secret of an app with Instagram Login',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: DEFAULT_BASE_URL,
		description: 'Change it only for a proxy or a simulator',
	},
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'string',
		default: DEFAULT_API_VERSION,
		description: `Version of the Graph API, such as ${DEFAULT_API_VERSION}`,
	},
	{
		displayName: 'Internal URL',
		name: 'internalUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. http://localhost:5678',
		description:
			'Where this n8n reaches itself, if it cannot call its own public address. Several workflows of one Meta app and answers to questions need that. Leave it empty if you do not know.',
	},
];
