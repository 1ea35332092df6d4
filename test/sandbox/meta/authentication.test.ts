import { appToken, callGraph, proofOf, refusal, type GraphCall } from './graphClient.ts';
import { aScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

const NOW_SECONDS = () => Math.floor(Date.now() / 1000);

async function me(scene: Scene, facts: Partial<GraphCall> = {}) {
	return await callGraph(scene.meta, { path: 'me', app: scene.app, token: scene.userToken, ...facts });
}

describe('a proof of the App Secret', () => {
	const MISSING = 'API calls from the server require an appsecret_proof argument';
	const INVALID = 'Invalid appsecret_proof provided in the API argument';

	it.each(['timed', 'untimed'] as const)('is accepted: %s', async (proof) => {
		expect((await me(await aScene(), { proof })).status).toBe(200);
	});

	it('is refused when it is wrong', async () => {
		expect((await me(await aScene(), { proof: 'wrong' })).body).toEqual(refusal(100, { message: INVALID }));
	});

	it('is required while the app says so', async () => {
		const scene = await aScene();
		expect((await me(scene, { proof: 'none' })).body).toEqual(refusal(100, { message: MISSING }));
		scene.app.requireAppSecretProof = false;
		expect((await me(scene, { proof: 'none' })).status).toBe(200);
	});

	it('that is wrong is refused also by an app that requires none', async () => {
		const scene = await aScene();
		scene.app.requireAppSecretProof = false;
		expect((await me(scene, { proof: 'wrong' })).body).toEqual(refusal(100, { message: INVALID }));
	});

	it.each([
		['four minutes', 240, 200],
		['six minutes', 360, 400],
	])('of %s ago: age %i s gives status %i', async (_label, age, status) => {
		expect((await me(await aScene(), { proofTime: NOW_SECONDS() - age })).status).toBe(status);
	});

	it('ages with the clock of the simulator', async () => {
		const scene = await aScene();
		scene.meta.advanceClock(6 * 60_000);
		expect((await me(scene)).body).toEqual(refusal(100, { message: INVALID }));
		expect((await me(scene, { proofTime: NOW_SECONDS() + 6 * 60 })).status).toBe(200);
	});

	it('belongs to one token', async () => {
		const scene = await aScene();
		const query = { appsecret_proof: proofOf(scene.app, scene.pageToken) };
		expect((await me(scene, { proof: 'none', query })).body).toEqual(refusal(100, { message: INVALID }));
		expect((await me(scene, { proof: 'none', query, token: scene.pageToken })).status).toBe(200);
	});

	it('belongs to one app', async () => {
		const scene = await aScene();
		const query = { appsecret_proof: proofOf(scene.meta.addApp(), scene.userToken) };
		expect((await me(scene, { proof: 'none', query })).body).toEqual(refusal(100, { message: INVALID }));
	});

	it('in the body counts for nothing', async () => {
		const scene = await aScene();
		const call = { path: 'me/subscribed_apps', method: 'POST', token: scene.pageToken } as const;
		const proof = { appsecret_proof: proofOf(scene.app, scene.pageToken) };
		const form = { subscribed_fields: 'messages' };
		const inBody = await me(scene, { ...call, proof: 'none', form: { ...form, ...proof } });
		expect(inBody.body).toEqual(refusal(100, { message: MISSING }));
		expect((await me(scene, { ...call, proof: 'none', form, query: proof })).status).toBe(200);
	});
});

describe('a token', () => {
	it('is needed', async () => {
		expect((await me(await aScene(), { token: null })).body).toEqual(refusal(104));
	});

	it('that Meta never gave out gives code 190', async () => {
		expect((await me(await aScene(), { token: 'EAAnonsense' })).body).toEqual(refusal(190));
	});

	it('that has ended gives code 190, subcode 463', async () => {
		const scene = await aScene();
		const expiresAt = NOW_SECONDS() + 60;
		const token = scene.meta.addToken({ appId: scene.app.id, expiresAt });
		expect((await me(scene, { token })).status).toBe(200);
		scene.meta.advanceClock(61_000);
		expect((await me(scene, { token })).body).toEqual(refusal(190, { error_subcode: 463 }));
	});

	it.each([
		['subcode 467 by default', undefined, { code: 190, error_subcode: 467 }],
		[
			'the given codes',
			{ code: 190, subcode: 460, message: 'Changed' },
			{ error_subcode: 460, message: 'Changed' },
		],
		['a code without subcode', { code: 102 }, { code: 102 }],
	])('that was invalidated gives %s, and so do its Page tokens', async (_label, why, expected) => {
		const scene = await aScene();
		scene.meta.invalidateToken(scene.userToken, why);
		const { code = 190, ...facts } = { code: 190, ...expected };
		expect((await me(scene)).body).toEqual(refusal(code, facts));
		expect((await me(scene, { token: scene.pageToken })).body).toEqual(refusal(code, facts));
	});

	it('loses a Page when its person has no role there any more, and the Page token ends', async () => {
		const scene = await aScene();
		const { meta, page, userToken, pageToken } = scene;
		meta.closePage(userToken, page.id);
		const listed = await callGraph(meta, { app: scene.app, path: 'me/accounts', token: userToken });
		expect(listed).toMatchObject({ status: 200, body: { data: [] } });
		const ended = (await me(scene, { token: pageToken })).body;
		expect(ended).toEqual(refusal(190, { error_subcode: 492 }));
		expect(() => meta.closePage(userToken, page.id)).toThrow('does not open');
	});

	it('of a Page is the same every time, and opens that Page only', async () => {
		const { meta, app, page, userToken, pageToken } = await aScene();
		expect(meta.pageToken(userToken, page.id)).toBe(pageToken);
		expect(pageToken).toMatch(/^EAA.{21,}$/);
		const other = meta.addPage();
		expect(() => meta.pageToken(userToken, other.id)).toThrow(other.id);
		expect(() => meta.addToken({ appId: app.id, kind: 'page', pageIds: [] })).toThrow('exactly one Page');
	});

	it('of another kind cannot ask who it is', async () => {
		const scene = await aScene();
		expect((await me(scene, { token: appToken(scene.app) })).body).toEqual(refusal(2500));
	});
});

describe('debug_token', () => {
	async function debug(scene: Scene, inputToken: string, facts: Partial<GraphCall> = {}) {
		return await me(scene, {
			path: 'debug_token',
			token: undefined,
			query: { input_token: inputToken },
			...facts,
		});
	}

	it('describes a user token with its permissions and what they were granted for', async () => {
		const scene = await aScene();
		const scopes = ['pages_messaging', 'instagram_basic', 'business_management'];
		const token = scene.meta.addToken({
			appId: scene.app.id,
			pageIds: [scene.page.id],
			scopes,
			expiresAt: 4_000_000_000,
			dataAccessExpiresAt: 3_000_000_000,
		});
		expect((await debug(scene, token)).body).toEqual({
			data: {
				app_id: scene.app.id,
				type: 'USER',
				application: 'Demo App',
				is_valid: true,
				expires_at: 4_000_000_000,
				data_access_expires_at: 3_000_000_000,
				issued_at: expect.any(Number),
				scopes,
				granular_scopes: [
					{ scope: 'pages_messaging', target_ids: ['1000'] },
					{ scope: 'instagram_basic', target_ids: ['17840001'] },
					{ scope: 'business_management' },
				],
				user_id: expect.any(String),
			},
		});
	});

	it.each([
		['page', 'PAGE'],
		['system_user', 'SYSTEM_USER'],
	] as const)('names the type of a %s token %s', async (kind, type) => {
		const scene = await aScene();
		const token = scene.meta.addToken({ appId: scene.app.id, kind, pageIds: [scene.page.id] });
		expect((await debug(scene, token)).body).toMatchObject({ data: { type, expires_at: 0 } });
	});

	it('answers 200 for a token that does not work, and says why', async () => {
		const scene = await aScene();
		scene.meta.invalidateToken(scene.userToken, { subcode: 460, message: 'Changed' });
		const dead = await debug(scene, scene.userToken);
		expect(dead).toMatchObject({
			status: 200,
			body: { data: { is_valid: false, error: { code: 190, subcode: 460, message: 'Changed' } } },
		});
		const unknown = await debug(scene, 'EAAnonsense');
		expect(unknown).toMatchObject({ status: 200, body: { data: { is_valid: false, error: { code: 190 } } } });
	});

	it('refuses a token of another app, and a caller without app token', async () => {
		const scene = await aScene();
		const foreign = scene.meta.addToken({ appId: scene.meta.addApp().id });
		expect((await debug(scene, foreign)).body).toEqual(refusal(100));
		expect((await debug(scene, scene.userToken, { token: scene.userToken })).body).toEqual(refusal(100));
	});
});
