// A check of a registration, to stand beside the nodes that a workflow has: it runs whenever its
// webhook is called, which answers with the item.
import { randomUUID } from 'node:crypto';
import { MESSENGER_TYPE, type WorkflowNode } from './workflow.ts';

interface CheckNodes {
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	/** Below n8n's address, once the workflow is published. */
	path: string;
}

/** `options` are those of Subscription: Check; `credentialId` is of a messengerApi credential. */
export function checkNodes(credentialId: string, options: Record<string, unknown> = {}): CheckNodes {
	const path = randomUUID();
	const called: WorkflowNode = {
		id: randomUUID(),
		name: 'Now',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 400],
		webhookId: randomUUID(),
		parameters: { httpMethod: 'GET', path, responseMode: 'lastNode', options: {} },
	};
	const check: WorkflowNode = {
		id: randomUUID(),
		name: 'Check',
		type: MESSENGER_TYPE,
		typeVersion: 1,
		position: [240, 400],
		parameters: { resource: 'subscription', operation: 'check', options },
		credentials: { messengerApi: { id: credentialId, name: 'Meta' } },
	};
	return {
		nodes: [called, check],
		connections: { Now: { main: [[{ node: 'Check', type: 'main', index: 0 }]] } },
		path: `/webhook/${path}`,
	};
}
