import { callGraph, refusal, type GraphCall } from './graphClient.ts';
import { endScenes, type Scene } from './scene.ts';
import { aTalkingScene, IGSID, PSID } from './sending.ts';

afterEach(endScenes);

const SUCCESS = { status: 200, body: { result: 'success' } };
const PAGE_MENU = menuOf('For all');

function menuOf(title: string) {
	return [{ locale: 'default', call_to_actions: [{ type: 'postback', title, payload: 'X' }] }];
}

async function aSceneWithMenu(): Promise<Scene> {
	const scene = await aTalkingScene();
	const profile = { get_started: { payload: 'START' }, persistent_menu: PAGE_MENU };
	scene.meta.seedMessengerProfile(scene.page.id, profile);
	return scene;
}

async function call({ meta, app, pageToken }: Scene, facts: Partial<GraphCall>) {
	return await callGraph(meta, { path: 'me/custom_user_settings', app, token: pageToken, ...facts });
}

const write = async (scene: Scene, psid: string, menu: unknown) =>
	await call(scene, { method: 'POST', json: { psid, persistent_menu: menu } });
const read = async (scene: Scene, psid: string) => await call(scene, { query: { psid } });

it("one person's menu is written, read beside that of the Page, and removed", async () => {
	const scene = await aSceneWithMenu();
	const page = { page_level_persistent_menu: PAGE_MENU };
	expect((await read(scene, PSID)).body).toEqual({ data: [page] });
	const mine = menuOf('For you');
	expect(await write(scene, PSID, mine)).toMatchObject(SUCCESS);
	expect((await read(scene, PSID)).body).toEqual({ data: [{ user_level_persistent_menu: mine, ...page }] });
	expect(scene.meta.personMenu(scene.page.id, PSID)).toEqual(mine);
	const query = { psid: PSID, params: '["persistent_menu"]' };
	expect(await call(scene, { method: 'DELETE', query })).toMatchObject(SUCCESS);
	expect(scene.meta.personMenu(scene.page.id, PSID)).toBeNull();
});

it('there is nothing to read where nothing is set', async () => {
	expect((await read(await aTalkingScene(), PSID)).body).toEqual({ data: [] });
});

it("is refused to strangers, and to Instagram's people", async () => {
	const scene = await aSceneWithMenu();
	for (const psid of ['NOBODY', IGSID]) {
		const answer = await write(scene, psid, menuOf('For you'));
		expect(answer.body).toEqual(refusal(100, { error_subcode: 2018001 }));
	}
});

it('has the rules of the Page menu, Get Started among them', async () => {
	const scene = await aSceneWithMenu();
	expect((await write(scene, PSID, menuOf('x'.repeat(31)))).body).toEqual(refusal(100));
	expect((await write(scene, PSID, undefined)).body).toEqual(refusal(100));
	scene.meta.seedMessengerProfile(scene.page.id, {});
	expect((await write(scene, PSID, menuOf('Mine'))).body).toEqual(refusal(100, { error_subcode: 2018145 }));
	const query = { psid: PSID, params: 'get_started' };
	expect((await call(scene, { method: 'DELETE', query })).body).toEqual(refusal(100));
	expect((await call(scene, {})).body).toEqual(refusal(100));
});

it('needs pages_messaging', async () => {
	const scene = await aSceneWithMenu();
	const scopes = ['instagram_manage_messages'];
	const facts = { appId: scene.app.id, kind: 'page' as const, pageIds: [scene.page.id], scopes };
	const pageToken = scene.meta.addToken(facts);
	expect(await read({ ...scene, pageToken }, PSID)).toMatchObject({ status: 403, body: refusal(200) });
});

it('takes ten calls in ten minutes for each person', async () => {
	const scene = await aSceneWithMenu();
	scene.meta.addPerson({ pageId: scene.page.id, id: 'OTHER' });
	for (let made = 0; made < 10; made++) expect((await read(scene, PSID)).status).toBe(200);
	expect((await read(scene, PSID)).body).toEqual(refusal(613));
	expect((await read(scene, 'OTHER')).status).toBe(200);
	scene.meta.refillBudgets();
	expect((await read(scene, PSID)).status).toBe(200);
});
