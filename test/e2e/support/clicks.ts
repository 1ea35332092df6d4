// What a person does in n8n's editor, one verb each, by what the screen shows; and what can then be
// read from it.
import type { Locator, Page } from 'playwright-core';

const OURS = 'Messenger Postback';

/** Opens the nodes panel of an empty workflow. */
export async function openNodesPanel(page: Page): Promise<void> {
	await page.getByTestId('canvas-plus-button').click();
	await page.getByTestId('node-creator-search-bar').waitFor();
}

/** The names that the nodes panel finds, once ours is among them. */
export async function searchNodes(page: Page, word: string, own: string | RegExp = OURS): Promise<string[]> {
	const search = page.getByTestId('node-creator-search-bar');
	const names = page.getByTestId('node-creator-item-name');
	const ours = names.filter({ hasText: own });
	// n8n searches a moment after the last key. Only a list that ours has left before can show that
	// it came back.
	await search.fill('xylophone');
	await ours.waitFor({ state: 'detached' });
	await search.fill(word);
	await ours.first().waitFor();
	return await names.allInnerTexts();
}

/**
 * From the open nodes panel to the open node. `action` is one of the texts below the node's name.
 */
export async function addTrigger(page: Page, action = 'On button tap'): Promise<void> {
	await page.getByTestId('node-creator-search-bar').fill('postback');
	await page.getByTestId('item-iterator-item').filter({ hasText: OURS }).first().click();
	await page.getByText(action, { exact: true }).click();
	await page.getByTestId('ndv').waitFor();
}

export async function openNode(page: Page): Promise<void> {
	await page.getByTestId('canvas-node').first().dblclick();
	await page.getByTestId('ndv').waitFor();
}

export async function closeNode(page: Page): Promise<void> {
	await page.getByTestId('ndv-close-button').click();
	await page.getByTestId('ndv').waitFor({ state: 'detached' });
}

/** A parameter of the open node, by its internal name. */
export function parameter(page: Page, name: string): Locator {
	return page.getByTestId('ndv').getByTestId(`parameter-input-${name}`);
}

/** The parameter with its label and the switch to an expression. */
export function parameterItem(page: Page, name: string): Locator {
	const input = page.getByTestId(`parameter-input-${name}`);
	return page.getByTestId('parameter-item').filter({ has: input }).last();
}

/** The choices of a dropdown, opened. */
export async function openChoices(page: Page, name: string): Promise<Locator> {
	const field = parameter(page, name).first();
	await field.locator('input[disabled]').first().waitFor({ state: 'detached' }); // while they are loaded
	await field.click();
	const choices = page.getByRole('option').filter({ visible: true });
	await choices.first().waitFor();
	return choices;
}

/** Picks from a dropdown. One with several values stays open, hence the Escape. */
export async function choose(page: Page, name: string, option: RegExp): Promise<void> {
	const choices = await openChoices(page, name);
	await choices.filter({ hasText: option }).first().click();
	if (await choices.first().isVisible()) await page.keyboard.press('Escape');
}

export async function typeInto(page: Page, name: string, text: string, index = 0): Promise<void> {
	await parameter(page, name).nth(index).locator('input').fill(text);
}

/** Publishes with the version name n8n proposes. */
export async function publish(page: Page): Promise<void> {
	await page.getByTestId('workflow-open-publish-modal-button').click();
	await page.getByTestId('workflow-publish-button').click();
}

/** The text of the first toast with these words. A refused publication takes n8n five attempts. */
export async function toast(page: Page, words: RegExp): Promise<string> {
	const found = page.getByRole('alert').filter({ hasText: words }).first();
	await found.waitFor({ timeout: 60_000 });
	return await found.innerText();
}

/** What the trigger's own panel, left of the parameters, says. */
export async function triggerPanelText(page: Page): Promise<string> {
	return await page.getByTestId('trigger-header').locator('xpath=../..').innerText();
}
