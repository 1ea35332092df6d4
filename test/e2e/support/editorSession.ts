// What every test of the editor starts with: a world, a browser, and a screenshot of each page when
// its test ends.
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../../sandbox/browser/startBrowser.ts';
import { openEditor, type EditorOptions } from './editor.ts';
import { keepScreenshot } from './screenshots.ts';
import { World } from './world.ts';

/** Building, n8n and a browser, on a machine that may be busy. */
const START_TIMEOUT_MS = 300_000;

export interface EditorSession {
	readonly world: World;
	/** A logged-in page that lives as long as the test; '/workflow/new' unless told otherwise. */
	open(path?: string, options?: EditorOptions): Promise<Page>;
}

/** To be called once, outside the tests of a file. */
export function useEditor(): EditorSession {
	jest.setTimeout(240_000);
	let world: World | undefined;
	let browser: Browser | undefined;
	let pages: Page[] = [];

	const started = <Thing>(thing: Thing | undefined): Thing => {
		if (thing === undefined) throw new Error('not started yet: ask inside a test');
		return thing;
	};

	beforeAll(async () => {
		world = await World.start();
		browser = await startBrowser();
	}, START_TIMEOUT_MS);
	afterEach(async () => {
		const ended = pages;
		pages = [];
		for (const [index, page] of ended.entries()) {
			await keepScreenshot(page, `end of ${expect.getState().currentTestName ?? 'test'} ${index + 1}`);
			await page.context().close();
		}
	});
	afterAll(async () => {
		await browser?.close();
		await world?.stop();
	});

	return {
		get world() {
			return started(world);
		},
		async open(path = '/workflow/new', options = {}) {
			const page = await openEditor(started(browser), started(world).n8n, path, options);
			// The machine may be busy with other tests.
			page.setDefaultTimeout(30_000);
			pages.push(page);
			return page;
		},
	};
}
