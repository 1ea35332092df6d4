// Messenger OAuth2 API as a person uses it: the credential's dialog in the editor, Meta's login in
// a popup, the Pages by name; then publishing and unpublishing, also after the login has ended.
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../sandbox/browser/startBrowser.ts';
import type { App, Page as MetaPage } from '../../sandbox/meta/index.ts';
import { aTriggerWorkflow, TRIGGER_NAME, TRIGGER_TYPE, type WorkflowNode } from '../../sandbox/n8n/index.ts';
import { CredentialDialog } from './support/credentialDialog.ts';
import { openEditor } from './support/editor.ts';
import { eventually, World } from './support/world.ts';

/**
 * Shorter than Meta's: the clock of the simulator may not be moved beyond the five minutes that a
 * proof is valid.
 */
const LOGIN_SECONDS = 200;

let world: World;
let browser: Browser;
let app: App;
let shop: MetaPage;
/** Milliseconds that the clock of the simulator is ahead. */
let movedBy = 0;

beforeAll(async () => {
	world = await World.start({ meta: { loginTokenSeconds: LOGIN_SECONDS } });
	// The first call makes the owner, as whom the browser logs in.
	await world.n8n.api.request('GET', '/rest/credentials');
	browser = await startBrowser();
	shop = world.meta.addPage({ name: 'Shoe Shop', instagramAccount: { username: 'shoes' } });
	world.meta.addPage({ name: 'Hat Shop' });
});
afterAll(async () => {
	await browser?.close();
	await world?.stop();
});
beforeEach(() => {
	app = world.meta.addApp({ name: 'Shop Bot' });
});
afterEach(() => {
	world.meta.advanceClock(-movedBy);
	movedBy = 0;
});

function endLogins(): void {
	movedBy = (LOGIN_SECONDS + 10) * 1000;
	world.meta.advanceClock(movedBy);
}

/**
 * `values` instead of the app's own. Each field is filled once: the editor may keep the first of
 * two fills in quick succession.
 */
async function newCredential(values: Record<string, string> = {}): Promise<CredentialDialog> {
	const page = await openEditor(browser, world.n8n, '/home/credentials/create');
	page.setDefaultTimeout(60_000);
	const dialog = new CredentialDialog(page);
	await dialog.choose('Messenger OAuth2 API');
	await dialog.fill({ clientId: app.id, clientSecret: app.secret, baseUrl: world.meta.baseUrl, ...values });
	return dialog;
}

/** A connected credential; `login` may untick boxes before Continue. */
async function connect(login: (popup: Page) => Promise<void> = async () => undefined): Promise<string> {
	const dialog = await newCredential();
	const popup = await dialog.connect();
	await login(popup);
	await popup.getByRole('button', { name: 'Continue' }).click();
	await dialog.part('oauth-connect-success-banner').waitFor();
	expect(await dialog.part('oauth-connect-success-banner').innerText()).toContain('Account connected');
	await dialog.page.context().close();
	return await newestCredential();
}

async function newestCredential(): Promise<string> {
	const { body } = await world.n8n.api.request('GET', '/rest/credentials');
	const { data } = body as { data: Array<{ id: string; createdAt: string }> };
	const newest = data.toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1))[0];
	return newest?.id ?? '';
}

async function addWorkflow(credentialId: string, parameters: Record<string, unknown> = {}) {
	const workflow = aTriggerWorkflow({
		credentialId,
		parameters: { authentication: 'oAuth2', pages: [shop.id], ...parameters },
	});
	const trigger = (workflow.nodes as WorkflowNode[]).find(({ name }) => name === TRIGGER_NAME);
	Object.assign(trigger ?? {}, {
		credentials: { messengerOAuth2Api: { id: credentialId, name: 'Messenger account' } },
	});
	return await world.n8n.api.createWorkflow(workflow);
}

