import { callGraph, refusal, type GraphCall } from './graphClient.ts';
import { aScene, endScenes, type Scene } from './scene.ts';

afterEach(endScenes);

async function call(scene: Scene, facts: Partial<GraphCall> = {}) {
	return await callGraph(scene.meta, {
		path: `${scene.page.id}/subscribed_apps`,
		app: scene.app,
		token: scene.pageToken,
		...facts,
	});
}

async function subscribe(scene: Scene, fields: string, facts: Partial<GraphCall> = {}) {
	return await call(scene, { method: 'POST', form: { subscribed_fields: fields }, ...facts });
}

function fieldsOf({ meta, page, app }: Scene): string[] | null {
	return meta.pageSubscription(page.id, app.id);
}

function aPageToken({ meta, app, page }: Scene, facts: { scopes?: string[]; tasks?: string[] }): string {
	return meta.addToken({ appId: app.id, kind: 'page', pageIds: [page.id], ...facts });
}

describe('GET', () => {
	it('is empty while nothing is installed', async () => {
		expect((await call(await aScene())).body).toEqual({ data: [] });
	});

	it('lists every installed app with its fields', async () => {
		const scene = await aScene();
		const other = scene.meta.addApp({ name: 'Other' });
		scene.meta.seedPageSubscription(scene.page.id, scene.app.id, ['messages', 'messaging_postbacks']);
		scene.meta.seedPageSubscription(scene.page.id, other.id, []);
		expect((await call(scene)).body).toEqual({
			data: [
				expect.objectContaining({
					id: scene.app.id,
					name: 'Demo App',
					subscribed_fields: ['messages', 'messaging_postbacks'],
				}),
				expect.not.objectContaining({ subscribed_fields: expect.anything() }),
			],
		});
	});
});

describe('POST', () => {
	it('installs the app with the fields', async () => {
		const scene = await aScene();
		expect((await subscribe(scene, 'messages,messaging_postbacks')).body).toEqual({ success: true });
		expect(fieldsOf(scene)).toEqual(['messages', 'messaging_postbacks']);
	});

	it("replaces the fields when writes 'replace', and adds to them when 'merge'", async () => {
		const scene = await aScene();
		await subscribe(scene, 'messages');
		await subscribe(scene, 'messaging_postbacks');
		expect(fieldsOf(scene)).toEqual(['messaging_postbacks']);
		scene.meta.options.subscriptionWrites = 'merge';
		await subscribe(scene, 'messages');
		expect(fieldsOf(scene)).toEqual(['messaging_postbacks', 'messages']);
	});

	it("takes 'me' for the Page of the token", async () => {
		const scene = await aScene();
		await subscribe(scene, 'messages', { path: 'me/subscribed_apps' });
		expect(fieldsOf(scene)).toEqual(['messages']);
	});

	it('needs subscribed_fields (code 100), and does not survive an empty list (HTTP 500)', async () => {
		const scene = await aScene();
		expect((await call(scene, { method: 'POST', form: {} })).body).toEqual(refusal(100));
		const empty = await subscribe(scene, '');
		expect(empty.status).toBe(500);
		expect(empty.body).toEqual(refusal(1));
	});

	it('refuses the whole write for one unknown field', async () => {
		const scene = await aScene();
		expect((await subscribe(scene, 'messages,messaging_postback')).body).toEqual(refusal(100));
		expect(fieldsOf(scene)).toBeNull();
	});

	it('names the missing permission once per field', async () => {
		const scene = await aScene();
		const token = aPageToken(scene, { scopes: ['pages_manage_metadata'] });
		const answer = await subscribe(scene, 'messages,messaging_postbacks,feed', { token });
		expect(answer.body).toEqual(
			refusal(200, {
				message:
					'(#200) To subscribe to the messages field, one of these permissions is needed: pages_messaging. ' +
					'To subscribe to the messaging_postbacks field, one of these permissions is needed: pages_messaging',
			}),
		);
		expect(fieldsOf(scene)).toBeNull();
		expect((await subscribe(scene, 'feed', { token })).status).toBe(200);
	});

	it('needs pages_manage_metadata', async () => {
		const scene = await aScene();
		const token = aPageToken(scene, { scopes: ['pages_messaging'] });
		expect((await subscribe(scene, 'messages', { token })).body).toEqual(
			refusal(200, { message: expect.stringContaining('pages_manage_metadata') }),
		);
	});

	it.each([
		['MODERATE', 200],
		['MANAGE', 200],
		['CREATE_CONTENT', 200],
		['MESSAGING', 403],
		['ANALYZE', 403],
	])('judges the task %s with status %i', async (task, status) => {
		const scene = await aScene();
		const token = aPageToken(scene, { tasks: [task] });
		expect((await subscribe(scene, 'messages', { token })).status).toBe(status);
	});
});

describe('DELETE', () => {
	it('detaches this app from this Page, and nothing else', async () => {
		const scene = await aScene();
		const { meta, page, app } = scene;
		const other = meta.addApp();
		const otherPage = meta.addPage();
		meta.seedPageSubscription(page.id, app.id, ['messages', 'messaging_postbacks']);
		meta.seedPageSubscription(page.id, other.id, ['messages']);
		meta.seedPageSubscription(otherPage.id, app.id, ['messages']);
		expect((await call(scene, { method: 'DELETE' })).body).toEqual({
			success: true,
			messaging_success: true,
		});
		expect(fieldsOf(scene)).toBeNull();
		expect(meta.pageSubscription(page.id, other.id)).toEqual(['messages']);
		expect(meta.pageSubscription(otherPage.id, app.id)).toEqual(['messages']);
	});

	it('knows no fields: one call cannot drop a single field', async () => {
		const scene = await aScene();
		scene.meta.seedPageSubscription(scene.page.id, scene.app.id, ['messages']);
		const query = { subscribed_fields: 'messages' };
		expect((await call(scene, { method: 'DELETE', query })).body).toEqual(refusal(100));
		expect(fieldsOf(scene)).toEqual(['messages']);
	});
});

describe('the Page access token', () => {
	it.each(['GET', 'POST', 'DELETE'] as const)('is needed for %s', async (method) => {
		const scene = await aScene();
		const token = scene.userToken;
		expect((await call(scene, { method, token })).body).toEqual(refusal(210));
		expect((await call(scene, { method, token: undefined })).body).toEqual(refusal(210));
	});

	it('opens only its own Page', async () => {
		const scene = await aScene();
		const other = scene.meta.addPage();
		const answer = await call(scene, { path: `${other.id}/subscribed_apps` });
		expect(answer.body).toEqual(refusal(100, { error_subcode: 33 }));
	});
});
