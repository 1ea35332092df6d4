import { bodyOf } from './receiver.ts';
import { aScene, aSubscribedScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

describe('a postback is delivered', () => {
	function seedAppLevel({ meta, app, receiver }: Scene, fields: string[], active = true): void {
		meta.seedAppSubscription(app.id, { object: 'page', callback_url: receiver.callbackUrl, fields, active });
	}

	it('only with the field at both levels', async () => {
		const scene = await aScene();
		const { meta, app, page, receiver } = scene;
		expect(await meta.sendPostback({ pageId: page.id })).toEqual([]);
		seedAppLevel(scene, ['messaging_postbacks']);
		expect(await meta.sendPostback({ pageId: page.id })).toEqual([]);
		meta.seedPageSubscription(page.id, app.id, ['messages']);
		expect(await meta.sendPostback({ pageId: page.id })).toEqual([]);
		meta.seedPageSubscription(page.id, app.id, ['messages', 'messaging_postbacks']);
		expect(await meta.sendPostback({ pageId: page.id })).toMatchObject([{ status: 200, appId: app.id }]);
		seedAppLevel(scene, ['messages']);
		expect(await meta.sendPostback({ pageId: page.id })).toEqual([]);
		expect(receiver.posts).toHaveLength(1);
	});

	it('not while the app subscription is inactive', async () => {
		const scene = await aSubscribedScene();
		seedAppLevel(scene, ['messaging_postbacks'], false);
		expect(await scene.meta.sendPostback({ pageId: scene.page.id })).toEqual([]);
		seedAppLevel(scene, ['messaging_postbacks'], true);
		expect(await scene.meta.sendPostback({ pageId: scene.page.id })).toHaveLength(1);
	});

	it('once to each app that is subscribed, signed with its own secret', async () => {
		const { meta, app, page, receiver } = await aSubscribedScene();
		const other = meta.addApp();
		meta.seedAppSubscription(other.id, {
			object: 'page',
			callback_url: receiver.callbackUrl,
			fields: ['messaging_postbacks'],
		});
		meta.seedPageSubscription(page.id, other.id, ['messaging_postbacks']);
		const deliveries = await meta.sendPostback({ pageId: page.id });
		expect(deliveries.map(({ appId }) => appId)).toEqual([app.id, other.id]);
		for (const { appId, body, signature } of deliveries) expect(signature).toBe(meta.signFor(appId, body));
		expect(deliveries[0]?.body).toEqual(deliveries[1]?.body);
	});
});

describe('the body of a postback', () => {
	it('has the documented live form', async () => {
		const { meta, page, receiver } = await aSubscribedScene();
		await meta.sendPostback({ pageId: page.id, title: 'Buy', payload: 'BUY', timestamp: 1_790_000_000_001 });
		const [post] = receiver.posts;
		expect(post?.headers['content-type']).toBe('application/json');
		expect(post && bodyOf(post)).toEqual({
			object: 'page',
			entry: [
				{
					id: '1000',
					time: expect.any(Number),
					messaging: [
						{
							sender: { id: 'PSID-1' },
							recipient: { id: '1000' },
							timestamp: 1_790_000_000_001,
							postback: { mid: expect.stringMatching(/^m_/), title: 'Buy', payload: 'BUY' },
						},
					],
				},
			],
		});
	});

	it('names the Instagram account on Instagram', async () => {
		const { meta, page } = await aSubscribedScene();
		const [delivery] = await meta.sendPostback({ pageId: page.id, channel: 'instagram' });
		expect(delivery && bodyOf(delivery)).toMatchObject({
			object: 'instagram',
			entry: [{ id: '17840001', messaging: [{ recipient: { id: '17840001' } }] }],
		});
	});

	it('leaves out what is null, and carries a referral and a user_ref', async () => {
		const { meta, page } = await aSubscribedScene();
		const referral = { ref: null, source: 'ADS', type: 'OPEN_THREAD' };
		const [delivery] = await meta.sendPostback({
			pageId: page.id,
			userRef: 'UR-1',
			title: null,
			payload: null,
			mid: null,
			referral,
		});
		expect(delivery && bodyOf(delivery)).toMatchObject({
			entry: [{ messaging: [{ sender: { user_ref: 'UR-1' }, postback: { referral } }] }],
		});
		expect(delivery?.body.toString()).not.toMatch(/"(mid|title|payload|id)":(null|"PSID)/);
	});

	it('has a mid of its own and a later timestamp each time', async () => {
		const { meta, page } = await aSubscribedScene();
		await Promise.all(Array.from({ length: 20 }, async () => await meta.sendPostback({ pageId: page.id })));
		const texts = meta.deliveries().map(({ body }) => body.toString());
		const all = (pattern: RegExp) => texts.map((text) => pattern.exec(text)?.[1]);
		expect(new Set(all(/"mid":"([^"]+)"/)).size).toBe(20);
		const timestamps = all(/"timestamp":(\d{13})/);
		expect(new Set(timestamps).size).toBe(20);
		expect(timestamps).toEqual(timestamps.toSorted());
	});

	it('stands in standby, without payload, when another app owns the thread', async () => {
		const { meta, app, page, receiver } = await aSubscribedScene();
		expect(await meta.sendPostback({ pageId: page.id, standby: true })).toEqual([]);
		const fields = ['messaging_postbacks', 'standby'];
		meta.seedAppSubscription(app.id, { object: 'page', callback_url: receiver.callbackUrl, fields });
		meta.seedPageSubscription(page.id, app.id, fields);
		const [delivery] = await meta.sendPostback({ pageId: page.id, standby: true, title: 'T', payload: 'P' });
		expect(delivery && bodyOf(delivery)).toMatchObject({
			entry: [{ standby: [{ postback: { title: 'T', mid: expect.any(String) } }] }],
		});
		expect(delivery?.body.toString()).not.toMatch(/payload|messaging"/);
	});
});

describe('a batch', () => {
	const postback = {
		sender: { id: 'P' },
		recipient: { id: '1000' },
		timestamp: 1,
		postback: { payload: 'A' },
	};
	const message = { sender: { id: 'P' }, recipient: { id: '1000' }, timestamp: 2, message: { text: 'hi' } };

	it('keeps only the events whose field is subscribed, in order', async () => {
		const { meta, page, app } = await aSubscribedScene();
		const second = { ...postback, timestamp: 3 };
		const entries = [{ pageId: page.id, time: 5, messaging: [postback, message, second] }];
		const [delivery] = await meta.sendEvents({ appId: app.id, entries });
		expect(delivery && bodyOf(delivery)).toEqual({
			object: 'page',
			entry: [{ id: '1000', time: 5, messaging: [postback, second] }],
		});
	});

	it('of which nothing is left is not sent', async () => {
		const { meta, page, receiver } = await aSubscribedScene();
		expect(await meta.sendEvents({ entries: [{ pageId: page.id, messaging: [message] }] })).toEqual([]);
		expect(await meta.sendEvents({ entries: [{ pageId: page.id, messaging: [postback] }] })).toHaveLength(1);
		expect(receiver.posts).toHaveLength(1);
	});

	it.each([
		['messaging_referral', 'messaging_referrals', { referral: { ref: 'r' } }],
		['messaging_seen', 'message_reads', { read: { mid: 'm' } }],
	])('of Instagram needs %s on the app and %s on the Page', async (appField, pageField, event) => {
		const { meta, page, app, receiver } = await aScene();
		const send = async () =>
			await meta.sendEvents({
				channel: 'instagram',
				entries: [{ pageId: page.id, messaging: [event] }],
			});
		meta.seedAppSubscription(app.id, {
			object: 'instagram',
			callback_url: receiver.callbackUrl,
			fields: [appField],
		});
		meta.seedPageSubscription(page.id, app.id, ['messages']);
		expect(await send()).toEqual([]);
		meta.seedPageSubscription(page.id, app.id, [pageField]);
		expect(await send()).toHaveLength(1);
	});
});

describe("the dashboard's Test button", () => {
	it('sends the reference sample as a change, with entry id 0 and seconds, whatever the Page subscribes', async () => {
		const { meta, app, page } = await aSubscribedScene();
		meta.seedPageSubscription(page.id, app.id, []);
		const delivery = await meta.sendTestButton({ appId: app.id });
		expect(bodyOf(delivery)).toEqual({
			object: 'page',
			entry: [
				{
					id: '0',
					time: expect.any(Number),
					changes: [
						{
							field: 'messaging_postbacks',
							value: {
								sender: { user_ref: 'SAMPLE_USER_REF' },
								recipient: { id: 'SAMPLE_PAGE_ID' },
								timestamp: '1527459824',
								postback: expect.objectContaining({ referral: expect.anything() }),
							},
						},
					],
				},
			],
		});
		expect(String(delivery.body)).toMatch(/"time":\d{10},/);
	});

	it('sends the Instagram sample with is_self and a meaningless number', async () => {
		const { meta, app } = await aSubscribedScene();
		const delivery = await meta.sendTestButton({ appId: app.id, object: 'instagram' });
		expect(bodyOf(delivery)).toMatchObject({
			object: 'instagram',
			entry: [{ id: '0', changes: [{ value: { is_self: true, timestamp: 233445667 } }] }],
		});
	});

	it.each([
		['messaging_optins', { optin: { ref: 'SAMPLE_REF', user_ref: 'SAMPLE_USER_REF' } }],
		[
			'messaging_account_linking',
			{ account_linking: { status: 'linked', authorization_code: 'SAMPLE_CODE' } },
		],
	])('sends the sample of %s', async (field, value) => {
		const { meta, app } = await aSubscribedScene();
		const delivery = await meta.sendTestButton({ appId: app.id, field });
		expect(bodyOf(delivery)).toMatchObject({ entry: [{ id: '0', changes: [{ field, value }] }] });
	});

	it('sends another value when told', async () => {
		const { meta, app } = await aSubscribedScene();
		const delivery = await meta.sendTestButton({ appId: app.id, value: { page_id: '1' } });
		expect(bodyOf(delivery)).toMatchObject({ entry: [{ changes: [{ value: { page_id: '1' } }] }] });
	});
});

it.each([
	['text', '[1, 2', '[1, 2'],
	['bytes', Buffer.from([0xff, 0x00]), '\xff\0'],
	['JSON', { a: '/ä' }, '{"a":"\\/\\u00e4"}'],
])('a raw body of %s is sent as it must be, with extra headers', async (_label, body, expected) => {
	const { meta, app, receiver } = await aSubscribedScene();
	await meta.sendBody({ appId: app.id, body, headers: { 'x-extra': '1' } });
	expect(receiver.posts[0]?.body.toString('latin1')).toBe(expected);
	expect(receiver.posts[0]?.headers['x-extra']).toBe('1');
});
