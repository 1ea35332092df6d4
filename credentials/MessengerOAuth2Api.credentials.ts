import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { sharedProperties } from './sharedProperties';

const SCOPES = [
	'pages_show_list',
	'pages_manage_metadata',
	'pages_messaging',
	'pages_read_engagement',
	'instagram_basic',
	'instagram_manage_messages',
	'business_management',
].join(',');

export class MessengerOAuth2Api implements ICredentialType {
	name = 'messengerOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Messenger OAuth2 API';

	icon = {
		light: 'file:../icons/messengerPostback.svg',
		dark: 'file:../icons/messengerPostback.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-messenger-postbacks/n8n-nodes-messenger-postbacks#credentials-at-meta';

	properties: INodeProperties[] = [
		{
			displayName:
				"<b>Client ID</b> is Meta's App ID and <b>Client Secret</b> the App Secret. Meta's login gives a token of one to two hours: long enough to publish, but unpublishing later needs a new login. A system-user token in a Messenger API credential lasts.",
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: '={{ "https://www.facebook.com/" + $self["apiVersion"] + "/dialog/oauth" }}',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{ $self["baseUrl"] + "/" + $self["apiVersion"] + "/oauth/access_token" }}',
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: SCOPES },
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		...sharedProperties,
	];
}
