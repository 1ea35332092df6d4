// How long a check of a registration takes with many Pages, and what it asks of Meta.
import { randomUUID } from 'node:crypto';
import type { Meta } from '../sandbox/meta/index.ts';
import { aTriggerWorkflow, MESSENGER_TYPE, type N8n, type WorkflowNode } from '../sandbox/n8n/index.ts';
import type { Arena } from './arena.ts';
import type { Figure, Section } from './report.ts';

const NEAR_MS = 50;
const FAR_MS = 300;
/** For the most Pages. */
const MOST_REQUESTS = 60;
const MOST_SECONDS: Readonly<Record<number, number>> = { [NEAR_MS]: 3, [FAR_MS]: 10 };

export async function benchChecking(arena: Arena, counts: readonly number[]): Promise<Section> {
	const most = Math.max(...counts);
	const figures: Figure[] = [];
	for (const count of counts) {
		const call = await publishChecked(arena, count);
		figures.push(await checkWith(arena.meta, call, { count, delayMs: NEAR_MS, hasTarget: count === most }));
		if (count === most) {
			figures.push(await checkWith(arena.meta, call, { count, delayMs: FAR_MS, hasTarget: true }));
		}
	}
	return {
		title: 'Checking',
		about:
			'Subscription: Check beside a trigger for all Pages of the token and their Instagram accounts, from the call of its workflow to the item; a delay for each answer of Meta, and 25 Pages per result page.',
		figures,
	};
}

interface Measured {
	count: number;
	delayMs: number;
	hasTarget: boolean;
}

async function checkWith(meta: Meta, url: string, { count, delayMs, hasTarget }: Measured): Promise<Figure> {
	meta.refillBudgets();
	meta.clearCalls();
	meta.addFault({ path: /./, of: 'request', times: Infinity, do: { delayMs } });
	const startedAt = performance.now();
	const response = await fetch(url);
	const seconds = (performance.now() - startedAt) / 1000;
	meta.clearFaults();
	const text = await response.text();
	if (!text.startsWith('{"healthy":true')) throw new Error(`The check answered ${text.slice(0, 500)}`);
	const requests = meta.getCalls().filter(({ kind }) => kind === 'request').length;
	const mostSeconds = MOST_SECONDS[delayMs] ?? Infinity;
	const isMet = seconds <= mostSeconds && requests <= MOST_REQUESTS;
	return {
		what: `${count === 1 ? '1 Page' : `${count} Pages`}, ${delayMs} ms`,
		measured: `${seconds.toFixed(1)} s, ${requests} requests`,
		...(hasTarget ? { target: `at most ${mostSeconds} s, ${MOST_REQUESTS} requests`, met: isMet } : {}),
	};
}

/** The address that runs it. */
async function publishChecked({ meta, n8n }: Arena, count: number): Promise<string> {
	const app = meta.addApp();
	const pageIds = Array.from({ length: count }, () => meta.addPage({ instagramAccount: {} }).id);
	const accessToken = meta.addToken({ appId: app.id, pageIds });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const { id: credentialId } = await n8n.api.createCredential({ name: 'Meta', type: 'messengerApi', data });
	const parameters = { pageSelection: 'all', channels: ['messenger', 'instagram'] };
	const workflow = aTriggerWorkflow({ credentialId, parameters });
	const path = randomUUID();
	const saved = await n8n.api.createWorkflow({
		...workflow,
		nodes: [...workflow.nodes, ...checkNodes(credentialId, path)],
		connections: {
			...(workflow.connections as object),
			Now: { main: [[{ node: 'Check', type: 'main', index: 0 }]] },
		},
	});
	await publish(n8n, saved.id);
	return `${n8n.baseUrl}/webhook/${path}`;
}

async function publish(n8n: N8n, workflowId: string): Promise<void> {
	const { status, errorMessage } = await n8n.api.publish(workflowId);
	if (status !== 'published') throw new Error(`publishing ended with '${status}': ${errorMessage}`);
}

function checkNodes(credentialId: string, path: string): WorkflowNode[] {
	const called: WorkflowNode = {
		id: randomUUID(),
		name: 'Now',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 400],
		webhookId: randomUUID(),
		parameters: { httpMethod: 'GET', path, responseMode: 'lastNode', options: {} },
	};
	const check: WorkflowNode = {
		id: randomUUID(),
		name: 'Check',
		type: MESSENGER_TYPE,
		typeVersion: 1,
		position: [240, 400],
		parameters: { resource: 'subscription', operation: 'check' },
		credentials: { messengerApi: { id: credentialId, name: 'Meta' } },
	};
	return [called, check];
}
