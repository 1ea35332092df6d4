import { callGraph, refusal, type GraphCall } from './graphClient.ts';
import { aScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

const FIELDS = 'id,name,access_token,instagram_business_account{id,username}';

async function get(scene: Scene, path: string, facts: Partial<GraphCall> = {}) {
	return await callGraph(scene.meta, { path, app: scene.app, token: scene.userToken, ...facts });
}

describe('/me/accounts', () => {
	it('lists the Pages with their tokens and linked accounts', async () => {
		const scene = await aScene();
		expect((await get(scene, 'me/accounts', { query: { fields: FIELDS } })).body).toMatchObject({
			data: [
				{
					id: '1000',
					name: 'Demo Page',
					access_token: scene.pageToken,
					instagram_business_account: { id: '17840001', username: 'shop' },
				},
			],
		});
	});

	it('hides the linked account without instagram_basic', async () => {
		const scene = await aScene();
		const token = scene.meta.addToken({
			appId: scene.app.id,
			pageIds: [scene.page.id],
			scopes: ['pages_show_list'],
		});
		const { body } = await get(scene, 'me/accounts', { query: { fields: FIELDS }, token });
		expect(body).toMatchObject({ data: [{ id: '1000' }] });
		expect(JSON.stringify(body)).not.toContain('instagram_business_account');
	});

	it('is empty without pages_show_list, although the Page can be opened by ID', async () => {
		const scene = await aScene();
		const token = scene.meta.addToken({
			appId: scene.app.id,
			pageIds: [scene.page.id],
			scopes: ['pages_messaging'],
		});
		expect((await get(scene, 'me/accounts', { token })).body).toEqual({ data: [] });
		expect((await get(scene, scene.page.id, { token })).status).toBe(200);
	});

	it('leaves out a hidden Page, which opens by ID', async () => {
		const scene = await aScene();
		const hidden = scene.meta.addPage();
		const token = scene.meta.addToken({ appId: scene.app.id, hiddenPageIds: [hidden.id] });
		expect((await get(scene, 'me/accounts', { token })).body).toEqual({ data: [] });
		expect((await get(scene, hidden.id, { token, query: { fields: FIELDS } })).body).toMatchObject({
			id: hidden.id,
			access_token: scene.meta.pageToken(token, hidden.id),
		});
	});

	it('needs a user token', async () => {
		const scene = await aScene();
		expect((await get(scene, 'me/accounts', { token: undefined })).body).toEqual(refusal(2500));
		expect((await get(scene, 'me/accounts', { token: scene.pageToken })).body).toEqual(refusal(100));
	});

	describe('in result pages', () => {
		async function aSceneOf(pages: number): Promise<Scene & { ids: string[] }> {
			const scene = await aScene({ accountsPageSize: 2 });
			const ids = Array.from({ length: pages }, () => scene.meta.addPage().id);
			return { ...scene, ids, userToken: scene.meta.addToken({ appId: scene.app.id, pageIds: ids }) };
		}

		async function idsOf(scene: Scene, query: Record<string, string>) {
			const { body } = await get(scene, 'me/accounts', { query: { fields: 'id', ...query } });
			const text = JSON.stringify(body);
			return {
				ids: [...text.matchAll(/"id":"(\d+)"/g)].map(([, id]) => id),
				after: /"after":"([^"]+)"/.exec(text)?.[1] ?? '',
				next: /"next":"([^"]+)"/.exec(text)?.[1],
			};
		}

		it('every Page comes once, and only the last result page has no next', async () => {
			const scene = await aSceneOf(5);
			const first = await idsOf(scene, { limit: '100' });
			const second = await idsOf(scene, { limit: '100', after: first.after });
			const third = await idsOf(scene, { limit: '100', after: second.after });
			expect([...first.ids, ...second.ids, ...third.ids]).toEqual(scene.ids);
			expect([first.next, second.next, third.next].map((next) => next !== undefined)).toEqual([
				true,
				true,
				false,
			]);
		});

		it('a full last result page has no next', async () => {
			const scene = await aSceneOf(4);
			const first = await idsOf(scene, {});
			const second = await idsOf(scene, { after: first.after });
			expect(second.ids).toHaveLength(2);
			expect(second.next).toBeUndefined();
		});

		it('next is a URL with the token in it, and without a proof', async () => {
			const scene = await aSceneOf(3);
			const { next = '' } = await idsOf(scene, {});
			const url = new URL(next);
			expect(url.origin).toBe(scene.meta.baseUrl);
			expect(url.searchParams.get('access_token')).toBe(scene.userToken);
			expect(url.searchParams.has('appsecret_proof')).toBe(false);
			scene.app.requireAppSecretProof = false;
			expect(await (await fetch(url)).json()).toMatchObject({ data: [{ id: scene.ids[2] }] });
		});

		it('a smaller limit holds, an invalid limit or cursor is refused', async () => {
			const scene = await aSceneOf(3);
			expect((await idsOf(scene, { limit: '1' })).ids).toHaveLength(1);
			expect((await get(scene, 'me/accounts', { query: { limit: '0' } })).body).toEqual(refusal(100));
			expect((await get(scene, 'me/accounts', { query: { after: 'x' } })).body).toEqual(refusal(100));
		});
	});
});

