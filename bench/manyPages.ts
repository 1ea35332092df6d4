// What the benches of many Pages have in common: the app with its Pages, the targets, a figure.
import type { NewPage } from '../sandbox/meta/index.ts';
import type { Arena } from './arena.ts';
import type { Figure } from './report.ts';

/** Of every answer of the simulator, so that waiting shows as it would on the internet. */
export const NEAR_MS = 50;
export const FAR_MS = 300;
/** For the most Pages. */
const MOST_REQUESTS = 60;
const MOST_SECONDS: ReadonlyMap<number, number> = new Map([
	[NEAR_MS, 3],
	[FAR_MS, 10],
]);

export interface Trial {
	count: number;
	delayMs: number;
	hasTarget: boolean;
}

/** A new app whose token opens so many new Pages, and n8n's credential for it. */
export async function addManyPages(
	{ meta, n8n }: Arena,
	count: number,
	page: NewPage = {},
): Promise<{ appId: string; pageIds: string[]; credentialId: string }> {
	const app = meta.addApp();
	const pageIds = Array.from({ length: count }, () => meta.addPage(page).id);
	const accessToken = meta.addToken({ appId: app.id, pageIds });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const { id } = await n8n.api.createCredential({ name: 'Meta', type: 'messengerApi', data });
	return { appId: app.id, pageIds, credentialId: id };
}

/** Does it once, while each answer of Meta takes that long. */
export async function measureWith<Result>(
	{ meta }: Arena,
	{ count, delayMs, hasTarget }: Trial,
	work: () => Promise<Result>,
): Promise<{ figure: Figure; result: Result }> {
	meta.clearCalls();
	meta.addFault({ path: /./, of: 'request', times: Infinity, do: { delayMs } });
	const startedAt = performance.now();
	const result = await work();
	const seconds = (performance.now() - startedAt) / 1000;
	meta.clearFaults();
	const requests = meta.getCalls().filter(({ kind }) => kind === 'request').length;
	const mostSeconds = MOST_SECONDS.get(delayMs) ?? Infinity;
	const met = seconds <= mostSeconds && requests <= MOST_REQUESTS;
	const figure = {
		what: `${count === 1 ? '1 Page' : `${count} Pages`}, ${delayMs} ms`,
		measured: `${seconds.toFixed(1)} s, ${requests} requests`,
		...(hasTarget ? { target: `at most ${mostSeconds} s, ${MOST_REQUESTS} requests`, met } : {}),
	};
	return { figure, result };
}
