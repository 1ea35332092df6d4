/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// How long publishing takes with many Pages, and what it asks of Meta.
import { setTimeout as sleep } from 'node:timers/promises';
import { aTriggerWorkflow } from '../sandbox/n8n/index.ts';
import type { Arena } from './arena.ts';
import type { Figure, Section } from './report.ts';

/** Of every answer of the simulator, so that waiting shows as it would on the internet. */
const NEAR_MS = 50;
const FAR_MS = 300;
/** For the most Pages. */
const MOST_REQUESTS = 60;
const MOST_SECONDS: ReadonlyMap<number, number> = new Map([
	[NEAR_MS, 3],
	[FAR_MS, 10],
]);

export async function benchPublishing(arena: Arena, counts: readonly number[]): Promise<Section> {
	const most = Math.max(...counts);
	const figures: Figure[] = [];
	for (const pages of counts) figures.push(await publishWith(arena, pages, NEAR_MS, pages === most));
	figures.push(await publishWith(arena, most, FAR_MS, true));
	return {
		title: 'Publishing',
		about:
			"Until n8n says 'published', with all Pages of the token, a delay for each answer of Meta, and 25 Pages per result page.",
		figures,
	};
}

async function publishWith(
	{ meta, n8n }: Arena,
	count: number,
	delayMs: number,
	hasTarget: boolean,
): Promise<Figure> {
	const app = meta.addApp();
	const pageIds = Array.from({ length: count }, () => meta.addPage().id);
	const accessToken = meta.addToken({ appId: app.id, pageIds });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const { id: credentialId } = await n8n.api.createCredential({ name: 'Meta', type: 'messengerApi', data });
	const parameters = { pageSelection: 'all' };
	const workflow = await n8n.api.createWorkflow(aTriggerWorkflow({ credentialId, parameters }));
	meta.clearCalls();
	meta.addFault({ path: /./, of: 'request', times: Infinity, do: { delayMs } });
	const startedAt = performance.now();
	const { status, errorMessage } = await n8n.api.publish(workflow.id);
	const seconds = (performance.now() - startedAt) / 1000;
	meta.clearFaults();
	if (status !== 'published') throw new Error(`Publishing with ${count} Pages failed: ${errorMessage}`);
	const subscribed = pageIds.filter((id) => meta.pageSubscription(id, app.id) !== null);
	if (subscribed.length !== count) throw new Error(`${subscribed.length} of ${count} Pages are subscribed`);
	const requests = meta.getCalls().filter(({ kind }) => kind === 'request').length;
	await n8n.api.unpublish(workflow.id);
	// Goes on after n8n has answered, and must not be counted with the next figure.
	while (meta.appSubscriptions(app.id).length > 0) await sleep(200);
	const mostSeconds = MOST_SECONDS.get(delayMs) ?? Infinity;
	return {
		what: `${count === 1 ? '1 Page' : `${count} Pages`}, ${delayMs} ms`,
		measured: `${seconds.toFixed(1)} s, ${requests} requests`,
		...(hasTarget
			? {
					target: `at most ${mostSeconds} s, ${MOST_REQUESTS} requests`,
					met: seconds <= mostSeconds && requests <= MOST_REQUESTS,
				}
			: {}),
	};
}
