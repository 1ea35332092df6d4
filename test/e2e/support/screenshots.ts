/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// Pictures of what a person sees: all of them in a folder outside git, those of the documents in
// docs/images as well when UPDATE_IMAGES=1 asks for it.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { repositoryRoot } from '../../../sandbox/n8n/repositoryRoot.ts';

/** SCREENSHOTS moves it. */
export const SCREENSHOT_FOLDER =
	process.env.SCREENSHOTS ?? join(repositoryRoot(), 'artefacts', 'screenshots');

interface Cut {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** `name` without extension; `cut` is the part of the page to keep. */
export async function keepScreenshot(page: Page, name: string, cut?: Cut): Promise<void> {
	mkdirSync(SCREENSHOT_FOLDER, { recursive: true });
	const path = join(SCREENSHOT_FOLDER, `${name.replace(/[^\w-]+/g, '-').slice(0, 120)}.png`);
	await page.screenshot({ path, clip: cut, animations: 'disabled' });
}

/** A picture that the documents show. */
export async function keepPicture(page: Page, name: string, cut?: Cut): Promise<void> {
	await keepScreenshot(page, name, cut);
	if (process.env.UPDATE_IMAGES !== '1') return;
	const pictures = join(repositoryRoot(), 'docs', 'images');
	mkdirSync(pictures, { recursive: true });
	copyFileSync(join(SCREENSHOT_FOLDER, `${name}.png`), join(pictures, `${name}.png`));
}
