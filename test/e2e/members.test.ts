// Members of one callback that fail, on a real n8n behind a proxy that makes them fail.
import { freePort } from '../../sandbox/n8n/freePort.ts';
import { FrontDoor } from './support/frontDoor.ts';
import { World, type Account, type Published } from './support/world.ts';

const door = new FrontDoor();
let world: World;
let account: Account;
let owner: Published;
let member: Published;

beforeAll(async () => {
	const port = await freePort();
	const address = await door.listen(port);
	world = await World.start({ port, env: { WEBHOOK_URL: address } });
});
afterAll(async () => {
	await world.stop();
	await door.close();
});

const tap = async (payload: string) => {
	const [delivery] = await world.meta.sendPostback({ pageId: account.page.id, payload });
	if (delivery === undefined) throw new Error('nothing was delivered');
	return delivery;
};
const payloads = async (workflow: Published, count: number) =>
	(await world.waitForItems(workflow.id, count)).map(({ payload }) => payload);

describe.each(['replace', 'merge'] as const)('when a write at Meta is a %s', (semantics) => {
	beforeEach(async () => {
		world.meta.options.subscriptionWrites = semantics;
		account = await world.addApp();
		owner = await world.publish(account.credentialId, { pages: [account.page.id] });
		member = await world.publish(account.credentialId, { pages: [account.page.id] });
	});

	it('a member that answers 500 twice and then 200 loses nothing', async () => {
		door.fail(member.path, 500, 500);
		expect(await tap('A')).toMatchObject({ status: 200 });
		expect(await payloads(owner, 1)).toEqual(['A']);
		expect(await payloads(member, 1)).toEqual(['A']);
	});

	it('a member that is down makes the owner answer 500 with its own work safe, and redelivery reaches the member', async () => {
		door.fail(member.path, ...Array<number>(50).fill(503));
		const delivery = await tap('A');
		expect(delivery.status).toBe(500);
		expect(await payloads(owner, 1)).toEqual(['A']);
		door.fail(member.path);
		expect(await world.meta.redeliver(delivery)).toMatchObject({ status: 200 });
		expect(await payloads(member, 1)).toEqual(['A']);
		// The next tap shows that the redelivered one did not start the owner a second time.
		await tap('B');
		expect(await payloads(owner, 2)).toEqual(['A', 'B']);
	});

	it('with two members of which one hangs, the owner answers in under four seconds', async () => {
		const third = await world.publish(account.credentialId, { pages: [account.page.id] });
		door.fail(member.path, ...Array<'hang'>(50).fill('hang'));
		const delivery = await tap('A');
		expect(delivery.status).toBe(500);
		expect(delivery.durationMs).toBeLessThan(4_000);
		expect(await payloads(owner, 1)).toEqual(['A']);
		expect(await payloads(third, 1)).toEqual(['A']);
		door.fail(member.path);
	});
});
