/* eslint-disable no-console, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// Once, before any test file: installs both ends of the supported range, so that no test's time
// limit has to hold for it, and packs the package for all files.
import { ensureN8n, packPackage } from '../../../sandbox/n8n/index.ts';

export default async function prepare(): Promise<void> {
	for (const release of ['newest', 'oldest'] as const) {
		await ensureN8n((line) => console.log(line), undefined, release);
	}
	process.env.MESSENGER_POSTBACKS_TARBALL = await packPackage();
}
