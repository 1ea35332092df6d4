// What every test of the chat page starts with: the demo and a browser, for as long as the file
// runs.
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../../sandbox/browser/startBrowser.ts';
import { startDemo, type RunningDemo } from './demo.ts';

const START_TIMEOUT_MS = 180_000;

interface DemoSession {
	demo: RunningDemo;
	browser: Browser;
}

/** To be called once, outside the tests of a file; filled before the first of them. */
export function useDemo(): DemoSession {
	const session = {} as DemoSession;
	beforeAll(async () => {
		session.demo = await startDemo();
		session.browser = await startBrowser();
	}, START_TIMEOUT_MS);
	afterAll(async () => {
		await session.browser?.close();
		await session.demo?.stop();
	});
	return session;
}
