// What a person reads when something cannot be: toasts after publishing and listening, and the Page
// list's own sign.
import type { Page } from 'playwright-core';
import { openNode, parameterItem, publish, toast } from './support/clicks.ts';
import { useEditor } from './support/editorSession.ts';

const editor = useEditor();
const WARNING_SIGN = 'svg[data-icon="triangle-alert"]';

async function openWorkflow(credentialId: string, parameters: Record<string, unknown>): Promise<Page> {
	const { id } = await editor.world.addWorkflow(credentialId, parameters);
	const page = await editor.open(`/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	return page;
}

it('names everything that keeps a workflow from being published, each with its remedy', async () => {
	const { meta } = editor.world;
	const app = meta.addApp();
	const { id: pageId } = meta.addPage({ name: 'Shop' });
	const token = meta.addToken({ appId: app.id, pageIds: [pageId], scopes: ['pages_show_list'] });
	const credentialId = await editor.world.addCredential(app, { accessToken: token });
	const lookAhead = { field: 'payload', operator: 'regex', value: '(?=a)' };
	const rules = [{ outputName: 'Buy', conditions: { values: [lookAhead] } }, { outputName: 'Hours' }];
	const page = await openWorkflow(credentialId, {
		pages: [pageId, '999'],
		channels: ['messenger', 'instagram'],
		routing: 'rules',
		rules: { values: rules },
	});
	await publish(page);
	const text = await toast(page, /could not be published/);
	for (const part of [
		'lacks pages_manage_metadata, pages_messaging, instagram_basic, instagram_manage_messages: add what is missing',
		"cannot manage Page 999: check the ID and the token's access",
		"linked Instagram professional account: link one in the Page's settings",
		'Rule 1 has a regular expression that uses a look-ahead',
		'Rule 2 has no condition: add one, or remove the rule',
	])
		expect(text).toContain(part);
});

it('names the other system that has the callback, and the ways out, when publishing and when listening', async () => {
	const { app, page: metaPage, credentialId } = await editor.world.addApp();
	editor.world.meta.seedAppSubscription(app.id, {
		object: 'page',
		callback_url: 'https://crm.example/hook',
		fields: ['messaging_postbacks'],
	});
	const page = await openWorkflow(credentialId, { pages: [metaPage.id] });
	const words =
		/crm\.example already receives this Meta app's 'page' webhooks.*Use another Meta app.*'Existing Callback'/s;
	await publish(page);
	expect(await toast(page, /could not be published/)).toMatch(words);
	await openNode(page);
	await page.getByTestId('trigger-execute-button').click();
	expect(await toast(page, /Problem running workflow/)).toMatch(words);
});

describe('a token that Meta refuses', () => {
	it('is named when publishing, with where to put a new one', async () => {
		const { app, page: metaPage } = await editor.world.addApp();
		const credentialId = await editor.world.addCredential(app, { accessToken: 'EAA-refused-token' });
		const page = await openWorkflow(credentialId, { pages: [metaPage.id] });
		await publish(page);
		const text = await toast(page, /could not be published/);
		expect(text).toContain(
			"The access token is not valid: put a new one in 'Access Token' of the credential, or connect its account again.",
		);
		expect(text).not.toContain('EAA-refused-token');
	});

	it('shows at the Page list, and so does one without Pages', async () => {
		const { app } = await editor.world.addApp();
		const tokens = {
			'EAA-refused-token':
				"Create a new access token and put it in 'Access Token' of the credential, or connect its account again.",
			[editor.world.meta.addToken({ appId: app.id })]: 'The access token lists no Page. Grant it one',
		};
		for (const [accessToken, remedy] of Object.entries(tokens)) {
			const credentialId = await editor.world.addCredential(app, { accessToken });
			const page = await openWorkflow(credentialId, { pages: ['1000'] });
			await openNode(page);
			await parameterItem(page, 'pages').locator(WARNING_SIGN).hover();
			await page.getByText(remedy).filter({ visible: true }).first().waitFor();
		}
	});
});
