// n8n's editor in a real browser: logged in as the owner, with a size and colours of one's choice.
import { selectors, type Browser, type Page } from 'playwright-core';
import { OWNER, type N8n } from '../../../sandbox/n8n/index.ts';

// n8n marks its elements so, and Playwright's getByTestId looks for another name unless told.
selectors.setTestIdAttribute('data-test-id');

export interface EditorOptions {
	colorScheme?: 'light' | 'dark';
	/** The browser keeps each of them apart: cookies, storage and permissions. */
	viewport?: { width: number; height: number };
}

/** A logged-in page at `path`. Closing its context, or the browser, ends it. */
export async function openEditor(
	browser: Browser,
	n8n: N8n,
	path: string,
	{ colorScheme = 'light', viewport = { width: 1440, height: 900 } }: EditorOptions = {},
): Promise<Page> {
	// The owner comes into being with the first request.
	await n8n.api.request('GET', '/rest/login');
	const context = await browser.newContext({ baseURL: n8n.baseUrl, colorScheme, viewport });
	const { email, password } = OWNER;
	const login = await context.request.post('/rest/login', {
		data: { emailOrLdapLoginId: email, password },
	});
	if (!login.ok()) throw new Error(`n8n answered ${login.status()} to the login`);
	const page = await context.newPage();
	await page.goto(path);
	return page;
}
