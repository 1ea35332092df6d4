// n8n-core's contexts that need no published trigger: the list of Pages, the credential's Test, and
// bare requests.
import { randomUUID } from 'node:crypto';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeParameters,
} from 'n8n-workflow';
import { readCredential } from '../../nodes/Messenger/account/credential';
import { GraphApi } from '../../nodes/Messenger/graph/graphApi';
import { type GraphHttpOptions } from '../../nodes/Messenger/graph/graphHttp';
import { httpOf } from '../../nodes/Messenger/graph/request';
import { MessengerPostbackTrigger } from '../../nodes/Messenger/MessengerPostbackTrigger.node';
// Loads n8n-core with a folder of its own for settings.
import './n8nHost';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- has to be loaded after the line above
const { CredentialTestContext, LoadOptionsContext } = require('n8n-core') as typeof import('n8n-core');

const nodeType = new MessengerPostbackTrigger();

function loadOptionsContext(credential: object, parameters: INodeParameters = {}) {
	const node: INode = {
		id: randomUUID(),
		name: 'Messenger Postback Trigger',
		type: 'n8n-nodes-messenger-postbacks.messengerPostbackTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters,
		credentials: { messengerApi: { id: randomUUID(), name: 'Meta' } },
	};
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const credentialsHelper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async () => ({ ...credential }),
	};
	const additionalData = { credentialsHelper, currentNodeParameters: node.parameters };
	return new LoadOptionsContext(workflow, node, additionalData as never, '');
}

/** What 'Page Names or IDs' offers. */
export async function listPages(credential: object) {
	return await nodeType.methods.loadOptions.getPages.call(loadOptionsContext(credential));
}

/** What 'Button Name or ID' offers for a payload or a title. */
export async function listButtons(
	credential: object,
	of: 'getButtonPayloads' | 'getButtonTitles',
	parameters: INodeParameters,
) {
	return await nodeType.methods.loadOptions[of].call(loadOptionsContext(credential, parameters));
}

/** What the credential's Test answers. */
export async function testCredential(credential: object) {
	const context = new CredentialTestContext({} as never);
	const data = credential as ICredentialDataDecryptedObject;
	return await nodeType.methods.credentialTest.messengerApiTest.call(context as never, {
		id: '1',
		name: 'Meta',
		type: 'messengerApi',
		data,
	});
}

/** The Graph API as the node calls it. */
export function graphApi(credential: object, options: GraphHttpOptions = {}): GraphApi {
	const read = readCredential(credential as ICredentialDataDecryptedObject, 'accessToken');
	return new GraphApi(httpOf(loadOptionsContext(credential)), read, options);
}