describe('a Page', () => {
	it("opens by ID and, with its own token, as 'me'", async () => {
		const scene = await aScene();
		const expected = { id: '1000', name: 'Demo Page', access_token: scene.pageToken };
		const query = { fields: FIELDS };
		expect((await get(scene, '1000', { query })).body).toMatchObject(expected);
		expect((await get(scene, 'me', { query, token: scene.pageToken })).body).toMatchObject(expected);
	});

	it('of somebody else gives code 100, subcode 33', async () => {
		const scene = await aScene();
		const other = scene.meta.addPage();
		expect((await get(scene, other.id)).body).toEqual(refusal(100, { error_subcode: 33 }));
	});

	it('refuses a field that it does not have', async () => {
		const scene = await aScene();
		expect((await get(scene, '1000', { query: { fields: 'id,nonsense' } })).body).toEqual(
			refusal(100, { message: '(#100) Tried accessing nonexisting field (nonsense) on node type (Page)' }),
		);
	});
});

describe('a profile', () => {
	it('gives the asked fields that the person has', async () => {
		const scene = await aScene();
		scene.meta.addProfile('PSID-1', { first_name: 'Ada', last_name: 'L', profile_pic: 'https://x.example' });
		const query = { fields: 'first_name,locale' };
		expect((await get(scene, 'PSID-1', { token: scene.pageToken, query })).body).toEqual({
			id: 'PSID-1',
			first_name: 'Ada',
		});
	});

	it('without access is an empty object, not a refusal', async () => {
		const scene = await aScene();
		scene.meta.addProfile('PSID-1', {});
		expect(await get(scene, 'PSID-1', { token: scene.pageToken })).toMatchObject({ status: 200, body: {} });
		const { body } = await get(scene, 'PSID-1', { token: scene.pageToken });
		expect(body).toEqual({});
	});

	it('has what Meta tells of language and time', async () => {
		const scene = await aScene();
		const profile = { locale: 'de_DE', timezone: 2, gender: 'female', name: 'Ada L' };
		scene.meta.addProfile('PSID-1', profile);
		const query = { fields: 'name,locale,timezone,gender' };
		const { body } = await get(scene, 'PSID-1', { token: scene.pageToken, query });
		expect(body).toEqual({ id: 'PSID-1', ...profile });
	});

	it('that Meta has not, and one that the app may not read, give code 100 with a subcode', async () => {
		const scene = await aScene();
		scene.meta.addProfile('PSID-1', null);
		const read = async () => (await get(scene, 'PSID-1', { token: scene.pageToken })).body;
		expect(await read()).toEqual(refusal(100, { error_subcode: 2018218 }));
		scene.meta.addProfile('PSID-1', { first_name: 'Ada' });
		scene.app.readsProfiles = false;
		expect(await read()).toEqual(refusal(100, { error_subcode: 2018247 }));
	});

	it('of an unknown person gives code 100, without permission code 10', async () => {
		const scene = await aScene();
		scene.meta.addProfile('PSID-1', { first_name: 'Ada' });
		expect((await get(scene, 'PSID-2', { token: scene.pageToken })).body).toEqual(refusal(100));
		const token = scene.meta.addToken({
			appId: scene.app.id,
			kind: 'page',
			pageIds: [scene.page.id],
			scopes: ['pages_manage_metadata'],
		});
		expect(await get(scene, 'PSID-1', { token })).toMatchObject({ status: 403, body: refusal(10) });
	});
});

it('an unknown path gives code 2500', async () => {
	const scene = await aScene();
	expect((await get(scene, 'me/nonsense')).body).toEqual(refusal(2500));
});
