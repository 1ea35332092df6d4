/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// Watches n8n's executions in its database, from outside and read-only: asking n8n itself would be
// load of its own.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8n } from '../sandbox/n8n/index.ts';

const POLL_MS = 50;
const CALM_POLLS = 4;
const FINISHES_WITHIN_MS = 120_000;

export interface Executed {
	executions: number;
	/** Milliseconds since 1970; 0 without executions. */
	lastEndedAt: number;
}

export class ExecutionLog {
	private readonly n8n: N8n;
	private readonly database: DatabaseSync;

	constructor(n8n: N8n) {
		this.n8n = n8n;
		this.database = new DatabaseSync(join(n8n.userFolder, '.n8n', 'database.sqlite'), { readOnly: true });
	}

	/** The newest execution of any workflow. */
	latestId(): number {
		return Number(this.database.prepare('SELECT max(id) AS id FROM execution_entity').get()?.id ?? 0);
	}

	/** Waits until none is under way; tells of those that came after `afterId`. */
	async settled(workflowId: string, afterId: number): Promise<Executed> {
		const deadline = Date.now() + FINISHES_WITHIN_MS;
		let calmPolls = 0;
		for (let before = -1; calmPolls < CALM_POLLS; await sleep(POLL_MS)) {
			const { executions, running } = this.count(workflowId, afterId);
			calmPolls = running === 0 && executions === before ? calmPolls + 1 : 0;
			before = executions;
			if (Date.now() > deadline) throw new Error(`${running} executions are still running`);
		}
		const { executions, failed, lastEndedAt } = this.count(workflowId, afterId);
		if (failed > 0) throw new Error(`${failed} of ${executions} executions failed`);
		return { executions, lastEndedAt };
	}

	/** What the database keeps of old executions slows down new ones. */
	async prune(): Promise<void> {
		const body = { deleteBefore: new Date().toISOString(), filters: {} };
		const { status } = await this.n8n.api.request('POST', '/rest/executions/delete', body);
		if (status >= 300) throw new Error(`n8n answered ${status} to the deletion of executions`);
	}

	close(): void {
		this.database.close();
	}

	private count(workflowId: string, afterId: number) {
		const query = `SELECT count(*) AS executions, max(stoppedAt) AS lastEnd,
			coalesce(sum(status IN ('new', 'running', 'waiting', 'unknown')), 0) AS running,
			coalesce(sum(status IN ('error', 'crashed', 'canceled')), 0) AS failed
			FROM execution_entity WHERE workflowId = ? AND id > ?`;
		const row = this.database.prepare(query).get(workflowId, afterId);
		const lastEnd = row?.lastEnd;
		return {
			executions: Number(row?.executions),
			running: Number(row?.running),
			failed: Number(row?.failed),
			lastEndedAt: typeof lastEnd === 'string' ? Date.parse(`${lastEnd.replace(' ', 'T')}Z`) : 0,
		};
	}
}
