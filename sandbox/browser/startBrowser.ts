/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Headless Chromium for tests of what a person sees. It is the machine's own: Playwright's
// downloads need more than a package registry.
import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../services/debian.ts';

/** Whoever calls it closes it. It reaches loopback only, because nothing else is asked of it. */
export async function startBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: await findProgram('chromium', 'chromium'),
		args: [
			'--no-sandbox', // root, as in CI, has no other choice
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
