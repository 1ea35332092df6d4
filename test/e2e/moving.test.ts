// A real n8n under a new address, its old one being in three states, one after the other: still
// leading to this n8n, held by another receiver, dead.
import { freePort } from '../../sandbox/n8n/freePort.ts';
import { ensureN8n, packPackage, startN8n } from '../../sandbox/n8n/index.ts';
import { FrontDoor } from './support/frontDoor.ts';
import { quiet } from './support/quiet.ts';
import { publishWatch, type Health } from './support/watch.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

const REPLACE = { options: { existingCallback: 'replace' } };
/** With a little room. */
const LEAVES_AFTER_FAILED_EDIT_MS = 11_000;

const oldDoor = new FrontDoor();
const newDoor = new FrontDoor();
let world: World;
let newUrl: string;

/** Two workflows of one app, published under the old address. */
interface Moved {
	account: Account;
	first: Published;
	second: Published;
	oldCallback: string | undefined;
}
let reachable: Moved;
let held: Moved;
let dead: Moved;
/** With a check that has found it in order, and repairs. */
let watched: Moved;
let watch: () => Promise<Health>;

beforeAll(async () => {
	const port = await freePort();
	const [oldUrl, address] = [await oldDoor.listen(port), await newDoor.listen(port)];
	const old = await World.start({ port, env: urls(oldUrl) });
	[reachable, held, dead] = [await publishTwo(old), await publishTwo(old), await publishTwo(old)];
	watched = await publishTwo(old);
	watch = await publishWatch(old, watched.account.credentialId, { repair: true });
	expect(await watch()).toMatchObject({ healthy: true });
	await old.n8n.stop({ keep: true });
	const { userFolder } = old.n8n;
	const [install, tarball] = [await ensureN8n(), await packPackage()];
	const n8n = await startN8n({ install, tarball, userFolder, port, env: urls(address) });
	world = new World(old.meta, n8n);
	newUrl = address;
}, 180_000);
afterAll(async () => {
	await world.stop();
	await oldDoor.close();
	await newDoor.close();
});

const urls = (address: string) => ({ WEBHOOK_URL: address, N8N_EDITOR_BASE_URL: address });
async function publishTwo(at: World): Promise<Moved> {
	const account = await at.addApp();
	const publish = async () => await at.publish(account.credentialId, { pages: [account.page.id] });
	const [first, second] = [await publish(), await publish()];
	return { account, first, second, oldCallback: at.callbackUrl(account.app) };
}
/** n8n does nothing for what it published before. */
const edit = async ({ id }: Published, parameters: Record<string, unknown>) => {
	await world.editTrigger(id, { parameters });
	return await world.n8n.api.publish(id);
};
const writes = () => world.meta.getCalls().filter(({ isWrite }) => isWrite);
async function expectBothReceive({ account, first, second }: Moved): Promise<void> {
	await eventually(
		async () => (world.callbackUrl(account.app)?.includes('also=') ? true : null),
		'both workflows to be in the callback',
	);
	expect(world.callbackUrl(account.app)).toMatch(new RegExp(`^${newUrl}`));
	const [delivery] = await world.meta.sendPostback({ pageId: account.page.id, payload: 'MOVED' });
	expect(delivery).toMatchObject({ status: 200 });
	for (const { id } of [first, second]) expect(await world.waitForItems(id, 1)).toHaveLength(1);
}

describe('while the old address still leads to this n8n', () => {
	it('starting and publishing take nothing, and say what to do', async () => {
		world.meta.clearCalls();
		expect(await edit(reachable.first, { output: 'flat' })).toMatchObject({
			status: 'failed',
			errorMessage: expect.stringMatching(/already receives.*and answers.*'Replace'/s),
		});
		await quiet(world.meta, LEAVES_AFTER_FAILED_EDIT_MS);
		expect(world.callbackUrl(reachable.account.app)).toBe(reachable.oldCallback);
		expect(writes()).toEqual([]);
	});

	it('Replace moves all workflows of the app', async () => {
		expect(await edit(reachable.first, REPLACE)).toMatchObject({ status: 'published' });
		await expectBothReceive(reachable);
	});
});

describe('while another receiver holds the old address', () => {
	beforeAll(() => {
		for (const { path } of [held.first, held.second]) oldDoor.block(path, 200);
	});

	it('publishing takes nothing', async () => {
		expect(await edit(held.first, { output: 'flat' })).toMatchObject({
			status: 'failed',
			errorMessage: expect.stringContaining('already receives'),
		});
		expect(world.callbackUrl(held.account.app)).toBe(held.oldCallback);
	});

	it('Replace takes it over', async () => {
		expect(await edit(held.first, REPLACE)).toMatchObject({ status: 'published' });
		await expectBothReceive(held);
	});
});

describe('once the old address is dead', () => {
	beforeAll(async () => await oldDoor.close());

	it('one publication heals all workflows of the app', async () => {
		expect(world.callbackUrl(dead.account.app)).toBe(dead.oldCallback);
		expect(await edit(dead.first, { output: 'flat' })).toMatchObject({ status: 'published' });
		await expectBothReceive(dead);
	});

	it('a check that repairs does so by itself', async () => {
		expect(world.callbackUrl(watched.account.app)).toBe(watched.oldCallback);
		expect(await watch()).toMatchObject({
			healthy: true,
			findings: [],
			repaired: [expect.stringContaining(newUrl)],
		});
		await expectBothReceive(watched);
	});
});
