/* eslint-disable no-console -- test code never ships */
// Installs both ends of the supported range once, before any test file, so that no test's time
// limit has to hold for it.
import { ensureN8n } from '../../../sandbox/n8n/index.ts';

export default async function install(): Promise<void> {
	for (const release of ['newest', 'oldest'] as const) {
		await ensureN8n((line) => console.log(line), undefined, release);
	}
}
