import { callGraph, refusal } from './graphClient.ts';
import { call, GET_STARTED, iceBreakers, INSTAGRAM, menu, read, remove, SUCCESS, write } from './profile.ts';
import { aScene, endScenes } from './scene.ts';

afterEach(endScenes);

describe('a profile', () => {
	it('is written part by part, and read as it was written', async () => {
		const scene = await aScene();
		expect(await write(scene, { get_started: GET_STARTED })).toMatchObject(SUCCESS);
		expect(await write(scene, { persistent_menu: menu() })).toMatchObject(SUCCESS);
		const profile = { get_started: GET_STARTED, persistent_menu: menu() };
		expect((await read(scene, 'get_started,persistent_menu,greeting')).body).toEqual({ data: [profile] });
		expect((await read(scene, 'get_started')).body).toEqual({ data: [{ get_started: GET_STARTED }] });
		expect((await read(scene, 'greeting')).body).toEqual({ data: [] });
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual(profile);
	});

	it('takes every part, by form and by the path of the Page', async () => {
		const scene = await aScene();
		const profile = {
			account_linking_url: 'https://shop.example/link',
			get_started: GET_STARTED,
			greeting: [{ locale: 'default', text: 'Hi {{user_first_name}}' }],
			ice_breakers: iceBreakers(),
			persistent_menu: menu(),
			whitelisted_domains: ['https://shop.example'],
		};
		const form = Object.fromEntries(
			Object.entries(profile).map(([name, value]) => [
				name,
				typeof value === 'string' ? value : JSON.stringify(value),
			]),
		);
		const path = `${scene.page.id}/messenger_profile`;
		expect(await call(scene, { method: 'POST', path, form })).toMatchObject(SUCCESS);
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual(profile);
	});

	it('is another one on Instagram', async () => {
		const scene = await aScene();
		scene.meta.seedMessengerProfile(scene.page.id, { get_started: GET_STARTED });
		const mine = { persistent_menu: menu(), ice_breakers: iceBreakers() };
		expect(await write(scene, { ...mine, ...INSTAGRAM }, INSTAGRAM)).toMatchObject(SUCCESS);
		expect((await read(scene, 'persistent_menu,ice_breakers', INSTAGRAM)).body).toEqual({ data: [mine] });
		expect(scene.meta.messengerProfile(scene.page.id, 'instagram')).toEqual(mine);
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual({ get_started: GET_STARTED });
		expect((await remove(scene, 'ice_breakers', INSTAGRAM)).body).toEqual({ result: 'success' });
		expect(scene.meta.messengerProfile(scene.page.id, 'instagram')).toEqual({ persistent_menu: menu() });
	});

	it('loses the parts that are named, whether they are there or not', async () => {
		const scene = await aScene();
		const greeting = [{ locale: 'default', text: 'Hi' }];
		scene.meta.seedMessengerProfile(scene.page.id, { greeting, ice_breakers: iceBreakers() });
		expect(await remove(scene, 'greeting,get_started')).toMatchObject(SUCCESS);
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual({ ice_breakers: iceBreakers() });
		const json = { fields: ['ice_breakers'] };
		expect(await call(scene, { method: 'DELETE', json })).toMatchObject(SUCCESS);
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual({});
	});
});

describe('a menu needs Get Started', () => {
	const needed = { status: 400, body: refusal(100, { error_subcode: 2018145 }) };

	it('before it, or with it', async () => {
		const scene = await aScene();
		expect(await write(scene, { persistent_menu: menu() })).toMatchObject(needed);
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual({});
		const both = { persistent_menu: menu(), get_started: GET_STARTED };
		expect(await write(scene, both)).toMatchObject(SUCCESS);
	});

	it('as long as it is there', async () => {
		const scene = await aScene();
		const profile = { persistent_menu: menu(), get_started: GET_STARTED };
		scene.meta.seedMessengerProfile(scene.page.id, profile);
		expect(await remove(scene, 'get_started')).toMatchObject(needed);
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual(profile);
		expect(await remove(scene, 'persistent_menu,get_started')).toMatchObject(SUCCESS);
	});

	it('on Messenger alone', async () => {
		const scene = await aScene();
		expect(await write(scene, { persistent_menu: menu() }, INSTAGRAM)).toMatchObject(SUCCESS);
	});
});

