// How somebody finds the trigger: the nodes panel of the real editor, and the click that adds it.
import { addTrigger, closeNode, openNodesPanel, searchNodes } from './support/clicks.ts';
import { useEditor } from './support/editorSession.ts';
import { keepScreenshot } from './support/screenshots.ts';

const editor = useEditor();

it('is found in the nodes panel by every word that fits it, among the first where the word is its own', async () => {
	const page = await editor.open();
	await openNodesPanel(page);
	const ranks: Record<string, number> = {};
	for (const word of ['messenger', 'facebook', 'instagram', 'postback', 'meta', 'button']) {
		ranks[word] = (await searchNodes(page, word)).findIndex((name) => name.startsWith('Messenger Postback'));
	}
	expect(ranks.postback).toBe(0);
	// Beside the Messenger node, to which these belong as well.
	for (const word of ['messenger', 'instagram', 'button']) expect(ranks[word]).toBeLessThan(2);
	// n8n's own nodes have these words in their names.
	expect(ranks.facebook).toBeLessThan(5);
	expect(ranks.meta).toBeLessThan(3);
});

it("is listed together with n8n's own Facebook Trigger, which it does not hide", async () => {
	const page = await editor.open();
	await openNodesPanel(page);
	expect(await searchNodes(page, 'facebook')).toEqual(expect.arrayContaining(['Facebook Trigger']));
	await keepScreenshot(page, 'nodes panel', { x: 1040, y: 60, width: 400, height: 420 });
});

it('offers each kind of event by a name, and a click adds the trigger set to that kind', async () => {
	const page = await editor.open();
	await openNodesPanel(page);
	await page.getByTestId('node-creator-search-bar').fill('postback');
	await page.getByTestId('item-iterator-item').filter({ hasText: 'Messenger Postback' }).first().click();
	await page.getByText('On button tap', { exact: true }).waitFor();
	const names = await page.getByTestId('node-creator-item-name').allInnerTexts();
	expect(names).toEqual(
		expect.arrayContaining(['On button tap', 'On quick reply', 'On referral by link or ad']),
	);
	await page.getByText('On quick reply', { exact: true }).click();
	await page.getByTestId('ndv').waitFor();
	expect(await page.getByTestId('parameter-input-events').innerText()).toBe('Quick Reply');
	await closeNode(page);
	expect(await page.getByTestId('canvas-node').innerText()).toContain('Quick Replies');
});

it('says where its documentation is', async () => {
	const page = await editor.open();
	await openNodesPanel(page);
	await addTrigger(page);
	const link = page.getByTestId('ndv').getByRole('link', { name: 'Docs' });
	expect(await link.getAttribute('href')).toMatch(/^https:\/\/github\.com\/n8n-nodes-messenger-postbacks\//);
});
