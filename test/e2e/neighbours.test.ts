/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// What one workflow does or suffers never costs another one its taps; on a real n8n behind a proxy.
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../sandbox/n8n/freePort.ts';
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { FrontDoor } from './support/frontDoor.ts';
import { eventually, LAZY_ISOLATES, World, type Account, type Published } from './support/world.ts';

const TAP_EVERY_MS = 200;

const door = new FrontDoor();
let world: World;
let account: Account;

beforeAll(async () => {
	const port = await freePort();
	const address = await door.listen(port);
	// n8n puts its test webhooks below the editor's address.
	world = await World.start({
		port,
		env: { ...LAZY_ISOLATES, WEBHOOK_URL: address, N8N_EDITOR_BASE_URL: address },
	});
});
afterAll(async () => {
	await world.stop();
	await door.close();
});
beforeEach(async () => {
	account = await world.addApp();
});
afterEach(() => world.meta.clearFaults());

const publish = async (parameters: Record<string, unknown> = {}): Promise<Published> =>
	await world.publish(account.credentialId, { pages: [account.page.id], ...parameters });
const tap = async (payload: string, channel: 'messenger' | 'instagram' = 'messenger') =>
	(await world.meta.sendPostback({ pageId: account.page.id, payload, channel })).map(({ status }) => status);
const payloads = async (workflow: Published, count: number) =>
	(await world.waitForItems(workflow.id, count)).map(({ payload }) => payload);
const pageFields = () => world.meta.pageSubscription(account.page.id, account.app.id);
const until = async (isSo: () => boolean, what: string) =>
	await eventually(async () => (isSo() ? true : null), what);

describe.each([
	['messenger', 'instagram'],
	['instagram', 'messenger'],
] as const)('a published %s workflow keeps its Page', (staying, leaving) => {
	const object = leaving === 'messenger' ? 'page' : 'instagram';
	const hasLeft = () => world.callbackUrl(account.app, object) === undefined;

	it(`when the ${leaving} workflow of the same Page is unpublished; the last one to leave takes the Page off`, async () => {
		const stays = await publish({ channels: [staying] });
		const leaves = await publish({ channels: [leaving] });
		await world.n8n.api.unpublish(leaves.id);
		await until(hasLeft, 'the other object to be left');
		expect(pageFields()).toContain('messaging_postbacks');
		expect(await tap('AFTER', staying)).toEqual([200]);
		expect(await payloads(stays, 1)).toEqual(['AFTER']);
		await world.n8n.api.unpublish(stays.id);
		await until(() => pageFields() === null, 'the Page to be left');
	});

	it(`when a test of a ${leaving} workflow of the same Page ends`, async () => {
		const stays = await publish({ channels: [staying] });
		const tested = await world.addWorkflow(account.credentialId, {
			pages: [account.page.id],
			channels: [leaving],
		});
		const listening = await world.n8n.api.listen(tested.id, TRIGGER_NAME);
		expect(listening.errorMessage).toBeUndefined();
		expect(hasLeft()).toBe(false);
		await listening.stop();
		await until(hasLeft, 'the other object to be left');
		expect(pageFields()).toContain('messaging_postbacks');
		expect(await tap('AFTER', staying)).toEqual([200]);
		expect(await payloads(stays, 1)).toEqual(['AFTER']);
	});
});