async function publish(credentialId: string, parameters: Record<string, unknown> = {}): Promise<string> {
	const { id } = await addWorkflow(credentialId, parameters);
	expect(await world.n8n.api.publish(id)).toEqual({ status: 'published' });
	return id;
}

it('connecting asks for what the credential says, and stores a token that lists the Pages by name', async () => {
	const dialog = await newCredential();
	const popup = await dialog.connect();
	const query = new URL(popup.url()).searchParams;
	expect(Object.fromEntries(query)).toEqual({
		auth_type: 'rerequest',
		client_id: app.id,
		redirect_uri: `${world.n8n.baseUrl}/rest/oauth2-credential/callback`,
		response_type: 'code',
		scope: 'pages_show_list,pages_manage_metadata,pages_read_engagement,pages_messaging',
		state: expect.any(String),
	});
	await popup.getByRole('button', { name: 'Continue' }).click();
	await dialog.part('oauth-connect-success-banner').waitFor();
	await dialog.page.context().close();
	// What the editor asks for when somebody opens 'Page Names or IDs'.
	const credentials = { messengerOAuth2Api: { id: await newestCredential(), name: 'Messenger account' } };
	const parameters = { authentication: 'oAuth2' };
	const pages = await world.n8n.api.loadOptions(TRIGGER_TYPE, 'getPages', credentials, parameters);
	expect(pages.map(({ name }) => name)).toEqual(['Hat Shop', 'Shoe Shop']);
	expect(world.n8n.log()).not.toContain(app.secret);
});

it.each([
	['https://graph.facebook.com', 'https://www.facebook.com/v25.0/dialog/oauth'],
	['https://graph.facebook.com/', 'https://www.facebook.com/v25.0/dialog/oauth'],
	['', 'https://www.facebook.com/v25.0/dialog/oauth'],
	['  ', 'https://www.facebook.com/v25.0/dialog/oauth'],
	['http://localhost:1/proxy/', 'http://localhost:1/proxy/v25.0/dialog/oauth'],
])('the login of Base URL "%s" is at %s', async (baseUrl, dialogUrl) => {
	const { id } = await world.n8n.api.createCredential({
		name: 'Login',
		type: 'messengerOAuth2Api',
		data: { clientId: app.id, clientSecret: app.secret, baseUrl },
	});
	// n8n only puts the URL together; a browser would open it.
	const { body } = await world.n8n.api.request('GET', `/rest/oauth2-credential/auth?id=${id}`);
	const url = new URL((body as { data: string }).data);
	expect(url.origin + url.pathname).toBe(dialogUrl);
});

it('publishing with a login registers, a tap becomes an item, and unpublishing leaves Meta as it was found', async () => {
	const credentialId = await connect();
	const before = world.meta.snapshot();
	const id = await publish(credentialId);
	expect(await world.meta.sendPostback({ pageId: shop.id, payload: 'BUY' })).toMatchObject([{ status: 200 }]);
	expect(await world.waitForItems(id, 1)).toMatchObject([{ payload: 'BUY' }]);
	await world.unpublish(id);
	expect(world.meta.snapshot()).toEqual(before);
});

it('a login that has ended costs no tap, survives a restart, and is no obstacle to unpublishing', async () => {
	const credentialId = await connect();
	const id = await publish(credentialId, { options: { includeSenderProfile: true } });
	world.meta.addProfile('PSID-9', { name: 'Ada Lovelace' });
	endLogins();
	const tap = async () =>
		await world.meta.sendPostback({ pageId: shop.id, senderId: 'PSID-9', payload: 'LATE' });
	expect(await tap()).toMatchObject([{ status: 200 }]);
	await world.waitForItems(id, 1);
	await world.n8n.kill();
	world.meta.clearCalls();
	await world.n8n.restart();
	expect(world.meta.getCalls()).toEqual([]);
	expect(await tap()).toMatchObject([{ status: 200 }]);
	const items = await world.waitForItems(id, 2);
	expect(items).toMatchObject([
		{ payload: 'LATE', sender: { id: 'PSID-9', profile: null } },
		{ payload: 'LATE', sender: { id: 'PSID-9', profile: null } },
	]);
	expect(world.n8n.log()).toContain('sender profiles are left out, their items are not');

	await world.unpublish(id);
	expect(world.meta.appSubscriptions(app.id)).toEqual([]);
	expect(await tap()).toEqual([]);
	expect(world.n8n.log()).toMatch(new RegExp(`Page ${shop.id} stays subscribed, which delivers nothing`));
	const { status, errorMessage } = await world.n8n.api.publish(id);
	expect({ status, errorMessage }).toEqual({
		status: 'failed',
		errorMessage: expect.stringMatching(/not valid.*connect its account again.*Session has expired/),
	});
});

