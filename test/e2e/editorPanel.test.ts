// The node's parameters in the real editor: what is shown, in which order, and when.
import {
	choose,
	closeNode,
	openChoices,
	openNode,
	parameter,
	parameterItem,
	publish,
} from './support/clicks.ts';
import { useEditor } from './support/editorSession.ts';
import { keepScreenshot } from './support/screenshots.ts';
import { eventually, type Account, type Published } from './support/world.ts';

const editor = useEditor();

async function openTrigger(parameters: Record<string, unknown>) {
	const account: Account = await editor.world.addApp();
	const workflow: Published = await editor.world.addWorkflow(account.credentialId, parameters);
	const page = await editor.open(`/workflow/${workflow.id}`);
	await openNode(page);
	return { page, account, workflow };
}

it('asks what to wait for and where before what comes out, and shows nothing that belongs to another choice', async () => {
	const { page } = await openTrigger({});
	await parameter(page, 'routing').waitFor();
	const shown = await page
		.getByTestId('node-parameters')
		.locator('[data-test-id^="parameter-input-"]')
		.filter({ visible: true })
		.evaluateAll((inputs) => inputs.map((input) => input.getAttribute('data-test-id')));
	const names = shown.map((id) => id?.replace('parameter-input-', '')).filter((name) => name !== 'field');
	expect(names).toEqual([
		'events',
		'channels',
		'pageSelection',
		'pages',
		'registration',
		'output',
		'routing',
	]);
	expect(await page.getByTestId('node-parameters').getByRole('alert').count()).toBe(0);
});

it('shows no webhook URL while registration is automatic, and a single one with the steps when it is manual', async () => {
	const { page, workflow } = await openTrigger({});
	const urls = page.getByTestId('ndv').getByText('Webhook URLs', { exact: true });
	await parameter(page, 'registration').waitFor();
	expect(await urls.count()).toBe(0);

	await choose(page, 'registration', /^Manual/);
	await urls.click();
	await page.getByText('Production URL', { exact: true }).click();
	const production = page.locator('.webhook-url');
	await production.filter({ hasText: '/webhook/' }).waitFor();
	expect((await production.allInnerTexts()).map((url) => url.trim())).toEqual([
		editor.world.n8n.baseUrl + workflow.path,
	]);

	const steps = await page
		.getByTestId('node-parameters')
		.getByRole('alert')
		.getByRole('listitem')
		.allInnerTexts();
	expect(steps.join('\n')).toMatch(
		/Verify Token[^]*Production URL[^]*messaging_postbacks[^]*Subscribe each Page/,
	);
	await page.getByText('Empty takes the events of every Page').waitFor();
});

it('lists Pages by name, with the ID and the Instagram account, and shows the chosen ones by name', async () => {
	const { page, account } = await openTrigger({ pages: [] });
	const choices = await openChoices(page, 'pages');
	expect(await choices.allInnerTexts()).toEqual([
		expect.stringMatching(`^Demo Page\\s+ID ${account.page.id}, Instagram @demo_page$`),
	]);
	await choices.first().click();
	await page.keyboard.press('Escape');
	expect(await parameter(page, 'pages').innerText()).toBe('Demo Page');
	await keepScreenshot(page, 'node panel');
});

it('cannot run before a Page is chosen, and can with All Pages', async () => {
	const { page } = await openTrigger({ pages: [] });
	const run = page.getByTestId('node-execute-button');
	await run.waitFor();
	expect(await run.isEnabled()).toBe(false);
	await choose(page, 'pageSelection', /^All Pages/);
	await parameter(page, 'pages').waitFor({ state: 'detached' });
	expect(await eventually(async () => ((await run.isEnabled()) ? true : null), 'the button')).toBe(true);
});

it('takes Page IDs from an expression, and registers that Page', async () => {
	const { page, account } = await openTrigger({ pages: [] });
	const field = parameterItem(page, 'pages');
	await field.hover();
	await field.getByTestId('radio-button-expression').click();
	await parameter(page, 'pages').locator('.cm-content').click();
	await page.keyboard.press('ControlOrMeta+A');
	await page.keyboard.insertText(`{{ "${account.page.id}" }}`);
	await page.getByText(account.page.id, { exact: true }).first().waitFor(); // the result that n8n shows below
	await closeNode(page);
	await page.getByTestId('canvas-node').first().getByText('Pages by Expression · Button Taps').waitFor();
	await publish(page);
	await eventually(
		async () => editor.world.meta.pageSubscription(account.page.id, account.app.id),
		'the subscription of the Page',
	);
});
