// The first ten minutes of somebody who has never seen the package, click by click and with nothing
// but the screen.
import type { Page } from 'playwright-core';
import {
	addTrigger,
	choose,
	closeNode,
	openNode,
	openNodesPanel,
	publish,
	toast,
	triggerPanelText,
} from './support/clicks.ts';
import { useEditor } from './support/editorSession.ts';
import { keepPicture, keepScreenshot } from './support/screenshots.ts';
import { eventually } from './support/world.ts';

const editor = useEditor();
const CLOSE = '.el-notification__closeBtn';

async function fillCredential(page: Page, fields: Record<string, string>): Promise<void> {
	const dialog = page.getByTestId('editCredential-modal');
	for (const [name, value] of Object.entries(fields)) {
		await dialog.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
	}
	await dialog.getByTestId('credential-save-button').click();
}

it('gets from an empty canvas to an item, and then to executions by themselves', async () => {
	const { meta } = editor.world;
	const app = meta.addApp();
	const { id: pageId } = meta.addPage({ name: 'Corner Shop' });
	const accessToken = meta.addToken({ appId: app.id, pageIds: [pageId] });
	// n8n says that it waits before Meta knows of it, and nobody taps as fast as a test: again, until
	// somebody takes it.
	const tap = async (title: string) =>
		await eventually(async () => {
			const deliveries = await meta.sendPostback({
				pageId,
				title,
				payload: JSON.stringify({ action: title.toUpperCase(), sku: 7 }),
				referral: { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' },
			});
			return deliveries.some(({ status }) => status === 200) || null;
		}, `somebody to take the tap '${title}'`);

	const page = await editor.open();
	await openNodesPanel(page);
	await addTrigger(page);

	// The credential: a slip first, told in words, then the right token.
	await page.getByRole('button', { name: 'Connect to Messenger' }).click();
	const dialog = page.getByTestId('editCredential-modal');
	const { id: appId, secret: appSecret } = app;
	await fillCredential(page, { appId, appSecret, accessToken: 'EAA-slip', baseUrl: meta.baseUrl });
	await dialog.getByText('More details').click();
	await dialog.getByText("The access token is not valid: put a new one in 'Access Token'").waitFor();
	await keepScreenshot(page, 'credential with a slip');
	await fillCredential(page, { accessToken });
	await toast(page, /Credential saved/);
	// n8n keeps what it knew of the Pages until the node is opened again.
	await closeNode(page);
	await openNode(page);

	// The Page by its name, then one tap while listening.
	await choose(page, 'pages', /^Corner Shop/);
	expect(await triggerPanelText(page)).toMatch(
		/^Click below, then tap a button in Messenger or Instagram\nExecute step\nPublish the workflow/,
	);
	await page.getByTestId('trigger-execute-button').click();
	await page.getByTestId('trigger-listening').waitFor();
	await tap('Buy');
	const output = page.getByTestId('output-panel');
	await output.getByText('1 item').waitFor();
	await output.getByTestId('radio-button-schema').click();
	await output.getByText('payloadData').waitFor();
	expect(await output.innerText()).toMatch(/title\s+Buy[^]*action\s+BUY[^]*sku\s+7/);
	await page.getByRole('alert').filter({ hasText: 'Node executed successfully' }).locator(CLOSE).click();
	await keepPicture(page, 'item');
	await closeNode(page);

	// On the canvas the same, with the words n8n puts above the node.
	await page.getByRole('button', { name: 'Execute workflow' }).last().click();
	const waiting = page.getByText('Waiting for you to tap a button in Messenger or Instagram').first();
	await waiting.waitFor();
	await tap('Again');
	await waiting.waitFor({ state: 'detached' });

	await publish(page);
	const told = page.getByRole('dialog').filter({ hasText: 'Workflow published' });
	await told.getByText('From now on, every tap in the chosen Pages starts this workflow.').waitFor();
	await keepScreenshot(page, 'published');
	await told.getByRole('button', { name: 'Got it' }).click();
	await openNode(page);
	expect(await triggerPanelText(page)).toContain(
		'Taps also start the published workflow; see its executions',
	);
	await closeNode(page);

	await tap('Later');
	await page.getByTestId('radio-button-executions').click();
	// Two are those of the test listens.
	await page.locator('[data-test-execution-status="success"]').nth(2).waitFor();
	await keepScreenshot(page, 'executions');
});
