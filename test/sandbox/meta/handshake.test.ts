import { callGraph, refusal } from './graphClient.ts';
import { startReceiver } from './receiver.ts';
import { aScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

async function register({ meta, app }: Scene, callbackUrl: string) {
	return await callGraph(meta, {
		method: 'POST',
		path: `${app.id}/subscriptions`,
		app,
		form: {
			object: 'page',
			callback_url: callbackUrl,
			fields: 'messaging_postbacks',
			verify_token: 'a token & more',
		},
	});
}

it('asks with mode, challenge and verify token before it answers', async () => {
	const scene = await aScene();
	expect(await register(scene, scene.receiver.callbackUrl)).toMatchObject({
		status: 200,
		body: { success: true },
	});
	const [handshake] = scene.receiver.handshakes;
	const query = new URLSearchParams(handshake?.url.split('?')[1]);
	expect(query.get('hub.mode')).toBe('subscribe');
	expect(query.get('hub.verify_token')).toBe('a token & more');
	expect(query.get('hub.challenge')).toMatch(/^\d+$/);
	expect(scene.meta.appSubscriptions(scene.app.id)).toEqual([
		{
			object: 'page',
			callback_url: scene.receiver.callbackUrl,
			active: true,
			fields: ['messaging_postbacks'],
		},
	]);
});

it.each([
	['?a=%2f%2F&b=c+d', '/callback?a=%2f%2F&b=c+d&hub.mode=subscribe&'],
	['?', '/callback?hub.mode=subscribe&'],
	['?a=1&', '/callback?a=1&hub.mode=subscribe&'],
	['', '/callback?hub.mode=subscribe&'],
])('keeps the existing query of a callback byte-identical: %s', async (query, expected) => {
	const scene = await aScene();
	const url = `${scene.receiver.callbackUrl}${query}`;
	await register(scene, url);
	expect(scene.receiver.handshakes[0]?.url.startsWith(expected)).toBe(true);
	expect(scene.meta.appSubscriptions(scene.app.id)[0]?.callback_url).toBe(url);
});

describe('refuses with code 2200, and writes nothing, when the callback', () => {
	async function expectRefused(scene: Scene, callbackUrl: string, message: string): Promise<void> {
		const answer = await register(scene, callbackUrl);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual(
			refusal(2200, { message: expect.stringContaining(message), type: 'OAuthException' }),
		);
		expect(scene.meta.appSubscriptions(scene.app.id)).toEqual([]);
	}

	it('answers 404', async () => {
		const scene = await aScene();
		scene.receiver.handshakeAnswer = { status: 404 };
		await expectRefused(
			scene,
			scene.receiver.callbackUrl,
			'HTTP Status Code = 404; HTTP Message = Not Found',
		);
	});

	it('answers 201 with the challenge', async () => {
		const scene = await aScene();
		scene.receiver.handshakeAnswer = { status: 201 };
		await expectRefused(scene, scene.receiver.callbackUrl, 'HTTP Status Code = 201');
	});

	it.each([
		['another challenge', () => '12345'],
		['the challenge in quotes', (challenge: string) => JSON.stringify(challenge)],
		['the challenge and a line break', (challenge: string) => `${challenge}\n`],
	])('answers %s', async (_label, text) => {
		const scene = await aScene();
		scene.receiver.handshakeAnswer = { text };
		await expectRefused(scene, scene.receiver.callbackUrl, 'does not match challenge');
	});

	it('does not answer in time', async () => {
		const scene = await aScene({ handshakeTimeoutMs: 50 });
		scene.receiver.handshakeAnswer = { never: true };
		await expectRefused(scene, scene.receiver.callbackUrl, 'curl_errno = 28');
	});

	it('refuses the connection', async () => {
		const scene = await aScene();
		const gone = await startReceiver();
		await gone.stop();
		await expectRefused(scene, gone.callbackUrl, 'curl_errno = 7');
	});

	it('is outside loopback, which the simulator never calls', async () => {
		const scene = await aScene();
		await expectRefused(scene, 'https://example.com/callback', 'outside loopback');
	});
});

it('refuses a callback without TLS outside loopback with code 100', async () => {
	const scene = await aScene();
	const answer = await register(scene, 'http://example.com/callback');
	expect(answer.body).toEqual(refusal(100));
	expect((await register(scene, scene.receiver.callbackUrl)).status).toBe(200);
});
