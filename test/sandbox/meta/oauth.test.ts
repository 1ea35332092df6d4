// The login dialog: what it shows, what a decision sends back, and the token that comes of it.
import { callGraph, refusal } from './graphClient.ts';
import { aLogin, codeOf, decide, dialogUrl, redeem, REDIRECT_URI, SCOPES } from './login.ts';
import { aScene, endScenes } from './scene.ts';

afterEach(endScenes);

const htmlOf = async (url: string) => {
	const response = await fetch(url);
	return { status: response.status, html: await response.text() };
};
const boxes = (html: string, name: string) =>
	[...html.matchAll(/<input type="checkbox" name="(\w+)" value="([^"]*)" checked( disabled)?>/g)]
		.filter(([, found]) => found === name)
		.map(([, , value]) => value);

describe('the login dialog', () => {
	it('lists Pages and permissions, all ticked, with two buttons', async () => {
		const scene = await aScene();
		const { status, html } = await htmlOf(dialogUrl(scene));
		expect(status).toBe(200);
		expect(html).toContain('Log in to Demo App');
		expect(boxes(html, 'pages')).toEqual(['1000']);
		expect(boxes(html, 'scopes')).toEqual(SCOPES);
		expect([...html.matchAll(/<button[^>]*value="(\w+)"/g)].map(([, value]) => value)).toEqual([
			'cancel',
			'continue',
		]);
	});

	it('writes the names of apps and Pages as text', async () => {
		const scene = await aScene();
		scene.meta.addPage({ name: '<img src=x>"&' });
		const { html } = await htmlOf(dialogUrl(scene));
		expect(html).not.toContain('<img');
		expect(html).toContain('&#60;img src=x&#62;&#34;&#38;');
	});

	it.each([
		['an unknown app', { client_id: '1' }, 'Invalid App ID'],
		['a redirect URI outside loopback', { redirect_uri: 'https://n8n.example/callback' }, 'URL Blocked'],
		['no redirect URI', { redirect_uri: '' }, 'URL Blocked'],
		['a token instead of a code', { response_type: 'token' }, 'Invalid response_type'],
		['an unknown permission', { scope: 'pages_show_list,pages_fly' }, 'Invalid Scopes: pages_fly'],
		['a configuration the app does not have', { config_id: '1' }, 'Invalid config_id'],
	])('refuses %s on a page, without redirecting', async (_label, query, text) => {
		const scene = await aScene();
		const { status, html } = await htmlOf(dialogUrl(scene, query));
		expect({ status, html }).toEqual({ status: 400, html: expect.stringContaining(text) });
		const decided = await decide(scene, { decision: 'continue' }, query);
		expect(decided.status).toBe(400);
	});

	it('sends back code and state when continued', async () => {
		const scene = await aScene();
		const target = (await decide(scene, { decision: 'continue' })).location;
		expect(target.origin + target.pathname).toBe(REDIRECT_URI);
		expect(Object.fromEntries(target.searchParams)).toEqual({
			code: expect.stringMatching(/^AQ/),
			state: 'STATE=&+',
		});
		expect(target.hash).toBe('#_=_');
	});

	it('sends back the refusal and the state when cancelled', async () => {
		const { location } = await decide(await aScene(), { decision: 'cancel' });
		expect(Object.fromEntries(location.searchParams)).toEqual({
			error: 'access_denied',
			error_code: '200',
			error_description: 'Permissions error',
			error_reason: 'user_denied',
			state: 'STATE=&+',
		});
	});
});

describe('a granted login', () => {
	it('opens the Pages that stayed ticked, and those only', async () => {
		const scene = await aScene();
		scene.meta.addPage({ id: '2000' });
		const token = await aLogin(scene, { pages: ['2000'] });
		const { body } = await callGraph(scene.meta, { path: 'me/accounts', app: scene.app, token });
		expect(body).toMatchObject({ data: [{ id: '2000' }] });
	});

	it('is shown by debug_token with its end, and without what was declined', async () => {
		const scene = await aScene();
		const scopes = SCOPES.filter((scope) => scope !== 'pages_messaging');
		const token = await aLogin(scene, { scopes });
		const now = Math.floor(Date.now() / 1000);
		const { body } = await callGraph(scene.meta, {
			path: 'debug_token',
			app: scene.app,
			query: { input_token: token },
		});
		expect(body).toMatchObject({ data: { type: 'USER', is_valid: true, scopes } });
		const { data } = body as { data: { expires_at: number } };
		expect(Math.abs(data.expires_at - now - 5400)).toBeLessThan(10);
	});

	it('is asked again for what was declined only with auth_type=rerequest', async () => {
		const scene = await aScene();
		const granted = SCOPES.filter((scope) => scope !== 'pages_messaging');
		await aLogin(scene, { scopes: granted });
		expect(boxes((await htmlOf(dialogUrl(scene))).html, 'scopes')).toEqual(granted);
		const again = { auth_type: 'rerequest' };
		expect(boxes((await htmlOf(dialogUrl(scene, again))).html, 'scopes')).toEqual(SCOPES);
		await aLogin(scene, { scopes: SCOPES, query: again });
		expect(boxes((await htmlOf(dialogUrl(scene))).html, 'scopes')).toEqual(SCOPES);
	});

	it('by a configuration gives a token of its kind, with all of its permissions, that need not end', async () => {
		const scene = await aScene();
		const { id } = scene.meta.addLoginConfiguration({ appId: scene.app.id, scopes: ['pages_messaging'] });
		const query = { config_id: id, scope: '' };
		expect((await htmlOf(dialogUrl(scene, query))).html).toContain(
			'value="pages_messaging" checked disabled',
		);
		const code = await codeOf(scene, { scopes: [], query });
		const { body } = await redeem(scene, code);
		expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer' });
		const input = (body as { access_token: string }).access_token;
		const debugged = await callGraph(scene.meta, {
			path: 'debug_token',
			app: scene.app,
			query: { input_token: input },
		});
		expect(debugged.body).toMatchObject({
			data: { type: 'SYSTEM_USER', expires_at: 0, scopes: ['pages_messaging'] },
		});
	});

	it('ends, and its Page tokens with it, when it is short-lived', async () => {
		const scene = await aScene();
		scene.meta.options.loginTokenSeconds = 200;
		const token = await aLogin(scene, {});
		const pageToken = scene.meta.pageToken(token, scene.page.id);
		const ask = async (one: string) =>
			await callGraph(scene.meta, { path: 'me', app: scene.app, token: one });
		expect((await ask(pageToken)).status).toBe(200);
		scene.meta.advanceClock(201_000);
		for (const one of [token, pageToken]) {
			expect((await ask(one)).body).toEqual(refusal(190, { error_subcode: 463 }));
		}
	});
});
