/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// How long publishing takes with many Pages, and what it asks of Meta.
import { setTimeout as sleep } from 'node:timers/promises';
import { aTriggerWorkflow } from '../sandbox/n8n/index.ts';
import type { Arena } from './arena.ts';
import { addManyPages, FAR_MS, measureWith, NEAR_MS, type Trial } from './manyPages.ts';
import type { Figure, Section } from './report.ts';

export async function benchPublishing(arena: Arena, counts: readonly number[]): Promise<Section> {
	const most = Math.max(...counts);
	const figures: Figure[] = [];
	for (const count of counts) {
		figures.push(await publishWith(arena, { count, delayMs: NEAR_MS, hasTarget: count === most }));
	}
	figures.push(await publishWith(arena, { count: most, delayMs: FAR_MS, hasTarget: true }));
	return {
		title: 'Publishing',
		about:
			"Until n8n says 'published', with all Pages of the token, a delay for each answer of Meta, and 25 Pages per result page.",
		figures,
	};
}

async function publishWith(arena: Arena, trial: Trial): Promise<Figure> {
	const { meta, n8n } = arena;
	const { count } = trial;
	const { appId, pageIds, credentialId } = await addManyPages(arena, count);
	const parameters = { pageSelection: 'all' };
	const workflow = await n8n.api.createWorkflow(aTriggerWorkflow({ credentialId, parameters }));
	const { figure, result } = await measureWith(arena, trial, async () => await n8n.api.publish(workflow.id));
	const { status, errorMessage } = result;
	if (status !== 'published') throw new Error(`Publishing with ${count} Pages failed: ${errorMessage}`);
	const subscribed = pageIds.filter((id) => meta.pageSubscription(id, appId) !== null);
	if (subscribed.length !== count) throw new Error(`${subscribed.length} of ${count} Pages are subscribed`);
	await n8n.api.unpublish(workflow.id);
	// Goes on after n8n has answered, and must not be counted with the next figure.
	while (meta.appSubscriptions(appId).length > 0) await sleep(200);
	return figure;
}
