/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What taps became in an execution: items of the trigger, under the names its outputs had then, and
// answers to questions. Whoever tries the demo may change the workflow.
import { parse } from 'flatted';
import { executionsPath, isFinished } from '../n8n/executions.ts';
import { MESSENGER_TYPE, TRIGGER_TYPE, type N8n } from '../n8n/index.ts';
import { at, isRecord, listAt, textAt } from '../n8n/json.ts';

const NEWEST = 100;

export type TapItem = { item: Record<string, unknown> } & (
	| { of: 'trigger'; output: string }
	/** `node` asked. */
	| { of: 'question'; node: string }
);

export interface StoredExecution {
	id: string;
	/** For the time being, or finished: either way, all of it is stored. */
	isSettled: boolean;
	isWaiting: boolean;
}

/** The newest ones first. */
export async function newestExecutions(n8n: N8n, workflowId: string): Promise<StoredExecution[]> {
	const { body } = await n8n.api.request('GET', executionsPath(workflowId, NEWEST));
	return listAt(body, 'data', 'results').map((one) => {
		const status = textAt(one, 'status');
		const isWaiting = status === 'waiting';
		return { id: textAt(one, 'id'), isSettled: isWaiting || isFinished(status), isWaiting };
	});
}

export async function tapItems(n8n: N8n, executionId: string): Promise<TapItem[]> {
	const { body } = await n8n.api.request('GET', `/rest/executions/${executionId}`);
	const data = at(body, 'data', 'data');
	if (typeof data !== 'string') return [];
	const runData = at(parse(data), 'resultData', 'runData');
	return listAt(body, 'data', 'workflowData', 'nodes').flatMap((node) => itemsOfNode(node, runData));
}

function itemsOfNode(node: unknown, runData: unknown): TapItem[] {
	const [name, parameters] = [textAt(node, 'name'), at(node, 'parameters')];
	const items = listAt(runData, name).flatMap(itemsOfRun);
	if (at(node, 'type') === TRIGGER_TYPE) {
		const names = outputNames(parameters);
		return items.map(([index, item]) => {
			return { of: 'trigger', output: names[index] ?? `Output ${index + 1}`, item };
		});
	}
	const isQuestion = at(node, 'type') === MESSENGER_TYPE && at(parameters, 'operation') === 'sendAndWait';
	if (!isQuestion) return [];
	// What goes on without an answer is the item that came in.
	const answers = items.filter(([, item]) => item.answered === true);
	return answers.map(([, item]) => ({ of: 'question', node: name, item }));
}

/** With the index of the output. */
function itemsOfRun(run: unknown): Array<[index: number, item: Record<string, unknown>]> {
	return listAt(run, 'data', 'main').flatMap((output, index) =>
		(Array.isArray(output) ? output : [])
			.map((one: unknown) => at(one, 'json'))
			.filter(isRecord)
			.map((item): [number, Record<string, unknown>] => [index, item]),
	);
}

function outputNames(parameters: unknown): string[] {
	if (at(parameters, 'routing') !== 'rules') return ['Single output'];
	const rules = listAt(parameters, 'rules', 'values');
	const named = rules.map((rule, index) => textOr(at(rule, 'outputName'), `Output ${index + 1}`));
	return [...named, 'Other'];
}

function textOr(value: unknown, fallback: string): string {
	return typeof value === 'string' && value !== '' ? value : fallback;
}
