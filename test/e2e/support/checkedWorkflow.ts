// A published workflow with a trigger of ours and, beside it, a check that a call of n8n's own
// webhook runs.
import { randomUUID } from 'node:crypto';
import { aTriggerWorkflow, MESSENGER_TYPE, type WorkflowNode } from '../../../sandbox/n8n/index.ts';
import type { CheckItem } from '../../support/checks';
import type { Account, World } from './world.ts';

const START = 'Start';
const CHECK = 'Check';

export interface CheckedWorkflow {
	id: string;
	/** Runs the check, and answers with its item. */
	check(): Promise<CheckItem>;
}

export async function publishChecked(
	world: World,
	account: Account,
	parameters: Record<string, unknown>,
	options: Record<string, unknown> = {},
): Promise<CheckedWorkflow> {
	const path = randomUUID();
	const start: WorkflowNode = {
		id: randomUUID(),
		name: START,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 400],
		parameters: { path, responseMode: 'lastNode' },
		webhookId: path,
	};
	const check: WorkflowNode = {
		id: randomUUID(),
		name: CHECK,
		type: MESSENGER_TYPE,
		typeVersion: 1,
		position: [240, 400],
		parameters: { resource: 'subscription', operation: 'check', options },
		credentials: { messengerApi: { id: account.credentialId, name: 'Meta' } },
	};
	const workflow = aTriggerWorkflow({ credentialId: account.credentialId, parameters });
	const { id } = await world.n8n.api.createWorkflow({
		...workflow,
		nodes: [...workflow.nodes, start, check],
		connections: {
			...(workflow.connections as object),
			[START]: { main: [[{ node: CHECK, type: 'main', index: 0 }]] },
		},
	});
	const { status, errorMessage } = await world.n8n.api.publish(id);
	if (status !== 'published') throw new Error(`publishing ended with '${status}': ${errorMessage}`);
	return {
		id,
		check: async () => {
			const response = await fetch(`${world.n8n.baseUrl}/webhook/${path}`);
			const body: unknown = await response.json();
			if (!response.ok) throw new Error(JSON.stringify(body));
			return body as CheckItem;
		},
	};
}
