import { callGraph, refusal, type GraphCall } from './graphClient.ts';
import { aScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

async function call(scene: Scene, facts: Partial<GraphCall> = {}) {
	return await callGraph(scene.meta, {
		path: `${scene.app.id}/subscriptions`,
		app: scene.app,
		...facts,
	});
}

async function subscribe(scene: Scene, form: Record<string, string> = {}, facts: Partial<GraphCall> = {}) {
	return await call(scene, {
		method: 'POST',
		form: {
			object: 'page',
			callback_url: scene.receiver.callbackUrl,
			fields: 'messaging_postbacks',
			verify_token: 'v',
			include_values: 'true',
			...form,
		},
		...facts,
	});
}

function seed({ meta, app, receiver }: Scene, object: string, fields: string[]): void {
	meta.seedAppSubscription(app.id, { object, callback_url: receiver.callbackUrl, fields });
}

function fieldsOf({ meta, app }: Scene, object = 'page'): string[] | undefined {
	return meta.appSubscriptions(app.id).find((one) => one.object === object)?.fields;
}

it('GET names object, callback, activity, and each field with its version', async () => {
	const scene = await aScene();
	await subscribe(scene);
	expect((await call(scene)).body).toEqual({
		data: [
			{
				object: 'page',
				callback_url: scene.receiver.callbackUrl,
				active: true,
				fields: [{ name: 'messaging_postbacks', version: 'v25.0' }],
			},
		],
	});
});

describe('POST', () => {
	it("replaces the fields of the object when writes 'replace'", async () => {
		const scene = await aScene({ subscriptionWrites: 'replace' });
		seed(scene, 'page', ['messages']);
		await subscribe(scene);
		expect(fieldsOf(scene)).toEqual(['messaging_postbacks']);
	});

	it('takes fields written as the list of a form', async () => {
		const scene = await aScene();
		const fields = { fields: '', 'fields[0]': 'messages', 'fields[1]': 'messaging_postbacks' };
		expect((await subscribe(scene, fields)).status).toBe(200);
		expect(fieldsOf(scene)).toEqual(['messages', 'messaging_postbacks']);
	});

	it("adds to the fields of the object when writes 'merge'", async () => {
		const scene = await aScene({ subscriptionWrites: 'merge' });
		seed(scene, 'page', ['messages']);
		await subscribe(scene);
		expect(fieldsOf(scene)).toEqual(['messages', 'messaging_postbacks']);
	});

	it('follows a change of the option at run time', async () => {
		const scene = await aScene();
		seed(scene, 'page', ['messages']);
		scene.meta.options.subscriptionWrites = 'merge';
		await subscribe(scene);
		expect(fieldsOf(scene)).toEqual(['messages', 'messaging_postbacks']);
	});

	it.each(['replace', 'merge'] as const)(
		"has one callback per object and leaves other objects alone: '%s'",
		async (writes) => {
			const scene = await aScene({ subscriptionWrites: writes });
			seed(scene, 'page', ['messages']);
			seed(scene, 'instagram', ['comments']);
			const url = `${scene.receiver.callbackUrl}/other`;
			await subscribe(scene, { callback_url: url });
			const urls = scene.meta.appSubscriptions(scene.app.id).map((one) => [one.object, one.callback_url]);
			expect(urls).toEqual([
				['page', url],
				['instagram', scene.receiver.callbackUrl],
			]);
			expect(fieldsOf(scene, 'instagram')).toEqual(['comments']);
		},
	);

	it('makes an inactive subscription active', async () => {
		const scene = await aScene();
		const { meta, app, receiver } = scene;
		meta.seedAppSubscription(app.id, {
			object: 'page',
			callback_url: receiver.callbackUrl,
			fields: ['messages'],
			active: false,
		});
		expect((await call(scene)).body).toMatchObject({ data: [{ active: false }] });
		await subscribe(scene);
		expect((await call(scene)).body).toMatchObject({ data: [{ active: true }] });
	});

	it.each([
		['an unknown object', { object: 'pages' }],
		['an unknown field among known ones', { fields: 'messages,messaging_postback' }],
		['a field of another object', { object: 'instagram', fields: 'messaging_referrals' }],
		['no field', { fields: '' }],
		['no verify token', { verify_token: '' }],
		['an unknown parameter', { subscribed_fields: 'messages' }],
	])('refuses %s with code 100, without a handshake', async (_label, form) => {
		const scene = await aScene();
		expect((await subscribe(scene, form)).body).toEqual(refusal(100));
		expect(scene.receiver.handshakes).toEqual([]);
		expect((await subscribe(scene)).status).toBe(200);
	});

	it('refuses the object instagram for an app that must use the dashboard', async () => {
		const scene = await aScene();
		scene.app.instagramSubscriptions = 'refused';
		expect((await subscribe(scene, { object: 'instagram' })).body).toEqual(refusal(100));
		scene.app.instagramSubscriptions = 'allowed';
		expect((await subscribe(scene, { object: 'instagram' })).status).toBe(200);
	});
});

describe('DELETE', () => {
	it('with fields removes only those', async () => {
		const scene = await aScene();
		seed(scene, 'page', ['messages', 'messaging_postbacks']);
		const query = { object: 'page', fields: 'messaging_postbacks' };
		expect((await call(scene, { method: 'DELETE', query })).body).toEqual({ success: true });
		expect(fieldsOf(scene)).toEqual(['messages']);
	});

	it('of the last field removes the subscription', async () => {
		const scene = await aScene();
		seed(scene, 'page', ['messaging_postbacks']);
		await call(scene, { method: 'DELETE', query: { object: 'page', fields: 'messaging_postbacks' } });
		expect(scene.meta.appSubscriptions(scene.app.id)).toEqual([]);
	});

	it('without fields removes the object', async () => {
		const scene = await aScene();
		seed(scene, 'page', ['messages', 'messaging_postbacks']);
		seed(scene, 'instagram', ['messages']);
		await call(scene, { method: 'DELETE', query: { object: 'page' } });
		expect(scene.meta.appSubscriptions(scene.app.id)).toMatchObject([{ object: 'instagram' }]);
	});

	it('without object removes everything of the app, and nothing of others', async () => {
		const scene = await aScene();
		const other = scene.meta.addApp();
		seed(scene, 'page', ['messages']);
		seed(scene, 'instagram', ['messages']);
		seed({ ...scene, app: other }, 'page', ['messages']);
		await call(scene, { method: 'DELETE' });
		expect(scene.meta.appSubscriptions(scene.app.id)).toEqual([]);
		expect(scene.meta.appSubscriptions(other.id)).toHaveLength(1);
	});

	it('of what is not there succeeds', async () => {
		const scene = await aScene();
		const query = { object: 'page', fields: 'messaging_postbacks' };
		expect((await call(scene, { method: 'DELETE', query })).body).toEqual({ success: true });
	});

	it('of an unknown field refuses with code 100', async () => {
		const scene = await aScene();
		seed(scene, 'page', ['messages']);
		const query = { object: 'page', fields: 'messages,nonsense' };
		expect((await call(scene, { method: 'DELETE', query })).body).toEqual(refusal(100));
		expect(fieldsOf(scene)).toEqual(['messages']);
	});
});

describe('the app access token', () => {
	it.each(['GET', 'POST', 'DELETE'] as const)('is needed for %s', async (method) => {
		const scene = await aScene();
		seed(scene, 'page', ['messages']);
		for (const token of [scene.userToken, scene.pageToken]) {
			expect((await call(scene, { method, token })).body).toEqual(refusal(15));
		}
		expect(fieldsOf(scene)).toEqual(['messages']);
	});

	it('opens only its own app', async () => {
		const scene = await aScene();
		const other = scene.meta.addApp();
		const answer = await call(scene, { path: `${other.id}/subscriptions` });
		expect(answer.body).toEqual(refusal(100, { error_subcode: 33 }));
	});

	it('with a wrong secret gives code 190, of an unknown app code 101', async () => {
		const scene = await aScene();
		const wrong = await call(scene, { token: `${scene.app.id}|wrong` });
		expect(wrong.body).toEqual(refusal(190));
		const unknown = await call(scene, { token: `1|${scene.app.secret}` });
		expect(unknown.body).toEqual(refusal(101));
	});
});
