// The node as n8n sees it: its texts, webhooks and credentials, and the entry points to the files
// that do the work.
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { messengerApiTest } from './account/credentialTest';
import { getButtonPayloads, getButtonTitles } from './trigger/description/buttonChoices';
import { getPages } from './trigger/description/loadOptions';
import { OUTPUTS_EXPRESSION } from './trigger/description/outputs';
import { activationMessage, eventTriggerDescription, triggerPanel } from './trigger/description/panelTexts';
import { properties } from './trigger/description/properties';
import { SUBTITLE_EXPRESSION } from './trigger/description/subtitle';
import { receiveDelivery, receiveHandshake } from './trigger/receive/receive';
import { answerUnexpected } from './trigger/receive/respond';
import { isTriggerRegistered, registerTrigger, unregisterTrigger } from './trigger/register/lifecycle';

export class MessengerPostbackTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Messenger Postback Trigger',
		name: 'messengerPostbackTrigger',
		icon: {
			light: 'file:../../icons/messengerPostback.svg',
			dark: 'file:../../icons/messengerPostback.dark.svg',
		},
		group: ['trigger'],
		// 2 although it is the first: n8n evaluates one expression more for each request to a version 1
		// trigger.
		version: 2,
		subtitle: SUBTITLE_EXPRESSION,
		description: 'Starts the workflow when somebody taps a button in Facebook Messenger or Instagram',
		eventTriggerDescription,
		activationMessage,
		triggerPanel,
		defaults: { name: 'Messenger Postback Trigger' },
		inputs: [],
		outputs: OUTPUTS_EXPRESSION,
		credentials: [
			{
				name: 'messengerApi',
				required: true,
				testedBy: 'messengerApiTest',
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{
				name: 'messengerOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		webhooks: [
			// The lifecycle hangs on this entry, the first one: after a failed attempt n8n stores again
			// only the route of the entry that it retries, and Meta sends its handshake while `create`
			// still runs.
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				responseData: '',
				path: 'webhook',
				ndvHideUrl: true,
			},
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Left out, n8n would answer the text "firstEntryJson".
				responseData: '',
				path: 'webhook',
				// Nobody has to paste it anywhere unless the webhook is registered by hand.
				ndvHideUrl: '={{ $parameter["registration"] !== "manual" }}',
			},
		],
		properties,
	};

	methods = {
		loadOptions: { getPages, getButtonPayloads, getButtonTitles },
		credentialTest: { messengerApiTest },
	};

	webhookMethods = {
		setup: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isTriggerRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await registerTrigger(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await unregisterTrigger(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			return await (this.getWebhookName() === 'setup' ? receiveHandshake(this) : receiveDelivery(this));
		} catch (error) {
			return answerUnexpected(this, error);
		}
	}
}
