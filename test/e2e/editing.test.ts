/* eslint-disable no-console, @n8n/community-nodes/no-restricted-globals -- test code never ships; the figures are what this file is for */
// Edits of published workflows on a real n8n while people tap, and what stands at Meta when they
// are done.
import { quiet } from './support/quiet.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

type Json = Record<string, unknown>;

const CALL_MS = 300;
const TAP_EVERY_MS = 100;
/**
 * Half a second alone; n8n shares two cores with its own executions, twenty a second as the owner
 * of two.
 */
const EDIT_WITHIN_MS = 4_000;
const MAX_BROUGHT_BACK = 2;

let world: World;
let account: Account;

beforeAll(async () => {
	world = await World.start({ env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } });
}, 180_000);
afterAll(async () => await world.stop());
beforeEach(async () => {
	account = await world.addApp();
});
afterEach(() => {
	world.meta.clearFaults();
	world.meta.setRedelivery(null);
});

const publish = async (parameters: Json = {}): Promise<Published> =>
	await world.publish(account.credentialId, { pages: [account.page.id], ...parameters });
const edit = async ({ id }: Published, parameters: Json): Promise<number> => {
	await world.editTrigger(id, { parameters });
	const begun = performance.now();
	expect(await world.n8n.api.publish(id)).toMatchObject({ status: 'published' });
	return performance.now() - begun;
};
const isQuiet = () => {
	const calls = world.meta.getCalls();
	return calls.length > 0 && calls.every(({ status }) => status !== null);
};

/**
 * Taps until told to stop; answers how many Meta sent, and how many of them not answered 200 at
 * first.
 */
function tapping(prefix: string) {
	const running: Array<Promise<void>> = [];
	const figures = { taps: 0, sent: 0, broughtBack: 0 };
	let isGoingOn = true;
	const one = async (payload: string) => {
		const deliveries = await world.meta.sendPostback({ pageId: account.page.id, payload, senderId: payload });
		figures.sent += deliveries.length;
		figures.broughtBack += deliveries.filter(({ status }) => status !== 200).length;
	};
	const loop = (async () => {
		while (isGoingOn) {
			running.push(one(`${prefix}${figures.taps++}`));
			await new Promise((resolve) => setTimeout(resolve, TAP_EVERY_MS));
		}
	})();
	const stop = async () => {
		isGoingOn = false;
		await loop;
		await Promise.all(running);
		await world.meta.settled();
		return figures;
	};
	return { stop, taps: () => figures.taps };
}

describe('an edit of the output format, at 300 ms a call and ten taps a second,', () => {
	it.each([
		['a workflow alone', 0, 1],
		['the owner of two', 0, 2],
		['a member', 1, 2],
	])('of %s leaves no tap unsent, and each starts one execution', async (who, edited, count) => {
		const workflows: Published[] = [];
		for (let index = 0; index < count; index++) workflows.push(await publish());
		const target = workflows[edited] as Published;
		// n8n's first executions of a workflow are its slowest.
		await world.meta.sendPostback({ pageId: account.page.id, payload: 'WARM', senderId: 'WARM' });
		await world.waitForItems(target.id, 1);
		// Meta itself tries for 36 hours.
		world.meta.setRedelivery({ attempts: 30, delaysMs: [500] });
		world.meta.addFault({ path: '', times: Infinity, do: { delayMs: CALL_MS } });
		const taps = tapping(`${edited}/${count}-`);
		await eventually(async () => (taps.taps() >= 5 ? true : null), 'some taps');
		world.meta.clearCalls();
		const took = await edit(target, { output: 'raw' });
		const until = taps.taps() + 15;
		await eventually(async () => (taps.taps() >= until && isQuiet() ? true : null), 'taps after the edit');
		const figures = await taps.stop();
		const writes = world.meta.getCalls().filter(({ isWrite }) => isWrite).length;
		console.log(`Edit of ${who}: ${Math.round(took)} ms, ${writes} writes, ${JSON.stringify(figures)}`);
		expect(figures.sent).toBe(figures.taps);
		expect(writes).toBe(0);
		for (const { id } of workflows) {
			expect(await world.waitForItems(id, figures.taps + 1, 60_000)).toHaveLength(figures.taps + 1);
		}
		expect(figures.broughtBack).toBeLessThanOrEqual(MAX_BROUGHT_BACK);
		expect(took).toBeLessThan(EDIT_WITHIN_MS);
	});
});

