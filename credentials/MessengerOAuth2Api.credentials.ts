// Logs in at Meta instead of taking a token. What a login may ask for is a choice, because Meta
// shows no dialog at all when an app asks for a permission it does not have.
import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { DEFAULT_API_VERSION, DEFAULT_BASE_URL } from '../nodes/Messenger/graph/baseUrl';
import { sharedProperties } from './sharedProperties';

// Expressions, which n8n evaluates for each login.
const BASE_URL = `(($self["baseUrl"] || "").trim() || "${DEFAULT_BASE_URL}").replace(/[/]+$/, "")`;
/** Meta has its dialog on another host than its API; a proxy or the simulator has both on one. */
const DIALOG_HOST = `${BASE_URL}.replace(/^https:[/][/]graph[.]facebook[.]com$/, "https://www.facebook.com")`;
const VERSION = `(($self["apiVersion"] || "").trim() || "${DEFAULT_API_VERSION}")`;
const CONFIG_ID = '($self["configId"] || "").trim()';

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
				"In Meta's App Dashboard, add the redirect URL above to Facebook Login > Settings > Valid OAuth Redirect URIs.",
			name: 'redirectNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName:
				"Meta ends a login after hours or weeks. Published workflows still receive every tap then, and can be unpublished; publishing again, choosing Pages and sender profiles need a new login. A system user's token can last for good: get it with a 'Configuration ID', or put it into a Messenger API credential.",
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1234567890123456',
			description: "Meta's App ID, shown at the top of the App Dashboard",
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				"Meta's App Secret: App Dashboard > App settings > Basic. Every delivery is checked with it.",
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${DIALOG_HOST} + "/" + ${VERSION} + "/dialog/oauth" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${BASE_URL} + "/" + ${VERSION} + "/oauth/access_token" }}`,
		},
		{
			displayName: 'Configuration ID',
			name: 'configId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1234567890123456',
			description:
				"For apps with Facebook Login for Business: the ID of a configuration made in the App Dashboard. It decides what is asked for, and whether a user's or a system user's token comes out.",
		},
		{
			displayName: 'Permissions',
			name: 'permissions',
			type: 'multiOptions',
			options: [
				{
					name: 'Business Portfolios (business_management)',
					value: 'business_management',
					description: 'Lists Pages that belong to a business portfolio',
				},
				{
					name: 'Instagram Accounts (instagram_basic)',
					value: 'instagram_basic',
					description: 'Needed for Instagram',
				},
				{
					name: 'Instagram Messages (instagram_manage_messages)',
					value: 'instagram_manage_messages',
					description: 'Needed for Instagram',
				},
				{ name: 'Page Details (pages_read_engagement)', value: 'pages_read_engagement' },
				{ name: 'Page List (pages_show_list)', value: 'pages_show_list' },
				{ name: 'Page Messages (pages_messaging)', value: 'pages_messaging' },
				{ name: 'Page Webhooks (pages_manage_metadata)', value: 'pages_manage_metadata' },
			],
			default: ['pages_show_list', 'pages_manage_metadata', 'pages_read_engagement', 'pages_messaging'],
			description:
				'What the login asks for. Meta refuses a login that asks for a permission the app does not have.',
			displayOptions: { show: { configId: [''] } },
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ ${CONFIG_ID} ? "" : ($self["permissions"] || []).join(",") }}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// Without rerequest Meta never asks again for a permission that was declined once.
			default: `={{ ${CONFIG_ID} ? "config_id=" + encodeURIComponent(${CONFIG_ID}) : "auth_type=rerequest" }}`,
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		...sharedProperties,
	];
}
