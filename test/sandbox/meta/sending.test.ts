import { callGraph, refusal } from './graphClient.ts';
import { bodyOf } from './receiver.ts';
import { aSubscribedScene, endScenes, type Scene } from './scene.ts';
import { aTalkingScene, IGSID, PSID, send, sendText } from './sending.ts';

afterEach(endScenes);

const QUICK_REPLY = { content_type: 'text', title: 'Yes', payload: 'YES' };

describe('a message is taken', () => {
	it('as JSON, and kept as it came', async () => {
		const scene = await aTalkingScene();
		const message = { text: 'Hi', quick_replies: [QUICK_REPLY], metadata: 'm' };
		const answer = await send(scene, {
			recipient: { id: PSID },
			message,
			messaging_type: 'UPDATE',
			notification_type: 'NO_PUSH',
			persona_id: '5',
			reply_to: { mid: 'm_1' },
		});
		const [sent] = scene.meta.sentMessages();
		expect(answer).toMatchObject({ status: 200, body: { recipient_id: PSID, message_id: sent?.mid } });
		expect(sent).toEqual({
			mid: expect.stringMatching(/^m_/),
			appId: scene.app.id,
			pageId: scene.page.id,
			channel: 'messenger',
			recipient: { id: PSID, userRef: null },
			message,
			messagingType: 'UPDATE',
			tag: null,
			notificationType: 'NO_PUSH',
			personaId: '5',
			replyTo: 'm_1',
			file: null,
			attachmentId: null,
			at: expect.any(Number),
		});
	});

	it('as a form whose parameters are JSON, at the path of the Page', async () => {
		const scene = await aTalkingScene();
		const form = { recipient: `{"id":"${PSID}"}`, message: '{"text":"Hi, \\u00e4"}' };
		await send(scene, {}, { path: `${scene.page.id}/messages`, json: undefined, form });
		expect(scene.meta.sentMessages()).toMatchObject([{ message: { text: 'Hi, ä' } }]);
	});

	it('for an Instagram-scoped ID, by the Page, on Instagram', async () => {
		const scene = await aTalkingScene();
		expect((await sendText(scene, IGSID)).body).toMatchObject({ recipient_id: IGSID });
		expect(scene.meta.sentMessages()).toMatchObject([{ channel: 'instagram', pageId: scene.page.id }]);
	});

	it('for a user_ref, whose answer names no recipient', async () => {
		const scene = await aTalkingScene();
		scene.meta.addPerson({ pageId: scene.page.id, userRef: 'REF' });
		const answer = await send(scene, { recipient: { user_ref: 'REF' }, message: { text: 'hi' } });
		const [sent] = scene.meta.sentMessages();
		expect(answer.body).toEqual({ message_id: sent?.mid });
		expect(sent?.recipient).toEqual({ id: null, userRef: 'REF' });
	});

	it('for whoever tapped or wrote before', async () => {
		const scene = await aSubscribedScene();
		const pageId = scene.page.id;
		expect((await sendText(scene, 'A')).status).toBe(400);
		await scene.meta.sendPostback({ pageId, senderId: 'A' });
		const event = { sender: { id: 'B' }, message: { mid: 'm', text: 'x' } };
		await scene.meta.sendEvents({ channel: 'instagram', entries: [{ pageId, messaging: [event] }] });
		expect((await sendText(scene, 'A')).status).toBe(200);
		expect((await sendText(scene, 'B')).status).toBe(200);
		expect(scene.meta.sentMessages().map(({ channel }) => channel)).toEqual(['messenger', 'instagram']);
	});
});

describe('a listener', () => {
	it('hears of messages and of actions until it ends', async () => {
		const scene = await aTalkingScene();
		const heard: unknown[] = [];
		const ends = [
			scene.meta.onMessageSent((sent) => heard.push(sent)),
			scene.meta.onActionSent((sent) => heard.push(sent)),
		];
		await sendText(scene);
		await send(scene, { recipient: { id: PSID }, sender_action: 'typing_on' });
		for (const end of ends) end();
		await sendText(scene);
		expect(heard).toEqual([scene.meta.sentMessages()[0], ...scene.meta.sentActions()]);
		expect(scene.meta.sentMessages()).toHaveLength(2);
	});
});

describe('a sender action', () => {
	it.each(['typing_on', 'TYPING_OFF', 'mark_seen'])('%s is kept, and is no message', async (action) => {
		const scene = await aTalkingScene();
		const { body } = await send(scene, { recipient: { id: PSID }, sender_action: action });
		expect(body).toEqual({ recipient_id: PSID });
		expect(scene.meta.sentActions()).toMatchObject([{ action: action.toLowerCase(), channel: 'messenger' }]);
		expect(scene.meta.sentMessages()).toEqual([]);
	});

	it('of a reaction names the message, and the reaction unless it is taken back', async () => {
		const scene = await aTalkingScene();
		const react = async (action: string, payload?: unknown) =>
			(await send(scene, { recipient: { id: IGSID }, sender_action: action, payload })).status;
		expect(await react('react')).toBe(400);
		expect(await react('react', { message_id: 'm' })).toBe(400);
		expect(await react('react', { message_id: 'm', reaction: 'love' })).toBe(200);
		expect(await react('unreact', { message_id: 'm' })).toBe(200);
		expect(scene.meta.sentActions().map(({ payload }) => payload?.reaction)).toEqual(['love', undefined]);
	});
});

