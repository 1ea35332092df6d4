// The Messenger node in the real editor: found by what people look for, filled in by hand, its
// errors read.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { MESSENGER_TYPE, type WorkflowNode } from '../../sandbox/n8n/index.ts';
import { choose, openNodesPanel, parameter, searchNodes, toast } from './support/clicks.ts';
import { useEditor } from './support/editorSession.ts';
import { keepScreenshot } from './support/screenshots.ts';
import type { Account } from './support/world.ts';

const editor = useEditor();

const messenger = (account: Account, parameters: Record<string, unknown>): WorkflowNode => ({
	id: randomUUID(),
	name: 'Messenger',
	type: MESSENGER_TYPE,
	typeVersion: 1,
	position: [260, 0],
	parameters,
	credentials: { messengerApi: { id: account.credentialId, name: 'Meta' } },
});

/** A workflow of the trigger and the node, with the node open. */
async function openMessenger(
	parameters: Record<string, unknown>,
	colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; account: Account }> {
	const account = await editor.world.addApp();
	const node = messenger(account, parameters);
	const { id } = await editor.world.addWorkflow(account.credentialId, { pages: [account.page.id] }, [node]);
	const page = await editor.open(`/workflow/${id}`, { colorScheme });
	await page.getByTestId('canvas-node').nth(1).dblclick();
	await page.getByTestId('ndv').waitFor();
	return { page, account };
}

it('is found by what people look for, among the first where the word is its own', async () => {
	const page = await editor.open();
	await openNodesPanel(page);
	const ranks: Record<string, number> = {};
	for (const word of ['messenger', 'facebook', 'send message', 'menu', 'carousel']) {
		const names = await searchNodes(page, word, /^Messenger$/);
		ranks[word] = names.findIndex((name) => name.trim() === 'Messenger');
	}
	await keepScreenshot(page, 'messenger in the nodes panel');
	expect(ranks).toMatchObject({ messenger: 0, 'send message': 0, menu: 0, carousel: 0 });
	// n8n's own nodes have this word in their names.
	expect(ranks.facebook).toBeLessThan(5);
});

it.each(['light', 'dark'] as const)('shows what each part of a message is for (%s)', async (colorScheme) => {
	const button = { type: 'postback', title: 'Opening hours', payload: '' };
	const parameters = {
		messageType: 'buttons',
		text: 'What would you like to know?',
		buttons: { values: [button, { type: 'url', title: 'Shop', url: 'https://shop.example' }] },
		quickReplies: { values: [{ type: 'text', title: 'Today', payload: '' }] },
	};
	const { page } = await openMessenger(parameters, colorScheme);
	await parameter(page, 'text').waitFor();
	const labels = await page.getByTestId('node-parameters').locator('.n8n-input-label').allInnerTexts();
	await keepScreenshot(page, `messenger buttons ${colorScheme}`);
	const shown = labels.map((label) => label.split('\n')[0]?.trim()).filter((label) => label !== '');
	expect(shown).toEqual(
		expect.arrayContaining(['To', 'Message Type', 'Text', 'Buttons', 'Type', 'Title', 'Payload', 'URL']),
	);
	expect(await page.getByText('Recipient ID').count()).toBe(0);
});

it('lists Pages by name, once a person is chosen by ID, and shows the chosen one by name', async () => {
	const { page, account } = await openMessenger({});
	await choose(page, 'to', /^A Person/);
	await page.getByTestId('rlc-input').click();
	const item = page.getByTestId('rlc-item').filter({ hasText: account.page.name });
	await item.first().click();
	await keepScreenshot(page, 'messenger page list');
	expect(await page.getByTestId('rlc-input').inputValue()).toBe(account.page.name);
});

it('says in the toast why nobody can be answered', async () => {
	const account = await editor.world.addApp();
	const start: WorkflowNode = {
		...messenger(account, { text: 'Hello' }),
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		parameters: {},
		credentials: undefined,
	};
	const { id } = await editor.world.n8n.api.createWorkflow({
		name: 'Nobody',
		nodes: [start, messenger(account, { text: 'Hello' })],
		connections: { Start: { main: [[{ node: 'Messenger', type: 'main', index: 0 }]] } },
	});
	const page = await editor.open(`/workflow/${id}`);
	await page.getByTestId('execute-workflow-button').click();
	expect(await toast(page, /Problem in node/)).toContain(
		'Nobody to answer: this item does not come from a tap.',
	);
	await page.getByTestId('canvas-node').nth(1).dblclick();
	await page.getByText('Put a Messenger Postback Trigger in front of this node').first().waitFor();
});
