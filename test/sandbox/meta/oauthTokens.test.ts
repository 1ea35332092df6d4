// /oauth/access_token: a code for a token, and a short-lived token for a long-lived one.
import { callGraph, refusal } from './graphClient.ts';
import { aLogin, askForToken, codeOf, redeem } from './login.ts';
import { aScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

const TOKEN = { access_token: expect.stringMatching(/^EAA/), token_type: 'bearer' };

describe('a code', () => {
	it.each(['GET', 'POST'] as const)('gives a token, asked for with %s', async (method) => {
		const scene = await aScene();
		const answer = await redeem(scene, await codeOf(scene), { grant_type: 'authorization_code' }, method);
		expect(answer).toEqual({ status: 200, body: { ...TOKEN, expires_in: 5400 } });
	});

	it('gives a token that lasts as long as the simulator was told', async () => {
		const scene = await aScene({ loginTokenSeconds: 5_183_944 });
		expect((await redeem(scene, await codeOf(scene))).body).toEqual({ ...TOKEN, expires_in: 5_183_944 });
	});

	it('works once', async () => {
		const scene = await aScene();
		const code = await codeOf(scene);
		expect((await redeem(scene, code)).status).toBe(200);
		expect((await redeem(scene, code)).body).toEqual(refusal(100, { error_subcode: 36009 }));
	});

	it('ends after ten minutes', async () => {
		const scene = await aScene();
		const code = await codeOf(scene);
		scene.meta.advanceClock(600_000);
		expect((await redeem(scene, code)).body).toEqual(refusal(100, { error_subcode: 36007 }));
	});

	it.each([
		['another redirect URI', { redirect_uri: 'http://127.0.0.1:5678/other' }, 100, { error_subcode: 36008 }],
		['a wrong App Secret', { client_secret: 'wrong' }, 1, {}],
		['an unknown app', { client_id: '1' }, 101, {}],
		['a code that was never given', { code: 'AQnonsense' }, 100, {}],
		['a kind of grant that Meta does not have', { grant_type: 'refresh_token' }, 100, {}],
	])('is refused with %s, and works afterwards', async (_label, changes, code, facts) => {
		const scene = await aScene();
		const fresh = await codeOf(scene);
		const refused = await redeem(scene, fresh, changes);
		expect(refused).toEqual({ status: 400, body: refusal(code, facts) });
		expect((await redeem(scene, fresh)).status).toBe(200);
	});

	it('of one app is worth nothing to another', async () => {
		const scene = await aScene();
		const code = await codeOf(scene);
		const other = scene.meta.addApp();
		const changes = { client_id: other.id, client_secret: other.secret };
		expect((await redeem(scene, code, changes)).body).toEqual(refusal(100));
	});

	it('and the secrets beside it are not in the list of calls', async () => {
		const scene = await aScene();
		const code = await codeOf(scene);
		await redeem(scene, code, {}, 'GET');
		await redeem(scene, code, {}, 'POST');
		const calls = scene.meta.getCalls();
		expect(calls).toHaveLength(2);
		expect(JSON.stringify(calls)).not.toContain(code);
		expect(JSON.stringify(calls)).not.toContain(scene.app.secret);
	});
});

describe('client credentials', () => {
	it('give the token of the app, which reads its webhooks', async () => {
		const scene = await aScene();
		const { status, body } = await askForToken(scene, { grant_type: 'client_credentials' });
		expect([status, body]).toEqual([200, { access_token: expect.any(String), token_type: 'bearer' }]);
		const { access_token: token } = body as { access_token: string };
		const { app } = scene;
		const answer = await callGraph(scene.meta, { app, path: `${app.id}/subscriptions`, token });
		expect(answer).toMatchObject({ status: 200, body: { data: [] } });
	});

	it('are refused with a wrong App Secret', async () => {
		const scene = await aScene();
		const answer = await askForToken(scene, { grant_type: 'client_credentials', client_secret: 'wrong' });
		expect(answer).toEqual({ status: 400, body: refusal(1) });
	});
});

describe('an exchange', () => {
	const exchange = async (scene: Scene, token: string, changes = {}) =>
		await askForToken(
			scene,
			{ grant_type: 'fb_exchange_token', fb_exchange_token: token, ...changes },
			'GET',
		);

	it('gives a token for about 60 days with the same Pages, whose Page tokens do not end', async () => {
		const scene = await aScene();
		const short = await aLogin(scene);
		const { body } = await exchange(scene, short);
		expect(body).toEqual({ ...TOKEN, expires_in: 5_183_944 });
		const { access_token: long } = body as { access_token: string };
		expect(long).not.toBe(short);
		const pageToken = scene.meta.pageToken(long, scene.page.id);
		const { body: facts } = await callGraph(scene.meta, {
			path: 'debug_token',
			app: scene.app,
			query: { input_token: pageToken },
		});
		expect(facts).toMatchObject({ data: { type: 'PAGE', expires_at: 0 } });
	});

	it('is refused for a token that has ended', async () => {
		const scene = await aScene();
		const token = await aLogin(scene);
		scene.meta.advanceClock(5_401_000);
		expect((await exchange(scene, token)).body).toEqual(refusal(190, { error_subcode: 463 }));
	});

	it('is refused with a wrong App Secret, for a token of another app, and for no token', async () => {
		const scene = await aScene();
		const token = await aLogin(scene);
		expect((await exchange(scene, token, { client_secret: 'wrong' })).body).toEqual(refusal(1));
		const foreign = scene.meta.addToken({ appId: scene.meta.addApp().id });
		expect((await exchange(scene, foreign)).body).toEqual(refusal(190));
		expect((await exchange(scene, 'EAAnonsense')).body).toEqual(refusal(190));
	});
});