describe('the edge refuses', () => {
	it('an app that is not the primary receiver, which may still read', async () => {
		const scene = await aScene();
		scene.page.primaryReceiver = '263902037430900';
		expect((await write(scene, { get_started: GET_STARTED })).body).toEqual(
			refusal(100, { message: expect.stringContaining('primary app') }),
		);
		expect((await remove(scene, 'get_started')).body).toEqual(refusal(100));
		expect((await read(scene, 'get_started')).status).toBe(200);
		scene.page.primaryReceiver = scene.app.id;
		expect((await write(scene, { get_started: GET_STARTED })).status).toBe(200);
	});

	it('a Page without the Instagram account that is asked for', async () => {
		const scene = await aScene();
		const page = scene.meta.addPage();
		const pageToken = scene.meta.addToken({ appId: scene.app.id, kind: 'page', pageIds: [page.id] });
		const answer = await read({ ...scene, pageToken }, 'persistent_menu', INSTAGRAM);
		expect(answer.body).toEqual(refusal(100, { error_subcode: 2534013 }));
	});

	it('a token without the permission of the channel, and a user token', async () => {
		const scene = await aScene();
		const scopes = ['instagram_manage_messages'];
		const facts = { appId: scene.app.id, kind: 'page' as const, pageIds: [scene.page.id], scopes };
		const limited = { ...scene, pageToken: scene.meta.addToken(facts) };
		expect(await read(limited, 'get_started')).toMatchObject({ status: 403, body: refusal(200) });
		expect((await read(limited, 'persistent_menu', INSTAGRAM)).status).toBe(200);
		expect((await read({ ...scene, pageToken: scene.userToken }, 'get_started')).body).toEqual(refusal(190));
	});

	it('no fields, unknown fields and unknown platforms', async () => {
		const scene = await aScene();
		expect((await call(scene, {})).body).toEqual(refusal(100));
		expect((await read(scene, 'get_started,nonsense')).body).toEqual(refusal(100));
		expect((await remove(scene, 'nonsense')).body).toEqual(refusal(100));
		expect((await read(scene, 'get_started', { platform: 'whatsapp' })).body).toEqual(refusal(100));
	});
});

describe('ten calls in ten minutes', () => {
	it('are what a Page has, of both channels and all methods', async () => {
		const scene = await aScene();
		for (let made = 0; made < 4; made++) {
			await write(scene, { get_started: GET_STARTED });
			await read(scene, 'ice_breakers', INSTAGRAM);
		}
		await remove(scene, 'greeting');
		expect((await read(scene, 'nonsense')).body).toEqual(refusal(100));
		const answer = await read(scene, 'get_started');
		expect(answer).toMatchObject({ status: 400, body: refusal(613) });
		expect(JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '')).toEqual({
			[scene.page.id]: [
				expect.objectContaining({ type: 'messenger', call_count: 100, estimated_time_to_regain_access: 10 }),
			],
		});
		const page = scene.meta.addPage();
		const pageToken = scene.meta.addToken({ appId: scene.app.id, kind: 'page', pageIds: [page.id] });
		expect((await read({ ...scene, pageToken }, 'get_started')).status).toBe(200);
	});

	it('come back with time, or when the test says so', async () => {
		const scene = await aScene();
		const late = { query: { fields: 'get_started' }, proof: 'untimed' } as const;
		const statusOfNext = async () => (await call(scene, late)).status;
		for (let made = 0; made < 5; made++) await statusOfNext();
		scene.meta.advanceClock(5 * 60_000);
		for (let made = 0; made < 5; made++) expect(await statusOfNext()).toBe(200);
		expect(await statusOfNext()).toBe(400);
		scene.meta.advanceClock(5 * 60_000);
		for (let made = 0; made < 5; made++) expect(await statusOfNext()).toBe(200);
		expect(await statusOfNext()).toBe(400);
		scene.meta.refillBudgets();
		expect(await statusOfNext()).toBe(200);
	});
});

it('who listens hears of each change, of a profile and of the menu of one person', async () => {
	const scene = await aScene();
	const { meta, page } = scene;
	const heard: string[] = [];
	const stop = meta.onProfileChanged((pageId) => heard.push(pageId));
	await write(scene, { get_started: GET_STARTED });
	await read(scene, 'get_started');
	await write(scene, { nonsense: 1 });
	expect(heard).toEqual([page.id]);
	meta.addPerson({ pageId: page.id, id: 'PSID-1' });
	const settings = { path: 'me/custom_user_settings', app: scene.app, token: scene.pageToken };
	await callGraph(meta, { ...settings, method: 'POST', json: { psid: 'PSID-1', persistent_menu: menu() } });
	expect(heard).toHaveLength(2);
	await remove(scene, 'get_started');
	stop();
	await write(scene, { get_started: GET_STARTED });
	expect(heard).toHaveLength(3);
});
