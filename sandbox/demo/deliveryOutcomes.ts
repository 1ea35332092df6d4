/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What became of a delivery: the execution with its event in it, or the reason why there is none.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../meta/index.ts';
import type { N8n } from '../n8n/index.ts';
import { at } from '../n8n/json.ts';
import { eventOf } from './deliveryView.ts';
import type { Outcome } from './history.ts';
import { whyNothing, type LogWindow } from './triggerLog.ts';
import { executionsAfter, triggerItems, type TriggerItem } from './triggerOutput.ts';

const SETTLES_WITHIN_MS = 30_000;
const POLL_MS = 100;

/** Taken before the delivery is sent, handed back when it was answered. */
export interface Mark {
	log: LogWindow;
	newestExecution: number;
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
		const [newest] = await executionsAfter(this.n8n, this.workflowId, 0);
		const log: LogWindow = { from: this.n8n.log().length };
		if (this.latest !== undefined) this.latest.to = log.from;
		this.latest = log;
		return { log, newestExecution: Number(newest?.id ?? 0) };
	}

	async of(delivery: Delivery, mark: Mark): Promise<Outcome> {
		const deadline = Date.now() + SETTLES_WITHIN_MS;
		while (!this.ends.aborted && Date.now() < deadline) {
			const why = whyNothing(this.n8n, this.workflowId, mark.log);
			if (why !== undefined) return { state: 'none', why };
			const found = await this.execution(eventOf(delivery), mark.newestExecution);
			if (found !== undefined) return found;
			if (delivery.status !== 200) {
				return { state: 'none', why: `Meta takes anything but a 200 for a failed delivery` };
			}
			await sleep(POLL_MS, undefined, { signal: this.ends }).catch(() => undefined);
		}
		return { state: 'unknown', why: 'No execution with this event has finished within 30 seconds' };
	}

	private async execution(event: unknown, after: number): Promise<Outcome | undefined> {
		const executions = await executionsAfter(this.n8n, this.workflowId, after);
		for (const { id, isFinished } of executions.reverse()) {
			if (!isFinished || this.taken.has(id)) continue;
			const found = (await triggerItems(this.n8n, id)).find((one) => isMadeOf(one, event));
			if (found === undefined || this.taken.has(id)) continue;
			this.taken.add(id);
			const url = `${this.n8n.baseUrl}/workflow/${this.workflowId}/executions/${id}`;
			return { state: 'executed', executionId: id, url, ...found };
		}
		return undefined;
	}
}

/**
 * By time and sender, which every form of item has: text in simplified and flat ones, Meta's number
 * in raw ones.
 */
function isMadeOf({ item }: TriggerItem, event: unknown): boolean {
	const { timestamp } = item;
	if (typeof timestamp !== 'string' && typeof timestamp !== 'number') return false;
	const sender = at(item, 'sender', 'id') ?? item.sender_id;
	return new Date(timestamp).getTime() === at(event, 'timestamp') && sender === at(event, 'sender', 'id');
}
