/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What the trigger put out in an execution, under the names its outputs had then: whoever tries the
// demo may change the workflow.
import { parse } from 'flatted';
import { executionsPath, isFinished } from '../n8n/executions.ts';
import { TRIGGER_TYPE, type N8n } from '../n8n/index.ts';
import { at, isRecord, listAt, optionalTextAt, textAt } from '../n8n/json.ts';

const NEWEST = 20;

export interface TriggerItem {
	output: string;
	item: Record<string, unknown>;
}

/** The newest ones first, with an ID above `after`. */
export async function executionsAfter(
	n8n: N8n,
	workflowId: string,
	after: number,
): Promise<Array<{ id: string; isFinished: boolean }>> {
	const { body } = await n8n.api.request('GET', executionsPath(workflowId, NEWEST));
	return listAt(body, 'data', 'results')
		.map((one) => ({ id: textAt(one, 'id'), isFinished: isFinished(textAt(one, 'status')) }))
		.filter(({ id }) => Number(id) > after);
}

export async function triggerItems(n8n: N8n, executionId: string): Promise<TriggerItem[]> {
	const { body } = await n8n.api.request('GET', `/rest/executions/${executionId}`);
	const trigger = listAt(body, 'data', 'workflowData', 'nodes').find(
		(node) => at(node, 'type') === TRIGGER_TYPE,
	);
	const nodeName = optionalTextAt(trigger, 'name');
	const data = optionalTextAt(body, 'data', 'data');
	if (nodeName === undefined || data === undefined) return [];
	const [run] = listAt(parse(data), 'resultData', 'runData', nodeName);
	const names = outputNames(at(trigger, 'parameters'));
	return listAt(run, 'data', 'main').flatMap((items, index) =>
		(Array.isArray(items) ? items : [])
			.map((item: unknown) => at(item, 'json'))
			.filter(isRecord)
			.map((item) => ({ output: names[index] ?? `Output ${index + 1}`, item })),
	);
}

function outputNames(parameters: unknown): string[] {
	if (at(parameters, 'routing') !== 'rules') return ['Single output'];
	const rules = listAt(parameters, 'rules', 'values');
	const named = rules.map((rule, index) => optionalTextAt(rule, 'outputName') ?? `Output ${index + 1}`);
	return [...named, 'Other'];
}
