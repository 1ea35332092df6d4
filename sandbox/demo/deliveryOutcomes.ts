/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What became of a delivery: the execution that its event started or resumed, or the reason why
// there is none.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../meta/index.ts';
import type { N8n } from '../n8n/index.ts';
import { at } from '../n8n/json.ts';
import { eventOf } from './deliveryView.ts';
import type { Outcome } from './history.ts';
import { newestExecutions, tapItems, type StoredExecution, type TapItem } from './tapItems.ts';
import { whyNothing, type LogWindow } from './triggerLog.ts';

const SETTLES_WITHIN_MS = 30_000;
const POLL_MS = 100;

/** Taken before the delivery is sent, handed back when it was answered. */
export interface Mark {
	log: LogWindow;
	newestExecution: number;
	/** Those that it may answer. */
	waiting: ReadonlySet<string>;
}

export class Fates {
	private readonly n8n: N8n;
	private readonly workflowId: string;
	private readonly ends: AbortSignal;
	private readonly taken = new Set<string>();
	private latest: LogWindow | undefined;

	constructor(setting: { n8n: N8n; workflowId: string; ends: AbortSignal }) {
		this.n8n = setting.n8n;
		this.workflowId = setting.workflowId;
		this.ends = setting.ends;
	}

	async mark(): Promise<Mark> {
		const executions = await newestExecutions(this.n8n, this.workflowId);
		const log: LogWindow = { from: this.n8n.log().length };
		if (this.latest !== undefined) this.latest.to = log.from;
		this.latest = log;
		const waiting = executions.filter(({ isWaiting }) => isWaiting).map(({ id }) => id);
		return { log, newestExecution: Number(executions[0]?.id ?? 0), waiting: new Set(waiting) };
	}

	async of(delivery: Delivery, mark: Mark): Promise<Outcome> {
		const deadline = Date.now() + SETTLES_WITHIN_MS;
		while (!this.ends.aborted && Date.now() < deadline) {
			const why = whyNothing(this.n8n, this.workflowId, mark.log);
			if (why !== undefined) return { state: 'none', why };
			const found = await this.execution(eventOf(delivery), mark);
			if (found !== undefined) return found;
			if (delivery.status !== 200) {
				return { state: 'none', why: `Meta takes anything but a 200 for a failed delivery` };
			}
			await sleep(POLL_MS, undefined, { signal: this.ends }).catch(() => undefined);
		}
		return { state: 'unknown', why: 'No execution with this event has finished within 30 seconds' };
	}

	private async execution(event: unknown, mark: Mark): Promise<Outcome | undefined> {
		const executions = await newestExecutions(this.n8n, this.workflowId);
		for (const execution of executions.reverse()) {
			const { id, isSettled } = execution;
			const isNew = Number(id) > mark.newestExecution && !this.taken.has(id);
			if (!isSettled || !(isNew || mark.waiting.has(id))) continue;
			const found = (await tapItems(this.n8n, id)).find((one) => isMadeOf(one, event));
			if (found === undefined || (found.of === 'trigger' && this.taken.has(id))) continue;
			return this.outcome(execution, found);
		}
		return undefined;
	}

	private outcome({ id: executionId, isWaiting }: StoredExecution, found: TapItem): Outcome {
		const url = `${this.n8n.baseUrl}/workflow/${this.workflowId}/executions/${executionId}`;
		const { item } = found;
		if (found.of === 'question') return { state: 'resumed', executionId, url, node: found.node, item };
		this.taken.add(executionId);
		return { state: 'executed', executionId, url, output: found.output, item, isWaiting };
	}
}

/**
 * By time and sender, which every form of item has: text in simplified and flat ones, Meta's number
 * in raw ones.
 */
function isMadeOf({ item }: TapItem, event: unknown): boolean {
	const { timestamp } = item;
	if (typeof timestamp !== 'string' && typeof timestamp !== 'number') return false;
	const sender = at(item, 'sender', 'id') ?? item.sender_id;
	return new Date(timestamp).getTime() === at(event, 'timestamp') && sender === at(event, 'sender', 'id');
}
