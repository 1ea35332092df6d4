/* eslint-disable no-console -- test code never ships */
// Installs n8n and packs the package once, before any test file, so that no test's time limit has to hold for it.
import { ensureN8n } from '../../../sandbox/n8n/index.ts';

export default async function install(): Promise<void> {
	await ensureN8n((line) => console.log(line));
}
