import { callGraph, refusal } from './graphClient.ts';
import { aScene, aSubscribedScene, endScenes, type Scene } from './scene.ts';
import { send, sendText } from './sending.ts';

afterEach(endScenes);

async function control({ meta }: Scene, verb: string, json: unknown = {}) {
	const response = await fetch(`${meta.baseUrl}/__control/${verb}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(json),
	});
	const body: unknown = await response.json();
	return { status: response.status, body };
}

it('a scene can be set up', async () => {
	const scene = await aScene();
	expect(await control(scene, 'addApp', { id: '7', name: 'Mine' })).toMatchObject({
		status: 200,
		body: { id: '7', name: 'Mine', requireAppSecretProof: true },
	});
	const account = { id: '17', username: 'me' };
	expect((await control(scene, 'addPage', { id: '8', instagramAccount: account })).body).toEqual({
		id: '8',
		name: 'Demo Page',
		instagramAccount: account,
	});
	const { body } = await control(scene, 'addToken', { appId: '7', pageIds: ['8'] });
	expect(body).toEqual({ token: expect.stringMatching(/^EAA/) });
	expect((await control(scene, 'snapshot')).body).toEqual(scene.meta.snapshot());
});

it('a postback can be sent, found again and redelivered', async () => {
	const scene = await aSubscribedScene();
	const { body } = await control(scene, 'sendPostback', { pageId: '1000', title: null, payload: 'ä' });
	const [sent] = scene.meta.deliveries();
	const text = sent?.body.toString();
	expect(text).toContain('"payload":"\\u00e4"');
	expect(body).toEqual([expect.objectContaining({ id: sent?.id, status: 200, body: text })]);
	const again = await control(scene, 'redeliver', { id: sent?.id, sign: 'missing' });
	expect(again.body).toMatchObject({ redeliveryOf: sent?.id, signature: null, body: text });
	expect(scene.receiver.posts).toHaveLength(2);
	expect((await control(scene, 'deliveries')).body).toHaveLength(2);
});

it('events and the Test button can be sent', async () => {
	const scene = await aSubscribedScene();
	const entries = [{ pageId: '1000', messaging: [{ postback: { payload: 'A' } }] }];
	expect((await control(scene, 'sendEvents', { entries })).body).toMatchObject([{ status: 200 }]);
	expect((await control(scene, 'sendTestButton', { appId: scene.app.id })).body).toMatchObject({
		status: 200,
	});
});

it('faults take the path as a regular expression, and calls can be read', async () => {
	const scene = await aScene();
	await control(scene, 'addFault', { path: '^/m.$', do: { status: 503, body: 'down' } });
	const answer = await fetch(`${scene.meta.baseUrl}/v25.0/me`);
	expect([answer.status, await answer.text()]).toEqual([503, 'down']);
	expect((await control(scene, 'getCalls')).body).toMatchObject([{ path: '/me', status: 503 }]);
});

it('redelivery can be switched on and off', async () => {
	const scene = await aSubscribedScene();
	await control(scene, 'setRedelivery', { attempts: 1, delaysMs: [0] });
	scene.receiver.statuses = [500];
	await control(scene, 'sendPostback', { pageId: '1000' });
	await scene.meta.settled();
	expect(scene.receiver.posts).toHaveLength(2);
	await control(scene, 'setRedelivery', {});
	scene.receiver.statuses = [500];
	await control(scene, 'sendPostback', { pageId: '1000' });
	await scene.meta.settled();
	expect(scene.receiver.posts).toHaveLength(3);
});

it('people can be written to, and what they got can be read', async () => {
	const scene = await aScene();
	const person = { pageId: '1000', id: 'P', channel: 'instagram', silentMs: null, controlledBy: null };
	expect((await control(scene, 'addPerson', person)).status).toBe(200);
	expect((await sendText(scene, 'P')).body).toEqual(refusal(10));
	await control(scene, 'addPerson', { pageId: '1000', id: 'P', silentMs: 0 });
	await sendText(scene, 'P');
	await send(scene, { recipient: { id: 'P' }, sender_action: 'typing_on' });
	expect((await control(scene, 'sentMessages')).body).toMatchObject([
		{ channel: 'instagram', recipient: { id: 'P' }, message: { text: 'hi' }, file: null },
	]);
	expect((await control(scene, 'sentActions')).body).toMatchObject([{ action: 'typing_on' }]);
});

it('a sent file is told without its bytes', async () => {
	const scene = await aScene();
	scene.meta.addPerson({ pageId: '1000', id: 'P' });
	const parts = new FormData();
	parts.set('recipient', '{"id":"P"}');
	parts.set('message', '{"attachment":{"type":"image","payload":{}}}');
	parts.set('filedata', new Blob(['x'], { type: 'image/png' }), 'x.png');
	await send(scene, {}, { json: undefined, parts });
	const file = { name: 'x.png', mimeType: 'image/png', size: 1 };
	expect(JSON.stringify((await control(scene, 'sentMessages')).body)).toContain(JSON.stringify(file));
});

it('profiles can be set and read, and their budget refilled', async () => {
	const scene = await aScene();
	const profile = { get_started: { payload: 'START' } };
	const where = { pageId: '1000', channel: 'messenger' };
	await control(scene, 'seedMessengerProfile', { ...where, profile });
	expect((await control(scene, 'messengerProfile', where)).body).toEqual(profile);
	const { meta, app, pageToken: token } = scene;
	const query = { fields: 'get_started' };
	const read = async () => await callGraph(meta, { path: 'me/messenger_profile', app, token, query });
	for (let made = 0; made < 10; made++) await read();
	expect((await read()).body).toEqual(refusal(613));
	await control(scene, 'refillBudgets');
	expect((await read()).body).toEqual({ data: [profile] });
});

it('what keeps a Page and an app from things can be said', async () => {
	const scene = await aScene();
	const facts = { isRestricted: true, refusesInstagramMessages: true, primaryReceiver: '2' };
	expect((await control(scene, 'addPage', facts)).body).toMatchObject(facts);
	const app = { readsProfiles: false };
	expect((await control(scene, 'addApp', app)).body).toMatchObject(app);
});

it.each([
	['a profile that is none', 'seedMessengerProfile', { pageId: '1000', profile: 1 }, "'profile'"],
	['a misspelt name', 'sendPostback', { pageId: '1000', titel: 'x' }, 'titel'],
	['a value of another type', 'sendPostback', { pageId: 1000 }, "'pageId' must be text"],
	['a missing value', 'addToken', {}, "'appId' is required"],
	['an unknown Page', 'sendPostback', { pageId: '404' }, 'no Page 404'],
	['an unknown delivery', 'redeliver', { id: 'x' }, 'no delivery x'],
])('%s is refused with its reason', async (_label, verb, json, reason) => {
	const scene = await aScene();
	expect(await control(scene, verb, json)).toMatchObject({
		status: 400,
		body: { error: expect.stringContaining(reason) },
	});
});

it('an unknown verb is answered with the known ones, and control calls stay out of the ledger', async () => {
	const scene = await aScene();
	expect(await control(scene, 'nonsense')).toMatchObject({
		status: 404,
		body: { error: expect.stringContaining('sendPostback') },
	});
	expect(scene.meta.getCalls()).toEqual([]);
});
