// EDGE: runs the operation for every item: all are read and checked before the first is begun,
// those of one person or Page go in order, the others at the same time.
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { credentialType, readAuthentication } from '../account/authentication';
import { readCredential, type MessengerCredential } from '../account/credential';
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
	action: Action;
	task: Task;
}

/**
 * The credential as it is for an item, for which n8n evaluates the expressions in it. n8n does not
 * tell whether there are any. A read takes some milliseconds; other nodes have one per request.
 */
type ReadCredential = (itemIndex: number) => Promise<MessengerCredential>;

export async function execute(n8n: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const names = [readText(n8n, 'resource', 0), readText(n8n, 'operation', 0)] as const;
	const operation = findOperation(...names);
	if (operation === undefined) {
		throw new NodeOperationError(n8n.getNode(), `There is no operation '${names.join(': ')}'`);
	}
	const authentication = readAuthentication({
		getNodeParameter: (name, fallback) => n8n.getNodeParameter(name, 0, fallback),
	});
	const read: ReadCredential = async (itemIndex) =>
		readCredential(await n8n.getCredentials(credentialType(authentication), itemIndex), authentication);
	// Without any, nothing goes on, whatever 'On Error' says.
	const run = new Run({ n8n, credential: await read(0) }, operation, read);
	return [await run.items()];
}

class Run {
	private readonly first: Action;
	private readonly operation: Operation;
	private readonly read: ReadCredential;
	/** One for all items with the same credential: an operation shares by it what it looks up. */
	private readonly actions = new Map<string, Action>();
	private readonly results: INodeExecutionData[] = [];

	constructor(first: Action, operation: Operation, read: ReadCredential) {
		this.first = first;
		this.operation = operation;
		this.read = read;
		this.actions.set(first.credential.fingerprint, first);
	}

	async items(): Promise<INodeExecutionData[]> {
		const lanes = new Map<string, Job[]>();
		for (const itemIndex of this.first.n8n.getInputData().keys()) {
			const job = await this.prepare(itemIndex);
			if (job === null) continue;
			const lane = lanes.get(job.task.lane) ?? [];
			lanes.set(job.task.lane, lane);
			lane.push(job);
		}
		await mapInParallel([...lanes.values()], PARALLEL_LANES, async (lane) => {
			for (const job of lane) await this.perform(job);
		});
		return this.results;
	}

	/** Null when it failed and the execution goes on. */
	private async prepare(itemIndex: number): Promise<Job | null> {
		let action = this.first;
		try {
			if (itemIndex > 0) action = await this.actionOf(itemIndex);
			return { itemIndex, action, task: this.operation(action, itemIndex) };
		} catch (error) {
			this.fail(error, { itemIndex, action }, null);
			return null;
		}
	}

	private async actionOf(itemIndex: number): Promise<Action> {
		const credential = await this.read(itemIndex);
		const known = this.actions.get(credential.fingerprint);
		const action = known ?? { n8n: this.first.n8n, credential };
		this.actions.set(credential.fingerprint, action);
		return action;
	}

	private async perform(job: Job): Promise<void> {
		const { itemIndex, task } = job;
		try {
			const json = (await task.run()) as IDataObject;
			this.results[itemIndex] = { json, pairedItem: { item: itemIndex } };
		} catch (error) {
			this.fail(error, job, task.recipientId);
		}
	}

	private fail(
		thrown: unknown,
		{ itemIndex, action: { n8n, credential } }: Omit<Job, 'task'>,
		recipientId: string | null,
	): void {
		const error = thrown instanceof GraphFailure ? failureOf(thrown) : thrown;
		const shown = nodeError(n8n.getNode(), error, itemIndex, credential);
		if (!n8n.continueOnFail()) throw shown;
		this.results[itemIndex] = errorItem(n8n.getNode(), error, shown, itemIndex, recipientId);
	}
}