it('an owner that leaves 49 Pages at 200 ms a call costs a member that is tapped all the time none of its taps', async () => {
	const { app, page } = account;
	const pageIds = Array.from({ length: 49 }, () => world.meta.addPage().id);
	const accessToken = world.meta.addToken({ appId: app.id, pageIds });
	const owner = await world.publish(await world.addCredential(app, { accessToken }), { pages: pageIds });
	const member = await publish();
	expect(world.callbackUrl(app)).toContain(`${owner.path}?`);
	world.meta.addFault({ path: /./, times: Infinity, do: { delayMs: 200 } });

	const sent: string[] = [];
	const answered: number[] = [];
	const lost: string[] = [];
	/**
	 * Meta asks for the callback of the moment, tries again for six and a half seconds, then gives
	 * up.
	 */
	const deliver = async (payload: string) => {
		const [first] = await world.meta.sendPostback({ pageId: page.id, payload, senderId: `PSID-${payload}` });
		if (first === undefined) throw new Error('nothing was delivered');
		answered.push(first.status ?? 0);
		let last = first;
		for (const wait of [250, 750, 1500, 4000]) {
			if (last.status === 200) return;
			await pause(wait);
			last = await world.meta.redeliver(first, { url: world.callbackUrl(app) });
		}
		if (last.status !== 200) lost.push(payload);
	};
	const deliveries: Array<Promise<void>> = [];
	const tapping = setInterval(() => {
		const payload = `TAP-${sent.length}`;
		sent.push(payload);
		deliveries.push(deliver(payload));
	}, TAP_EVERY_MS);
	try {
		await until(() => answered.length >= 5, 'the first answers');
		await world.n8n.api.unpublish(owner.id);
		const isLeft = () => pageIds.every((id) => world.meta.pageSubscription(id, app.id) === null);
		await until(isLeft, 'the 49 Pages to be left');
		const end = sent.length + 5;
		await until(() => sent.length >= end, 'taps afterwards');
	} finally {
		clearInterval(tapping);
	}
	await Promise.all(deliveries);

	expect(lost).toEqual([]);
	// n8n removes the owner's route before anybody can be told, so some taps did come back.
	expect(new Set(answered)).toEqual(new Set([200, 404]));
	const received = await payloads(member, sent.length);
	expect([...received].sort()).toEqual([...sent].sort());
	expect(world.callbackUrl(app)).toContain(member.path);
	expect(pageFields()).toContain('messaging_postbacks');
});

it('a member with a stale secret answers 401, and neither Meta nor the others notice', async () => {
	const { app } = account;
	const owner = await publish();
	const stale = await world.addCredential(app, { accessToken: account.token });
	const member = await world.publish(stale, { pages: [account.page.id] });
	const third = await publish();
	// Somebody resets the App Secret and tells one of the two credentials.
	const formerSecret = app.secret;
	app.secret = `${formerSecret.slice(0, -4)}beef`;
	await changeCredential(account.credentialId, { additionalAppSecrets: formerSecret });
	for (const payload of ['A', 'B', 'C']) expect(await tap(payload)).toEqual([200]);
	expect(await payloads(owner, 3)).toEqual(['A', 'B', 'C']);
	expect(await payloads(third, 3)).toEqual(['A', 'B', 'C']);
	expect(await world.items(member.id)).toEqual([]);

	await changeCredential(stale, {});
	expect(await tap('D')).toEqual([200]);
	// What it had just refused may come along: it is tried once more a moment later.
	await eventually(
		async () => ((await payloads(member, 1)).includes('D') ? true : null),
		'the tap after the secret was renewed',
	);
});

it('a proxy that answers 403 below /webhook-test while somebody tests costs no published workflow a tap, and none its publication', async () => {
	const owner = await publish();
	const member = await publish();
	const tested = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
	door.block('/webhook-test/', 403);
	try {
		const listening = await world.n8n.api.listen(tested.id, TRIGGER_NAME);
		expect(listening.errorMessage).toBeUndefined();
		expect(world.callbackUrl(account.app)).toContain(tested.testPath);
		for (const payload of ['A', 'B']) expect(await tap(payload)).toEqual([200]);
		const newcomer = await publish();
		expect(await tap('C')).toEqual([200]);
		expect(await payloads(owner, 3)).toEqual(['A', 'B', 'C']);
		expect(await payloads(member, 3)).toEqual(['A', 'B', 'C']);
		expect(await payloads(newcomer, 1)).toEqual(['C']);
	} finally {
		door.unblock('/webhook-test/');
	}
	// Without the proxy's rule the test hears the next tap.
	expect(await tap('D')).toEqual([200]);
	expect(await payloads(tested, 1)).toEqual(['D']);
});

async function changeCredential(id: string, changes: Record<string, unknown>): Promise<void> {
	const { app, token } = account;
	const data = { appId: app.id, appSecret: app.secret, accessToken: token, baseUrl: world.meta.baseUrl };
	const credential = { id, name: 'Meta', type: 'messengerApi', data: { ...data, ...changes } };
	const { status } = await world.n8n.api.request('PATCH', `/rest/credentials/${id}`, credential);
	expect(status).toBe(200);
}
