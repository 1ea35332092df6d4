/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Reads executions and the items in them. n8n stores execution data 'flatted': one array of values
// that refer to each other by index.
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';
import { at, isRecord, listAt, optionalTextAt, textAt } from './json.ts';
import { expectSuccess, type Request } from './n8nSession.ts';

const PAGE_SIZE = 100; // n8n's maximum
const POLL_MS = 100;
const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];
// Without a status, n8n asks for the unfinished and for the finished ones at once, and one that
// ends in between is in neither.
const STATUSES = [...UNFINISHED, 'success', 'error', 'canceled', 'crashed'];

export interface ExecutionSummary {
	id: string;
	/** n8n's words: new, running, success, error, canceled, crashed, waiting. */
	status: string;
	/** webhook, manual, and so on. */
	mode: string;
	startedAt: string | null;
	stoppedAt: string | null;
}

export interface ExecutionsApi {
	/** All of a workflow, oldest first. */
	executions(workflowId: string): Promise<ExecutionSummary[]>;
	/**
	 * Waits until at least `count` have finished; resolves with all finished ones, oldest first.
	 * Default timeout 30 s.
	 */
	waitForExecutions(workflowId: string, count: number, timeoutMs?: number): Promise<ExecutionSummary[]>;
	/**
	 * The json of what a node put out in its first run, per output. An output that got nothing is an
	 * empty list.
	 */
	items(executionId: string, nodeName: string): Promise<unknown[][]>;
	/** The same for every run of a node; none if it did not run. */
	runs(executionId: string, nodeName: string): Promise<unknown[][][]>;
	/** Message and description with which an execution ended, if it did not succeed. */
	executionError(executionId: string): Promise<{ message: string; description?: string } | undefined>;
}

export function createExecutionsApi(request: Request): ExecutionsApi {
	const get = async (path: string) => expectSuccess(await request('GET', path), `GET ${path}`);

	const executions = async (workflowId: string) => {
		const found: ExecutionSummary[] = [];
		let cursor = '';
		do {
			const page = await get(executionsPath(workflowId, PAGE_SIZE) + cursor);
			found.push(...listAt(page, 'data', 'results').map(summary));
			const next = optionalTextAt(page, 'data', 'nextCursor');
			cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
		} while (cursor !== '');
		return found.sort((a, b) => Number(a.id) - Number(b.id));
	};

	const resultData = async (executionId: string) => {
		const body = await get(`/rest/executions/${executionId}`);
		const data: unknown = parse(textAt(body, 'data', 'data'));
		return at(data, 'resultData');
	};

	return {
		executions,
		async waitForExecutions(workflowId, count, timeoutMs = 30_000) {
			const deadline = Date.now() + timeoutMs;
			for (;;) {
				const all = await executions(workflowId);
				const finished = all.filter(({ status }) => isFinished(status));
				if (finished.length >= count) return finished;
				if (Date.now() > deadline) {
					const seen = all.map(({ id, status }) => `${id} ${status}`).join(', ') || 'none';
					throw new Error(
						`Waited ${timeoutMs} ms for ${count} finished executions of workflow ${workflowId}; there are: ${seen}`,
					);
				}
				await sleep(POLL_MS);
			}
		},
		async items(executionId, nodeName) {
			return runOutputs(listAt(await resultData(executionId), 'runData', nodeName)[0]);
		},
		async runs(executionId, nodeName) {
			const runs = at(await resultData(executionId), 'runData', nodeName);
			return (Array.isArray(runs) ? runs : []).map(runOutputs);
		},
		async executionError(executionId) {
			const error = at(await resultData(executionId), 'error');
			if (!isRecord(error)) return undefined;
			return { message: textAt(error, 'message'), description: optionalTextAt(error, 'description') };
		},
	};
}

function runOutputs(run: unknown): unknown[][] {
	return listAt(run, 'data', 'main').map((output) =>
		(Array.isArray(output) ? output : []).map((item: unknown) => at(item, 'json')),
	);
}

/** Of a workflow, in every status, the newest first. */
export function executionsPath(workflowId: string, limit: number): string {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status: STATUSES }));
	return `/rest/executions?filter=${filter}&limit=${limit}`;
}

export function isFinished(status: string): boolean {
	return !UNFINISHED.includes(status);
}

function summary(value: unknown): ExecutionSummary {
	return {
		id: textAt(value, 'id'),
		status: textAt(value, 'status'),
		mode: textAt(value, 'mode'),
		startedAt: optionalTextAt(value, 'startedAt') ?? null,
		stoppedAt: optionalTextAt(value, 'stoppedAt') ?? null,
	};
}
