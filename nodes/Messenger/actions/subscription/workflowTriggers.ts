// EDGE: the triggers of the workflow that the check is in, with their settings. n8n shows a node
// those that it is connected with; a check most often is not connected with any.
import { NodeHelpers, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { credentialType, readAuthentication } from '../../account/authentication';
import { isObject } from '../../graph/json';
import { readSettings, type TriggerSettings } from '../../trigger/settings';
import type { WorkflowTrigger } from './situation';

const TRIGGER_TYPE = '.messengerPostbackTrigger';
/** As in the trigger's description. */
const WEBHOOK_PATH = 'webhook';

/** None where this n8n does not show the nodes of a workflow. */
export function workflowTriggers(
	n8n: IExecuteFunctions,
	webhookBase: URL,
	itemIndex: number,
): WorkflowTrigger[] {
	const { id = '' } = n8n.getWorkflow();
	return nodesOf(n8n)
		.filter(({ type, disabled }) => type.endsWith(TRIGGER_TYPE) && disabled !== true)
		.map((node) => ({
			name: node.name,
			path: new URL(NodeHelpers.getNodeWebhookUrl(webhookBase.href, id, node, WEBHOOK_PATH)).pathname,
			settings: settingsOf(n8n, node, itemIndex),
			sharesCredential: credentialIdOf(n8n.getNode()) === credentialIdOf(node),
		}));
}

/** In n8n 1 and 2 it is a property of the context that no interface names. */
function nodesOf(n8n: IExecuteFunctions & { workflow?: unknown }): INode[] {
	const { workflow } = n8n;
	if (!isObject(workflow) || !isObject(workflow.nodes)) return [];
	return Object.values(workflow.nodes).filter(isNode);
}

function isNode(value: unknown): value is INode {
	return (
		isObject(value) &&
		typeof value.type === 'string' &&
		typeof value.name === 'string' &&
		isObject(value.parameters)
	);
}

function credentialIdOf({ parameters, credentials }: INode): unknown {
	const type = credentialType(readAuthentication({ getNodeParameter: (name) => parameters[name] }));
	return credentials?.[type]?.id;
}

function settingsOf(n8n: IExecuteFunctions, node: INode, itemIndex: number): TriggerSettings | null {
	try {
		return readSettings({
			getNodeParameter: (name, fallback) => resolve(n8n, node.parameters[name], itemIndex) ?? fallback,
		});
	} catch {
		return null;
	}
}

/** Expressions at any depth; a trigger's have no item, so they give the same here. */
function resolve(n8n: IExecuteFunctions, value: unknown, itemIndex: number): unknown {
	if (typeof value === 'string') {
		return value.startsWith('=') ? n8n.evaluateExpression(value.slice(1), itemIndex) : value;
	}
	if (Array.isArray(value)) return value.map((one) => resolve(n8n, one, itemIndex));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, resolve(n8n, inner, itemIndex)]),
	);
}
