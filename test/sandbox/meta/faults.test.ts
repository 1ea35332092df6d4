import { callGraph, refusal, type GraphCall } from './graphClient.ts';
import { aScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

async function read(scene: Scene) {
	return await callGraph(scene.meta, { path: 'me', app: scene.app, token: scene.userToken });
}

async function write(scene: Scene, facts: Partial<GraphCall> = {}) {
	return await callGraph(scene.meta, {
		method: 'POST',
		path: `${scene.page.id}/subscribed_apps`,
		app: scene.app,
		token: scene.pageToken,
		form: { subscribed_fields: 'messages' },
		...facts,
	});
}

function written({ meta, page, app }: Scene): string[] | null {
	return meta.pageSubscription(page.id, app.id);
}

describe('a fault', () => {
	it('answers a matching call once, with nothing written', async () => {
		const scene = await aScene();
		const body = { error: { message: 'Too many calls', type: 'OAuthException', code: 4 } };
		scene.meta.addFault({ method: 'POST', path: /subscribed_apps$/, do: { status: 400, body } });
		expect((await read(scene)).status).toBe(200);
		expect(await write(scene)).toMatchObject({ status: 400, body });
		expect(written(scene)).toBeNull();
		expect((await write(scene)).status).toBe(200);
		expect(written(scene)).toEqual(['messages']);
	});

	it('waits for `skip` calls and lasts for `times`', async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: '/me', skip: 1, times: 2, do: { status: 503 } });
		const statuses: number[] = [];
		for (let call = 0; call < 4; call++) statuses.push((await read(scene)).status);
		expect(statuses).toEqual([200, 503, 503, 200]);
	});

	it('with a status alone has a body as Meta would send it', async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: '/me', do: { status: 500 } });
		expect((await read(scene)).body).toEqual(refusal(1));
	});

	it('sends text as it is, and other headers', async () => {
		const scene = await aScene();
		const body = '<html>Sorry</html>';
		scene.meta.addFault({ path: '/me', do: { status: 502, body, headers: { 'x-fault': 'yes' } } });
		const answer = await read(scene);
		expect(answer).toMatchObject({ status: 502, body });
		expect(answer.headers.get('content-type')).toContain('text/html');
		expect(answer.headers.get('x-fault')).toBe('yes');
	});

	it('with headers alone leaves the answer as it is', async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: '/me', do: { headers: { 'x-fault': 'yes' } } });
		const answer = await read(scene);
		expect(answer).toMatchObject({ status: 200, body: { name: 'Demo Person' } });
		expect(answer.headers.get('x-fault')).toBe('yes');
	});

	it("with 'afterEffect' answers after the write", async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: 'subscribed_apps', do: { status: 500, afterEffect: true } });
		expect((await write(scene)).status).toBe(500);
		expect(written(scene)).toEqual(['messages']);
	});

	it("with 'loseWrite' answers success and writes nothing", async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: 'subscribed_apps', do: { loseWrite: true } });
		expect(await write(scene)).toMatchObject({ status: 200, body: { success: true } });
		expect(written(scene)).toBeNull();
	});

	it("with 'beforeEffect' lets somebody else act first", async () => {
		const scene = await aScene();
		const { meta, page, app } = scene;
		meta.options.subscriptionWrites = 'merge';
		const beforeEffect = () => meta.seedPageSubscription(page.id, app.id, ['feed']);
		meta.addFault({ path: 'subscribed_apps', do: { beforeEffect } });
		await write(scene);
		expect(written(scene)).toEqual(['feed', 'messages']);
	});

	it("with 'reset' ends the connection without an answer", async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: 'subscribed_apps', do: { reset: true } });
		await expect(write(scene)).rejects.toThrow();
		expect(written(scene)).toBeNull();
		scene.meta.addFault({ path: 'subscribed_apps', do: { reset: true, afterEffect: true } });
		await expect(write(scene)).rejects.toThrow();
		expect(written(scene)).toEqual(['messages']);
		expect(scene.meta.getCalls().map(({ status }) => status)).toEqual([null, null]);
	});

	it("with 'hang' never answers, and does not keep the simulator from stopping", async () => {
		const scene = await aScene();
		const arrived = new Promise<void>((resolve) => {
			scene.meta.addFault({ path: '/me', do: { hang: true, beforeEffect: resolve } });
		});
		const answer = read(scene).then(
			() => 'answered',
			() => 'cut off',
		);
		await arrived;
		await scene.meta.stop();
		expect(await answer).toBe('cut off');
	});

	it("with 'delayMs' answers later", async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: '/me', do: { delayMs: 60 } });
		const startedAt = performance.now();
		expect((await read(scene)).status).toBe(200);
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
	});

	it('is gone after clearFaults', async () => {
		const scene = await aScene();
		scene.meta.addFault({ path: '/me', do: { status: 500 } });
		scene.meta.clearFaults();
		expect((await read(scene)).status).toBe(200);
	});
});

it('usage headers come with every answer until they are taken away', async () => {
	const scene = await aScene();
	const usage = '{"call_count":99,"total_time":1,"total_cputime":1}';
	scene.meta.setUsageHeaders({ 'x-app-usage': usage });
	expect((await read(scene)).headers.get('x-app-usage')).toBe(usage);
	scene.meta.setUsageHeaders(null);
	expect((await read(scene)).headers.get('x-app-usage')).toBeNull();
});

describe('the ledger', () => {
	it('keeps every call without tokens and proofs', async () => {
		const scene = await aScene();
		const { app, userToken, pageToken } = scene;
		await callGraph(scene.meta, { path: 'debug_token', app, query: { input_token: userToken } });
		await write(scene);
		await read({ ...scene, userToken: 'EAAnonsense' });
		const calls = scene.meta.getCalls();
		expect(calls).toMatchObject([
			{
				method: 'GET',
				path: '/debug_token',
				version: 'v25.0',
				query: { input_token: '<redacted>', appsecret_proof: '<redacted>' },
				tokenKind: 'app',
				tokenIn: 'header',
				hasProof: true,
				hasProofTime: true,
				status: 200,
				isWrite: false,
			},
			{
				method: 'POST',
				path: '/1000/subscribed_apps',
				body: { subscribed_fields: 'messages' },
				tokenKind: 'page',
				status: 200,
				isWrite: true,
			},
			{ tokenKind: 'unknown', status: 400 },
		]);
		const text = JSON.stringify(calls);
		for (const secret of [userToken, pageToken, app.secret]) expect(text).not.toContain(secret);
		scene.meta.clearCalls();
		expect(scene.meta.getCalls()).toEqual([]);
	});

	it('says where the token was', async () => {
		const { meta, app, userToken } = await aScene();
		app.requireAppSecretProof = false;
		await fetch(`${meta.baseUrl}/me?access_token=${userToken}`);
		await fetch(`${meta.baseUrl}/me`);
		expect(meta.getCalls()).toMatchObject([
			{ tokenIn: 'query', query: { access_token: '<redacted>' }, version: '', status: 200 },
			{ tokenIn: 'none', tokenKind: 'none', status: 400 },
		]);
	});
});
