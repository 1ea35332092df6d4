import { startReceiver } from './receiver.ts';
import { aSubscribedScene, endScenes } from './scene.ts';

afterEach(endScenes);

it('a redelivery is byte-identical, with the same signature', async () => {
	const { meta, page, receiver } = await aSubscribedScene();
	const [first] = await meta.sendPostback({ pageId: page.id, title: 'ä/😀' });
	if (first === undefined) throw new Error('Nothing was sent');
	const second = await meta.redeliver(first);
	const third = await meta.redeliver(second);
	const [one, ...others] = receiver.posts;
	expect(others).toHaveLength(2);
	for (const other of others) {
		expect(other.body.equals(one?.body ?? Buffer.alloc(0))).toBe(true);
		expect(other.headers['x-hub-signature-256']).toBe(one?.headers['x-hub-signature-256']);
	}
	expect([first, second, third].map(({ attempt, redeliveryOf }) => [attempt, redeliveryOf])).toEqual([
		[1, undefined],
		[2, first.id],
		[3, first.id],
	]);
	expect(meta.deliveries()).toEqual([first, second, third]);
});

it('a redelivery can be signed otherwise and go elsewhere', async () => {
	const { meta, page, receiver } = await aSubscribedScene();
	const [first] = await meta.sendPostback({ pageId: page.id });
	if (first === undefined) throw new Error('Nothing was sent');
	await meta.redeliver(first, { sign: 'missing', url: `${receiver.callbackUrl}/other` });
	expect(receiver.posts[1]?.url).toBe('/callback/other');
	expect(receiver.posts[1]?.body).toEqual(first.body);
	expect(receiver.posts[1]?.headers['x-hub-signature-256']).toBeUndefined();
});

describe('what is not answered 200', () => {
	it.each([500, 401, 202])('comes back until it is: %i', async (first) => {
		const { meta, page, receiver } = await aSubscribedScene();
		meta.setRedelivery({ attempts: 5, delaysMs: [0] });
		receiver.statuses = [first, 202, 200];
		await meta.sendPostback({ pageId: page.id });
		await meta.settled();
		expect(meta.deliveries().map(({ status, attempt }) => [status, attempt])).toEqual([
			[first, 1],
			[202, 2],
			[200, 3],
		]);
		expect(new Set(receiver.posts.map(({ body }) => body.toString())).size).toBe(1);
	});

	it('is dropped after the last attempt', async () => {
		const { meta, page, receiver } = await aSubscribedScene();
		meta.setRedelivery({ attempts: 2 });
		receiver.statuses = [500, 500, 500, 500];
		await meta.sendPostback({ pageId: page.id });
		await meta.settled();
		expect(receiver.posts).toHaveLength(3);
	});

	it('stays away without a policy', async () => {
		const { meta, page, receiver } = await aSubscribedScene();
		receiver.statuses = [500];
		await meta.sendPostback({ pageId: page.id });
		await meta.settled();
		expect(receiver.posts).toHaveLength(1);
	});
});

describe('a delivery without an answer says why', () => {
	it('the time is over', async () => {
		const { meta, page, receiver } = await aSubscribedScene({ deliveryTimeoutMs: 50 });
		receiver.statuses = [null];
		const [delivery] = await meta.sendPostback({ pageId: page.id });
		expect(delivery).toMatchObject({ status: null, error: expect.stringContaining('timed out') });
		expect(delivery?.durationMs).toBeGreaterThanOrEqual(45);
	});

	it('nobody listens', async () => {
		const { meta, app } = await aSubscribedScene();
		const gone = await startReceiver();
		await gone.stop();
		const delivery = await meta.sendBody({ appId: app.id, body: {}, url: gone.callbackUrl });
		expect(delivery).toMatchObject({ status: null, error: expect.stringContaining('ECONNREFUSED') });
	});
});
