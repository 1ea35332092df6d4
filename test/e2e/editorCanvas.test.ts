// The trigger on the canvas of the real editor: outputs by name, Pages and events in words, light
// and dark.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { WorkflowNode } from '../../sandbox/n8n/index.ts';
import { choose, closeNode, openNode, typeInto } from './support/clicks.ts';
import { useEditor } from './support/editorSession.ts';
import { keepPicture, keepScreenshot } from './support/screenshots.ts';

const editor = useEditor();

const rule = (outputName: string, operator: string, value: string) => ({
	outputName,
	conditions: { values: [{ field: 'payload', operator, value }] },
});

function anEditFieldsNode(name: string, index: number): WorkflowNode {
	const position: [number, number] = [320, (index - 1) * 160];
	return { id: randomUUID(), name, type: 'n8n-nodes-base.set', typeVersion: 3.4, position, parameters: {} };
}

async function openBranched(colorScheme: 'light' | 'dark'): Promise<Page> {
	const account = await editor.world.addApp();
	const parameters = {
		pages: [account.page.id],
		routing: 'rules',
		rules: { values: [rule('Buy', 'startsWith', 'BUY'), rule('Hours', 'equals', 'HOURS')] },
		options: { fallbackOutput: 'extra' },
	};
	const then = ['Note the Order', 'Send Opening Hours', 'Ask a Colleague'].map(anEditFieldsNode);
	const { id } = await editor.world.addWorkflow(account.credentialId, parameters, then);
	const page = await editor.open(`/workflow/${id}`, { colorScheme });
	await page.getByTestId('canvas-node').first().waitFor();
	return page;
}

const iconOf = async (page: Page) =>
	await page.getByTestId('canvas-node').first().locator('img').first().getAttribute('src');

it('has one output per rule that was clicked together, by its name, and Other last', async () => {
	const account = await editor.world.addApp();
	const { id } = await editor.world.addWorkflow(account.credentialId, { pages: [account.page.id] });
	const page = await editor.open(`/workflow/${id}`);
	await openNode(page);
	await choose(page, 'routing', /^Rules/);
	for (const [index, [name, payload]] of [
		['Buy', 'BUY'],
		['Hours', 'HOURS'],
	].entries()) {
		await page.getByRole('button', { name: 'Add Rule' }).click();
		await typeInto(page, 'outputName', name ?? '', index);
		await page.getByRole('button', { name: 'Add Condition' }).last().click();
		await typeInto(page, 'value', payload ?? '', index);
	}
	await page.getByTestId('collection-parameter-add').click();
	await page.getByText('Fallback Output', { exact: true }).first().click();
	await choose(page, 'fallbackOutput', /^Extra Output/);
	await closeNode(page);
	const trigger = page.getByTestId('canvas-node').first();
	await trigger.getByText('Other', { exact: true }).waitFor();
	expect((await trigger.innerText()).split('\n').slice(0, 3)).toEqual(['Buy', 'Hours', 'Other']);
	expect(await trigger.innerText()).toContain('1 Page · Button Taps');
});

it('has another icon in the dark, and names that can be read in both', async () => {
	const icons: Array<string | null> = [];
	for (const colorScheme of ['light', 'dark'] as const) {
		const page = await openBranched(colorScheme);
		icons.push(await iconOf(page));
		const label = page.getByTestId('canvas-node').first().getByText('Other', { exact: true });
		expect(await label.isVisible()).toBe(true);
		const name = colorScheme === 'light' ? 'canvas' : 'canvas-dark';
		await keepPicture(page, name, { x: 420, y: 210, width: 640, height: 550 });
		await openNode(page);
		await keepScreenshot(page, `panel ${colorScheme}`);
	}
	expect(icons).toEqual([
		expect.stringMatching(/messengerPostback\.svg$/),
		expect.stringMatching(/messengerPostback\.dark\.svg$/),
	]);
});
