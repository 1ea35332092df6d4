// How long publishing takes with many Pages, and what it asks of Meta.
import { aTriggerWorkflow } from '../sandbox/n8n/index.ts';
import type { Arena } from './arena.ts';
import type { Figure, Section } from './report.ts';

/** Of every answer of the simulator, so that waiting shows as it would on the internet. */
const GRAPH_DELAY_MS = 50;

export async function benchPublishing(arena: Arena, counts: readonly number[]): Promise<Section> {
	const figures: Figure[] = [];
	for (const pages of counts) figures.push(await publishWith(arena, pages));
	return {
		title: 'Publishing',
		about: `Until n8n says 'published', with all Pages of the token, ${GRAPH_DELAY_MS} ms for each answer of Meta, and 25 Pages per result page.`,
		figures,
	};
}

async function publishWith({ meta, n8n }: Arena, count: number): Promise<Figure> {
	const app = meta.addApp();
	const pageIds = Array.from({ length: count }, () => meta.addPage().id);
	const accessToken = meta.addToken({ appId: app.id, pageIds });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const { id: credentialId } = await n8n.api.createCredential({ name: 'Meta', type: 'messengerApi', data });
	const parameters = { pageSelection: 'all' };
	const workflow = await n8n.api.createWorkflow(aTriggerWorkflow({ credentialId, parameters }));
	meta.clearCalls();
	meta.addFault({ path: /./, times: Infinity, do: { delayMs: GRAPH_DELAY_MS } });
	const startedAt = performance.now();
	const { status, errorMessage } = await n8n.api.publish(workflow.id);
	const seconds = (performance.now() - startedAt) / 1000;
	meta.clearFaults();
	if (status !== 'published') throw new Error(`Publishing with ${count} Pages failed: ${errorMessage}`);
	const subscribed = pageIds.filter((id) => meta.pageSubscription(id, app.id) !== null);
	if (subscribed.length !== count) throw new Error(`${subscribed.length} of ${count} Pages are subscribed`);
	const calls = meta.getCalls().length;
	await n8n.api.unpublish(workflow.id);
	const oneByOne = (calls * GRAPH_DELAY_MS) / 1000;
	return {
		what: count === 1 ? '1 Page' : `${count} Pages`,
		measured: `${seconds.toFixed(1)} s, ${calls} calls (one after the other they would take ${oneByOne.toFixed(1)} s)`,
	};
}
