/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- sandbox code never ships */
// Where the pinned n8n lives: outside the clone, so that clones share it, `git clean` spares it,
// and no package finds our node_modules from there.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_NAME } from './repositoryRoot.ts';

/** Set MESSENGER_POSTBACKS_CACHE to choose another folder. */
export function cacheFolder(): string {
	const systemCache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const folder = process.env.MESSENGER_POSTBACKS_CACHE || join(systemCache, PACKAGE_NAME);
	mkdirSync(folder, { recursive: true });
	return folder;
}
