import {
	UserError,
	type IAuthenticate,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeProperties,
} from 'n8n-workflow';
import { NO_WEB_ADDRESS, readBaseUrl } from '../nodes/Messenger/graph/baseUrl';
import { proofOf } from '../nodes/Messenger/graph/proof';
import { sharedProperties } from './sharedProperties';

export class MessengerApi implements ICredentialType {
	name = 'messengerApi';

	displayName = 'Messenger API';

	icon = {
		light: 'file:../icons/messengerPostback.svg',
		dark: 'file:../icons/messengerPostback.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-messenger-postbacks/n8n-nodes-messenger-postbacks#credentials-at-meta';

	properties: INodeProperties[] = [
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1234567890123456',
			description: "Shown at the top of Meta's App Dashboard",
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'App Dashboard > App settings > Basic. Every delivery is checked with it.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'System-user, user or Page token of this app, with pages_show_list, pages_manage_metadata and pages_messaging. Needed to register the webhook automatically.',
		},
		...sharedProperties,
	];

	// For the HTTP Request node. Anything but the Graph host gets neither token nor proof.
	authenticate: IAuthenticate = async (credentials, requestOptions) => withToken(credentials, requestOptions);
}

function withToken(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const baseUrl = readBaseUrl(String(credentials.baseUrl ?? ''));
	if (baseUrl === null) throw new UserError(NO_WEB_ADDRESS);
	const url = new URL(options.url, options.baseURL);
	if (url.origin !== new URL(baseUrl).origin) return options;
	const token = String(credentials.accessToken);
	return {
		...options,
		headers: { ...options.headers, authorization: `Bearer ${token}` },
		qs: { ...options.qs, ...proofOf(token, String(credentials.appSecret), Date.now() / 1000) },
	};
}