const registered = ({ app, pages }: Wide) => ({
	app: world.meta
		.appSubscriptions(app.id)
		.map(({ object, fields }) => `${object}: ${fields.toSorted().join()}`)
		.sort(),
	pages: pages.map(({ id }) => world.meta.pageSubscription(id, app.id)?.sort() ?? null),
});
const NOTHING = { app: [], pages: [null, null] };

/** An app that reaches two Pages. */
type Wide = Awaited<ReturnType<typeof addWideApp>>;
async function addWideApp() {
	const app = world.meta.addApp();
	const pages = [1, 2].map(() => world.meta.addPage({ instagramAccount: {} }));
	const accessToken = world.meta.addToken({ appId: app.id, pageIds: pages.map(({ id }) => id) });
	return { app, pages, credentialId: await world.addCredential(app, { accessToken }) };
}
const firstPage = ({ pages }: Wide) => pages[0]?.id ?? '';
const quietMeta = async () => await eventually(async () => (isQuiet() ? true : null), 'Meta to hear no more');

it('an edit of Pages, channels and events registers exactly what is wanted, and unpublishing leaves nothing', async () => {
	const wide = await addWideApp();
	const toParameters = ({ pages, ...rest }: Json, of: Wide) => ({
		...rest,
		pages: (pages as number[]).map((index) => of.pages[index]?.id ?? ''),
	});
	let wanted: Json = { pages: [0] };
	const workflow = await world.publish(wide.credentialId, toParameters(wanted, wide));
	for (const change of [
		{ pages: [1] },
		{ pages: [0, 1], channels: ['messenger', 'instagram'] },
		{ events: ['postback', 'quickReply'] },
		{ channels: ['instagram'] },
		{ pages: [0], channels: ['messenger'], events: ['postback'] },
	]) {
		wanted = { ...wanted, ...change };
		await edit(workflow, toParameters(wanted, wide));
		const fresh = await addWideApp();
		await world.publish(fresh.credentialId, toParameters(wanted, fresh));
		await quietMeta();
		expect(registered(wide)).toEqual(registered(fresh));
	}
	await world.unpublish(workflow.id);
	expect(registered(wide)).toEqual(NOTHING);
});

it('an edit to another app leaves the old one, and a renamed trigger keeps its place; unpublishing leaves nothing', async () => {
	const [old, next] = [await addWideApp(), await addWideApp()];
	const [page, nextPage] = [firstPage(old), firstPage(next)];
	const workflow = await world.publish(old.credentialId, { pages: [page] });
	const standing = registered(old);
	await world.editTrigger(workflow.id, {
		parameters: { pages: [nextPage] },
		credentials: { messengerApi: { id: next.credentialId, name: 'Meta' } },
	});
	expect(await world.n8n.api.publish(workflow.id)).toMatchObject({ status: 'published' });
	await eventually(async () => (registered(old).app.length === 0 ? true : null), 'the old app to be left');
	expect([registered(old), registered(next)]).toEqual([NOTHING, standing]);

	await world.editTrigger(workflow.id, { name: 'Taps' });
	expect(await world.n8n.api.publish(workflow.id)).toMatchObject({ status: 'published' });
	await quiet(world.meta, 3_500);
	expect(registered(next)).toEqual(standing);
	expect(await world.meta.sendPostback({ pageId: nextPage })).toMatchObject([{ status: 200 }]);
	await world.unpublish(workflow.id);
	expect(registered(next)).toEqual(NOTHING);
});

it('n8n killed right after an unpublish: the next publication of another workflow takes what stayed over', async () => {
	const left = await publish();
	await world.n8n.api.unpublish(left.id);
	await world.n8n.kill();
	await world.n8n.restart();
	expect(world.callbackUrl(account.app)).toBe(world.n8n.baseUrl + left.path);
	const next = await publish();
	expect(world.callbackUrl(account.app)).toBe(world.n8n.baseUrl + next.path);
	expect(await world.meta.sendPostback({ pageId: account.page.id })).toMatchObject([{ status: 200 }]);
	await world.unpublish(next.id);
	expect(world.callbackUrl(account.app)).toBeUndefined();
	expect(world.meta.pageSubscription(account.page.id, account.app.id)).toBeNull();
});
