// What is left at Meta when a test listen ends without a word: n8n killed, or nobody tapped for two
// minutes.
import { startMeta, type Meta } from '../../sandbox/meta/index.ts';
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { sharedCallback } from '../support/account.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

const LISTENING_ENDS_MS = 120_000;

let world: World;
let merging: Meta;

interface Situation {
	meta: Meta;
	account: Account;
	published: Published;
	tested: Published;
	/** The app's callback before anybody listened. */
	before: string | undefined;
}

beforeAll(async () => {
	world = await World.start({ meta: { subscriptionWrites: 'replace' } });
	merging = await startMeta({ subscriptionWrites: 'merge' });
});
afterAll(async () => {
	await world.stop();
	await merging.stop();
});

/** A published workflow, and another one that listens for a test event, at each kind of Meta. */
async function listenEverywhere(): Promise<Situation[]> {
	const situations: Situation[] = [];
	for (const meta of [world.meta, merging]) {
		const account = await world.addApp(meta);
		const parameters = { pages: [account.page.id] };
		const published = await world.publish(account.credentialId, parameters);
		const tested = await world.addWorkflow(account.credentialId, parameters);
		const before = world.callbackUrl(account.app, 'page', meta);
		const { errorMessage } = await world.n8n.api.listen(tested.id, TRIGGER_NAME);
		expect(errorMessage).toBeUndefined();
		const owner = { url: world.n8n.baseUrl + published.path };
		expect(world.callbackUrl(account.app, 'page', meta)).toBe(
			sharedCallback(account.app, owner, { path: tested.testPath }),
		);
		situations.push({ meta, account, published, tested, before });
	}
	return situations;
}

const tap = async ({ meta, account }: Situation, payload: string) =>
	(await meta.sendPostback({ pageId: account.page.id, payload })).map(({ status }) => status);
const payloads = async ({ published }: Situation, count: number) =>
	(await world.waitForItems(published.id, count)).map(({ payload }) => payload);

it('after kill -9 in mid-test and a restart, published workflows keep receiving', async () => {
	const situations = await listenEverywhere();
	await world.n8n.kill();
	for (const situation of situations) expect(await tap(situation, 'DOWN')).toEqual([null]);
	await world.n8n.restart();
	for (const situation of situations) {
		expect(await tap(situation, 'UP')).toEqual([200]);
		expect(await payloads(situation, 1)).toEqual(['UP']);
	}
});

it('after a kill in mid-test, unpublishing and publishing clears the dead test away', async () => {
	const [situation] = await listenEverywhere();
	if (situation === undefined) throw new Error('nobody listens');
	await world.n8n.kill();
	await world.n8n.restart();
	await world.unpublish(situation.published.id, situation.meta);
	expect(situation.meta.appSubscriptions(situation.account.app.id)).toEqual([]);
	expect(await world.n8n.api.publish(situation.published.id)).toEqual({ status: 'published' });
	expect(await tap(situation, 'A')).toEqual([200]);
});

it(
	'after the two minutes in which nobody tapped, the callback is as before, to the byte',
	async () => {
		const situations = await listenEverywhere();
		for (const situation of situations) {
			const { account, meta, before } = situation;
			await eventually(
				async () => (world.callbackUrl(account.app, 'page', meta) === before ? true : null),
				'the callback to be restored',
				LISTENING_ENDS_MS + 15_000,
			);
			expect(await tap(situation, 'LATER')).toEqual([200]);
			expect(await payloads(situation, 1)).toEqual(['LATER']);
		}
	},
	LISTENING_ENDS_MS + 60_000,
);
