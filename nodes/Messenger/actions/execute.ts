// EDGE: runs the operation for every item: all are read and checked before the first is begun,
// those of one person or Page go in order, the others at the same time.
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { credentialType, readAuthentication } from '../account/authentication';
import { readCredential } from '../account/credential';
import { GraphFailure } from '../graph/graphFailure';
import { mapInParallel } from '../graph/inParallel';
import type { Action, Operation, Task } from './item/action';
import { readText } from './item/parameters';
import { findOperation } from './operations';
import { errorItem, nodeError } from './refusals/actionError';
import { failureOf } from './refusals/failureOf';

const PARALLEL_LANES = 5;

interface Job {
	itemIndex: number;
	task: Task;
}

export async function execute(n8n: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const names = [readText(n8n, 'resource', 0), readText(n8n, 'operation', 0)] as const;
	const operation = findOperation(...names);
	if (operation === undefined) {
		throw new NodeOperationError(n8n.getNode(), `There is no operation '${names.join(': ')}'`);
	}
	const authentication = readAuthentication({
		getNodeParameter: (name, fallback) => n8n.getNodeParameter(name, 0, fallback),
	});
	const data = await n8n.getCredentials(credentialType(authentication));
	const run = new Run({ n8n, credential: readCredential(data, authentication) }, operation);
	return [await run.items()];
}

class Run {
	private readonly action: Action;
	private readonly operation: Operation;
	private readonly results: INodeExecutionData[] = [];

	constructor(action: Action, operation: Operation) {
		this.action = action;
		this.operation = operation;
	}

	async items(): Promise<INodeExecutionData[]> {
		const lanes = new Map<string, Job[]>();
		for (const itemIndex of this.action.n8n.getInputData().keys()) {
			const task = this.prepare(itemIndex);
			if (task === null) continue;
			const lane = lanes.get(task.lane) ?? [];
			lanes.set(task.lane, lane);
			lane.push({ itemIndex, task });
		}
		await mapInParallel([...lanes.values()], PARALLEL_LANES, async (lane) => {
			for (const job of lane) await this.perform(job);
		});
		return this.results;
	}

	/** Null when it failed and the execution goes on. */
	private prepare(itemIndex: number): Task | null {
		try {
			return this.operation(this.action, itemIndex);
		} catch (error) {
			this.fail(error, itemIndex, null);
			return null;
		}
	}

	private async perform({ itemIndex, task }: Job): Promise<void> {
		try {
			const json = (await task.run()) as IDataObject;
			this.results[itemIndex] = { json, pairedItem: { item: itemIndex } };
		} catch (error) {
			this.fail(error, itemIndex, task.recipientId);
		}
	}

	private fail(thrown: unknown, itemIndex: number, recipientId: string | null): void {
		const { n8n, credential } = this.action;
		const error = thrown instanceof GraphFailure ? failureOf(thrown) : thrown;
		const shown = nodeError(n8n.getNode(), error, itemIndex, credential);
		if (!n8n.continueOnFail()) throw shown;
		this.results[itemIndex] = errorItem(n8n.getNode(), error, shown, itemIndex, recipientId);
	}
}
