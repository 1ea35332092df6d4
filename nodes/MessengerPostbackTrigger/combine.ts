// One execution for the deliveries that arrive while n8n is still taking the previous one over ('Combine Deliveries').
import { sleep, type IWebhookFunctions } from 'n8n-workflow';
import { GroupCommit, type Turn } from './lib/groupCommit';
import type { JsonObject } from './lib/json';

// Meta waits five seconds for its answer, and the execution still has to start after the wait.
const BOUNDS = { maxSize: 1_000, maxWaitMs: 2_000 };
/** Should n8n not answer the leader by then, the others do not wait for it: Meta delivers theirs again. */
const FOLLOWERS_WAIT_MS = 4_000;
const NOT_TAKEN_OVER = 503;

/** The items of one delivery, by output. */
export type Outputs = JsonObject[][];

const groups = new Map<string, GroupCommit<Outputs, number>>();

/** The outcome is the HTTP status with which n8n answered the leader. */
export async function takeTurn(
	context: IWebhookFunctions,
	outputs: Outputs,
	itemCount: number,
): Promise<Turn<Outputs, number>> {
	const key = `${context.getWorkflow().id}/${context.getNode().id}/${context.getMode()}`;
	const group =
		groups.get(key) ?? new GroupCommit<Outputs, number>(BOUNDS, async (ms) => void (await sleep(ms)));
	groups.set(key, group);
	const turn = await group.enter(outputs, itemCount);
	if (turn.role === 'leader' && turn.loads.length > 1) {
		void sleep(FOLLOWERS_WAIT_MS).then(() => turn.settle(NOT_TAKEN_OVER));
	}
	return turn;
}

/** The items of several deliveries, in their order, by output. */
export function mergeOutputs(loads: readonly Outputs[]): Outputs {
	const outputCount = Math.max(...loads.map((outputs) => outputs.length));
	return Array.from({ length: outputCount }, (_, output) =>
		loads.flatMap((outputs) => outputs[output] ?? []),
	);
}