describe('a call of the Send API is refused', () => {
	it.each([
		['without a recipient', { message: { text: 'hi' } }],
		['with a recipient that is no object', { recipient: PSID, message: { text: 'hi' } }],
		['without a message', { recipient: { id: PSID } }],
		[
			'with a message and an action',
			{ recipient: { id: PSID }, message: { text: 'hi' }, sender_action: 'typing_on' },
		],
		['with an unknown action', { recipient: { id: PSID }, sender_action: 'wave' }],
		[
			'with an unknown messaging type',
			{ recipient: { id: PSID }, message: { text: 'hi' }, messaging_type: 'X' },
		],
		[
			'with an unknown notification type',
			{ recipient: { id: PSID }, message: { text: 'hi' }, notification_type: 'LOUD' },
		],
		['with a reply to nothing', { recipient: { id: PSID }, message: { text: 'hi' }, reply_to: {} }],
		['with an unknown parameter', { recipient: { id: PSID }, message: { text: 'hi' }, text: 'hi' }],
	])('%s', async (_label, json) => {
		const scene = await aTalkingScene();
		expect(await send(scene, json)).toMatchObject({ status: 400, body: refusal(100) });
		expect(scene.meta.sentMessages()).toEqual([]);
	});

	it('with a user token, with the token of another Page, and when it only reads', async () => {
		const scene = await aTalkingScene();
		const json = { recipient: { id: PSID }, message: { text: 'hi' } };
		expect((await send(scene, json, { token: scene.userToken })).body).toEqual(refusal(190));
		const other = scene.meta.addPage();
		expect((await send(scene, json, { path: `${other.id}/messages` })).body).toEqual(
			refusal(100, { error_subcode: 33 }),
		);
		expect((await send(scene, json, { method: 'GET', json: undefined })).body).toEqual(
			refusal(100, { error_subcode: 33 }),
		);
	});
});

describe('an upload', () => {
	async function upload(scene: Scene) {
		const parts = new FormData();
		parts.set('recipient', JSON.stringify({ id: PSID }));
		parts.set('message', JSON.stringify({ attachment: { type: 'image', payload: {} } }));
		parts.set('filedata', new Blob(['ÿPNG'], { type: 'image/png' }), 'ä b.png');
		const { meta, app, pageToken: token } = scene;
		return await callGraph(meta, { method: 'POST', path: 'me/messages', app, token, parts });
	}

	it('arrives byte for byte, with name and type', async () => {
		const scene = await aTalkingScene();
		expect((await upload(scene)).body).toMatchObject({ recipient_id: PSID });
		expect(scene.meta.sentMessages()).toMatchObject([
			{ file: { name: 'ä b.png', mimeType: 'image/png', size: 5, content: Buffer.from('ÿPNG') } },
		]);
	});

	it('stands in the ledger by its facts, without its bytes', async () => {
		const scene = await aTalkingScene();
		await upload(scene);
		expect(scene.meta.getCalls()).toMatchObject([
			{
				path: '/me/messages',
				body: { recipient: `{"id":"${PSID}"}`, filedata: '<ä b.png, image/png, 5 bytes>' },
			},
		]);
	});
});

describe('an echo', () => {
	it.each([
		['page', 'message_echoes', PSID, '1000'],
		['instagram', 'messages', IGSID, '17840001'],
	])('reaches an app that subscribed object %s to %s', async (object, field, to, account) => {
		const scene = await aTalkingScene();
		const { meta, app, page, receiver } = scene;
		await sendText(scene, to);
		await meta.settled();
		expect(receiver.posts).toEqual([]);
		meta.seedAppSubscription(app.id, { object, callback_url: receiver.callbackUrl, fields: [field] });
		meta.seedPageSubscription(page.id, app.id, [field]);
		const message = { text: 'hi', metadata: 'mine' };
		await sendText(scene, to, { message });
		await meta.settled();
		const { mid } = meta.sentMessages()[1] ?? {};
		const echo = { mid, is_echo: true, app_id: Number(app.id), ...message };
		expect(receiver.posts.map(bodyOf)).toMatchObject([
			{
				entry: [
					{ id: account, messaging: [{ sender: { id: account }, recipient: { id: to }, message: echo }] },
				],
			},
		]);
	});

	it('carries attachments, one or several', async () => {
		const scene = await aTalkingScene();
		const { meta, app, page, receiver } = scene;
		const fields = ['message_echoes'];
		meta.seedAppSubscription(app.id, { object: 'page', callback_url: receiver.callbackUrl, fields });
		meta.seedPageSubscription(page.id, app.id, fields);
		const picture = { type: 'image', payload: { url: 'https://pictures.invalid/bread.png' } };
		await sendText(scene, PSID, { message: { attachment: picture } });
		await sendText(scene, PSID, { message: { attachments: [picture, picture] } });
		await meta.settled();
		expect(receiver.posts.map(bodyOf)).toMatchObject([
			{ entry: [{ messaging: [{ message: { attachments: [picture] } }] }] },
			{ entry: [{ messaging: [{ message: { attachments: [picture, picture] } }] }] },
		]);
	});

	it('makes nobody known', async () => {
		const scene = await aTalkingScene();
		const echo = { sender: { id: 'NEW' }, message: { mid: 'm', is_echo: true } };
		const entries = [{ pageId: scene.page.id, messaging: [echo] }];
		await scene.meta.sendEvents({ entries });
		expect((await sendText(scene, 'NEW')).status).toBe(400);
		entries[0]?.messaging.push({ sender: { id: 'NEW' }, message: { mid: 'm', is_echo: false } });
		await scene.meta.sendEvents({ entries });
		expect((await sendText(scene, 'NEW')).status).toBe(200);
	});
});
