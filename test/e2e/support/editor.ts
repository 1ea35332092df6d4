// n8n's editor in a real browser: logged in as the owner, with a size and colours of one's choice.
import { selectors, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { OWNER, type N8n } from '../../../sandbox/n8n/index.ts';

// n8n marks its elements so, and Playwright's getByTestId looks for another name unless told.
selectors.setTestIdAttribute('data-test-id');

export interface EditorOptions {
	colorScheme?: 'light' | 'dark';
	/** The browser keeps each of them apart: cookies, storage and permissions. */
	viewport?: { width: number; height: number };
}

type Login = Awaited<ReturnType<BrowserContext['storageState']>>;

// n8n takes five logins a minute.
const logins = new WeakMap<N8n, Promise<Login>>();

/** A logged-in page at `path`. Closing its context, or the browser, ends it. */
export async function openEditor(
	browser: Browser,
	n8n: N8n,
	path: string,
	{ colorScheme = 'light', viewport = { width: 1440, height: 900 } }: EditorOptions = {},
): Promise<Page> {
	const login = logins.get(n8n) ?? logIn(browser, n8n);
	logins.set(n8n, login);
	const storageState = await login;
	const context = await browser.newContext({ baseURL: n8n.baseUrl, storageState, colorScheme, viewport });
	const page = await context.newPage();
	await page.goto(path);
	return page;
}

async function logIn(browser: Browser, n8n: N8n): Promise<Login> {
	// The owner comes into being with the first request.
	await n8n.api.request('GET', '/rest/login');
	const context = await browser.newContext({ baseURL: n8n.baseUrl });
	const { email, password } = OWNER;
	const answer = await context.request.post('/rest/login', {
		data: { emailOrLdapLoginId: email, password },
	});
	if (!answer.ok()) throw new Error(`n8n answered ${answer.status()} to the login`);
	const login = await context.storageState();
	await context.close();
	return login;
}
