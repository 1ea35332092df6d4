// How long a check of a registration takes with many Pages, and what it asks of Meta.
import { aTriggerWorkflow, checkNodes } from '../sandbox/n8n/index.ts';
import type { Arena } from './arena.ts';
import { addManyPages, FAR_MS, measureWith, NEAR_MS, type Trial } from './manyPages.ts';
import type { Figure, Section } from './report.ts';

export async function benchChecking(arena: Arena, counts: readonly number[]): Promise<Section> {
	const most = Math.max(...counts);
	const figures: Figure[] = [];
	for (const count of counts) {
		const url = await publishChecked(arena, count);
		figures.push(await checkWith(arena, url, { count, delayMs: NEAR_MS, hasTarget: count === most }));
		if (count === most) {
			figures.push(await checkWith(arena, url, { count, delayMs: FAR_MS, hasTarget: true }));
		}
	}
	return {
		title: 'Checking',
		about:
			'Subscription: Check beside a trigger for all Pages of the token and their Instagram accounts, from the call of its workflow to the item; a delay for each answer of Meta, and 25 Pages per result page.',
		figures,
	};
}

async function checkWith(arena: Arena, url: string, trial: Trial): Promise<Figure> {
	arena.meta.refillBudgets();
	const { figure, result } = await measureWith(arena, trial, async () => await fetch(url));
	const text = await result.text();
	if (!text.startsWith('{"healthy":true')) throw new Error(`The check answered ${text.slice(0, 500)}`);
	return figure;
}

/** The address that runs it. */
async function publishChecked(arena: Arena, count: number): Promise<string> {
	const { api, baseUrl } = arena.n8n;
	const { credentialId } = await addManyPages(arena, count, { instagramAccount: {} });
	const parameters = { pageSelection: 'all', channels: ['messenger', 'instagram'] };
	const workflow = aTriggerWorkflow({ credentialId, parameters });
	const check = checkNodes(credentialId);
	const { id } = await api.createWorkflow({
		...workflow,
		nodes: [...workflow.nodes, ...check.nodes],
		connections: { ...(workflow.connections as object), ...check.connections },
	});
	const { status, errorMessage } = await api.publish(id);
	if (status !== 'published') throw new Error(`publishing ended with '${status}': ${errorMessage}`);
	return baseUrl + check.path;
}
