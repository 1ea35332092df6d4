// Workflow JSON: its types, and a builder for the smallest workflow around our trigger.
import { randomUUID } from 'node:crypto';
import { at, listAt } from './json.ts';
import { PACKAGE_NAME } from './repositoryRoot.ts';

export const TRIGGER_TYPE = `${PACKAGE_NAME}.messengerPostbackTrigger`;
export const MESSENGER_TYPE = `${PACKAGE_NAME}.messenger`;
export const TRIGGER_NAME = 'Messenger Postback Trigger';

export type NodeCredentials = Record<string, { id: string; name: string }>;

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: NodeCredentials;
	webhookId?: string;
}

export interface Workflow {
	name: string;
	nodes: unknown[];
	connections: unknown;
	settings?: unknown;
	pinData?: unknown;
}

export interface TriggerWorkflowOptions {
	name?: string;
	/** Of a messengerApi credential. */
	credentialId: string;
	parameters?: Record<string, unknown>;
	/** Default: a new one, as the editor gives it; n8n 1 would save a node without. */
	webhookId?: string;
	/**
	 * The node after each output, in order; outputs without one get a No Operation node named 'Output
	 * 1', 'Output 2' and so on.
	 */
	then?: WorkflowNode[];
}

/** The trigger, connected to one node per output. */
export function aTriggerWorkflow(options: TriggerWorkflowOptions): Workflow & { nodes: WorkflowNode[] } {
	const { credentialId, parameters = {}, webhookId = randomUUID(), then = [] } = options;
	const trigger: WorkflowNode = {
		id: randomUUID(),
		name: TRIGGER_NAME,
		type: TRIGGER_TYPE,
		typeVersion: 2,
		position: [0, 0],
		parameters,
		credentials: { messengerApi: { id: credentialId, name: 'Messenger' } },
		webhookId,
	};
	const count = Math.max(outputCount(parameters), then.length);
	const followers = Array.from({ length: count }, (_, index) => then[index] ?? noOperation(index));
	return {
		name: options.name ?? `Postbacks ${randomUUID().slice(0, 8)}`,
		nodes: [trigger, ...followers],
		connections: {
			[TRIGGER_NAME]: { main: followers.map(({ name }) => [{ node: name, type: 'main', index: 0 }]) },
		},
		settings: { executionOrder: 'v1' },
	};
}

function outputCount(parameters: Record<string, unknown>): number {
	if (parameters.routing !== 'rules') return 1;
	const fallback = at(parameters, 'options', 'fallbackOutput') === 'extra' ? 1 : 0;
	return listAt(parameters, 'rules', 'values').length + fallback;
}

function noOperation(index: number): WorkflowNode {
	return {
		id: randomUUID(),
		name: `Output ${index + 1}`,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [240, index * 160],
		parameters: {},
	};
}