it('a login by configuration asks for that, and its token does not end', async () => {
	const scopes = ['pages_show_list', 'pages_manage_metadata', 'pages_messaging'];
	const configuration = world.meta.addLoginConfiguration({ appId: app.id, scopes });
	const dialog = await newCredential({ configId: configuration.id });
	const popup = await dialog.connect();
	expect(Object.fromEntries(new URL(popup.url()).searchParams)).toMatchObject({
		config_id: configuration.id,
		scope: '',
		response_type: 'code',
	});
	await popup.getByRole('button', { name: 'Continue' }).click();
	await dialog.part('oauth-connect-success-banner').waitFor();
	await dialog.page.context().close();
	const before = world.meta.snapshot();
	const id = await publish(await newestCredential());
	endLogins();
	await world.unpublish(id);
	expect(world.meta.snapshot()).toEqual(before);
});

it('Cancel in the login says so in the popup, and connecting again works', async () => {
	const dialog = await newCredential();
	const popup = await dialog.connect();
	await popup.getByRole('button', { name: 'Cancel' }).click();
	await popup.getByText('Failed to connect').waitFor();
	await popup.getByText('More details').click();
	expect(await popup.locator('.reason').innerText()).toContain('"error_reason":"user_denied"');
	await popup.close();
	await dialog.part('oauth-not-connected-banner').waitFor();
	const second = await dialog.connect();
	await second.getByRole('button', { name: 'Continue' }).click();
	await dialog.part('oauth-connect-success-banner').waitFor();
	await dialog.page.context().close();
});

it('a Client Secret that is wrong ends in the popup, and leaves the account unconnected', async () => {
	const dialog = await newCredential({ clientSecret: 'not the secret' });
	const popup = await dialog.connect();
	await popup.getByRole('button', { name: 'Continue' }).click();
	await popup.getByText('Failed to connect').waitFor();
	await dialog.part('oauth-not-connected-banner').waitFor();
	await dialog.page.context().close();
});

it('a declined permission is named when publishing, and a second login can grant it', async () => {
	const credentialId = await connect(async (popup) => {
		await popup.getByRole('checkbox', { name: /pages_messaging/ }).uncheck();
	});
	const { id } = await addWorkflow(credentialId);
	const { status, errorMessage } = await world.n8n.api.publish(id);
	expect({ status, errorMessage }).toEqual({
		status: 'failed',
		errorMessage: expect.stringContaining('lacks pages_messaging'),
	});
	expect(errorMessage).toContain('connect the account again');

	const page = await openEditor(browser, world.n8n, `/home/credentials/${credentialId}`);
	const dialog = new CredentialDialog(page);
	const popup = await dialog.connect('oauth-switch-account-button');
	await popup.getByRole('checkbox', { name: /pages_messaging/ }).waitFor();
	await popup.getByRole('button', { name: 'Continue' }).click();
	await eventually(async () => (popup.isClosed() ? true : null), 'the popup to close');
	await page.context().close();
	await eventually(
		async () => ((await world.n8n.api.publish(id)).status === 'published' ? true : null),
		'the workflow to be published',
	);
	await world.unpublish(id);
});
