import { NodeOperationError, type INode } from 'n8n-workflow';
import { readCredential } from '../../nodes/Messenger/account/credential';
import { graphError } from '../../nodes/Messenger/account/graphError';

const NODE: INode = {
	id: '1',
	name: 'Trigger',
	type: 'n8n-nodes-messenger-postbacks.messengerPostbackTrigger',
	typeVersion: 2,
	position: [0, 0],
	parameters: {},
};
const SECRETS = {
	appSecret: 'secret-of-the-app',
	accessToken: 'EAABtoken',
	verifyToken: 'verify-me',
	additionalAppSecrets: 'old-secret, older-secret',
};
const credential = readCredential({ appId: '42', ...SECRETS }, 'accessToken');

describe('error that a user sees', () => {
	it.each(['secret-of-the-app', 'EAABtoken', 'verify-me', 'old-secret', 'older-secret'])(
		'hides %s, wherever the error came from',
		(secret) => {
			const { message } = graphError(NODE, new Error(`https://x.example/${secret} said no`), credential);
			expect(message).toBe('https://x.example/[redacted] said no');
		},
	);

	it('is not wrapped twice', () => {
		const first = new NodeOperationError(NODE, 'No Page is selected');
		expect(graphError(NODE, first, credential)).toBe(first);
	});
});
