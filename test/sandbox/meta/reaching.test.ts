import { refusal } from './graphClient.ts';
import { aSubscribedScene, endScenes, type Scene } from './scene.ts';
import { aTalkingScene, IGSID, PSID, send, sendText } from './sending.ts';

afterEach(endScenes);

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const HUMAN_AGENT = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
const CHANNELS = [
	['Messenger', PSID, { windowClosed: 2018278, otherApp: [10, 2018300], restricted: [10, 1893063] }],
	['Instagram', IGSID, { windowClosed: 2534022, otherApp: [100, 2534037], restricted: [100, 2534029] }],
] as const;

function because(code: number, subcode: number) {
	return { status: 400, body: refusal(code, { error_subcode: subcode }) };
}

describe.each(CHANNELS)('on %s', (_channel, id, subcodes) => {
	const say = (scene: Scene, facts: Parameters<Scene['meta']['addPerson']>[0] | object) =>
		scene.meta.addPerson({ pageId: scene.page.id, id, ...facts });

	it('the window is open for 24 hours', async () => {
		const scene = await aTalkingScene();
		say(scene, { silentMs: DAY_MS - 60_000 });
		expect((await sendText(scene, id)).status).toBe(200);
		say(scene, { silentMs: DAY_MS });
		expect(await sendText(scene, id)).toMatchObject(because(10, subcodes.windowClosed));
		const action = { recipient: { id }, sender_action: 'typing_on' };
		expect(await send(scene, action)).toMatchObject(because(10, subcodes.windowClosed));
		say(scene, { silentMs: null });
		expect(await sendText(scene, id)).toMatchObject(because(10, subcodes.windowClosed));
	});

	it('Human Agent makes seven days of it', async () => {
		const scene = await aTalkingScene();
		say(scene, { silentMs: 7 * DAY_MS - 60_000 });
		expect((await sendText(scene, id, HUMAN_AGENT)).status).toBe(200);
		expect(scene.meta.sentMessages()).toMatchObject([{ tag: 'HUMAN_AGENT', messagingType: 'MESSAGE_TAG' }]);
		say(scene, { silentMs: 7 * DAY_MS });
		expect(await sendText(scene, id, HUMAN_AGENT)).toMatchObject(because(10, subcodes.windowClosed));
	});

	it('the clock closes it, and the next tap opens it', async () => {
		const scene = await aTalkingScene();
		scene.meta.advanceClock(25 * HOUR_MS);
		const late = { proof: 'untimed' } as const;
		const json = { recipient: { id }, message: { text: 'hi' } };
		expect((await send(scene, json, late)).status).toBe(400);
		const channel = id === IGSID ? 'instagram' : 'messenger';
		await scene.meta.sendPostback({ pageId: scene.page.id, senderId: id, channel });
		expect((await send(scene, json, late)).status).toBe(200);
	});

	it('a person who blocks the Page gets nothing', async () => {
		const scene = await aTalkingScene();
		say(scene, { blocksPage: true });
		expect(await sendText(scene, id)).toMatchObject(because(551, 1545041));
		say(scene, { blocksPage: false });
		expect((await sendText(scene, id)).status).toBe(200);
	});

	it('another app that holds the conversation keeps us out', async () => {
		const scene = await aTalkingScene();
		const [code, subcode] = subcodes.otherApp;
		say(scene, { controlledBy: '263902037430900' });
		expect(await sendText(scene, id)).toMatchObject(because(code, subcode));
		for (const controlledBy of [null, scene.app.id]) {
			say(scene, { controlledBy });
			expect((await sendText(scene, id)).status).toBe(200);
		}
	});

	it('a restricted Page sends nothing', async () => {
		const scene = await aTalkingScene();
		const [code, subcode] = subcodes.restricted;
		scene.page.isRestricted = true;
		expect(await sendText(scene, id)).toMatchObject(because(code, subcode));
	});
});

it.each([
	[PSID, 'instagram_manage_messages', IGSID],
	[IGSID, 'pages_messaging', PSID],
])('%s needs more than %s', async (to, scope, other) => {
	const scene = await aTalkingScene();
	const token = { appId: scene.app.id, kind: 'page' as const, pageIds: [scene.page.id], scopes: [scope] };
	const pageToken = scene.meta.addToken(token);
	expect(await sendText({ ...scene, pageToken }, to)).toMatchObject({ status: 403, body: refusal(200) });
	expect((await sendText({ ...scene, pageToken }, other)).status).toBe(200);
});

it('the owner of an Instagram account can switch apps off', async () => {
	const scene = await aTalkingScene();
	scene.page.refusesInstagramMessages = true;
	expect(await sendText(scene, IGSID)).toMatchObject(because(200, 2534041));
	expect((await sendText(scene, PSID)).status).toBe(200);
});

describe('a stranger is refused', () => {
	it('with the subcode for Messenger, and for an ID of another Instagram account with that one', async () => {
		const scene = await aTalkingScene();
		expect(await sendText(scene, 'NOBODY')).toMatchObject(because(100, 2018001));
		const other = scene.meta.addPage({ instagramAccount: {} });
		scene.meta.addPerson({ pageId: other.id, id: 'ELSEWHERE', channel: 'instagram' });
		scene.meta.addPerson({ pageId: other.id, id: 'ANYWHERE' });
		expect(await sendText(scene, 'ELSEWHERE')).toMatchObject(because(100, 2534014));
		expect(await sendText(scene, 'ANYWHERE')).toMatchObject(because(100, 2018001));
		expect(scene.meta.sentMessages()).toEqual([]);
	});

	it('with an unknown user_ref, too', async () => {
		const scene = await aTalkingScene();
		scene.meta.addPerson({ pageId: scene.page.id, userRef: 'REF', channel: 'instagram' });
		const json = { recipient: { user_ref: 'OTHER' }, message: { text: 'hi' } };
		expect(await send(scene, json)).toMatchObject(because(100, 2018001));
	});
});

describe('a message tag', () => {
	it.each(['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'])(
		'%s is refused',
		async (tag) => {
			const scene = await aTalkingScene();
			const answer = await sendText(scene, PSID, { messaging_type: 'MESSAGE_TAG', tag });
			expect(answer).toMatchObject({ status: 400, body: refusal(100) });
		},
	);

	it('is needed by its messaging type, and opens nothing without it', async () => {
		const scene = await aTalkingScene();
		expect((await sendText(scene, PSID, { messaging_type: 'MESSAGE_TAG' })).body).toEqual(refusal(100));
		scene.meta.addPerson({ pageId: scene.page.id, id: PSID, silentMs: 2 * DAY_MS });
		expect((await sendText(scene, PSID, { tag: 'HUMAN_AGENT' })).body).toEqual(refusal(10));
	});
});

it('a utility template reaches whoever was silent for long', async () => {
	const scene = await aTalkingScene();
	scene.meta.addPerson({ pageId: scene.page.id, id: PSID, silentMs: null });
	const utility = { messaging_type: 'UTILITY' };
	expect((await sendText(scene, PSID, utility)).status).toBe(400);
	const message = { template: { name: 'order', language: { code: 'en' } } };
	expect((await sendText(scene, PSID, { ...utility, message })).status).toBe(200);
});

describe('what opens the window', () => {
	it.each([
		['message', { mid: 'm', text: 'x' }, 200],
		['reaction', { reaction: 'love' }, 200],
		['optin', { ref: 'x' }, 200],
		['referral', { ref: 'x' }, 200],
		['read', { watermark: 1 }, 400],
		['delivery', { mids: [] }, 400],
	])('%s', async (key, value, status) => {
		const scene = await aSubscribedScene();
		scene.meta.addPerson({ pageId: scene.page.id, id: PSID, silentMs: null });
		const event = { sender: { id: PSID }, [key]: value };
		await scene.meta.sendEvents({ entries: [{ pageId: scene.page.id, messaging: [event] }] });
		expect((await sendText(scene)).status).toBe(status);
	});

	it('also a tap that another app gets', async () => {
		const scene = await aTalkingScene();
		const { meta, page } = scene;
		meta.addPerson({ pageId: page.id, id: PSID, silentMs: null });
		await meta.sendPostback({ pageId: page.id, senderId: PSID, standby: true });
		expect((await sendText(scene)).status).toBe(200);
	});
});

it('a person without an ID, or on an account that is not there, cannot be added', async () => {
	const scene = await aTalkingScene();
	expect(() => scene.meta.addPerson({ pageId: scene.page.id })).toThrow("'userRef'");
	const { id } = scene.meta.addPage();
	expect(() => scene.meta.addPerson({ pageId: id, id: 'X', channel: 'instagram' })).toThrow('no Instagram');
});
