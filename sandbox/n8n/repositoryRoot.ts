/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- sandbox code never ships */
// Finds this clone from the working directory; Node runs these files as ES modules and jest as
// CommonJS, so neither's own way works in both.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord } from './json.ts';

export const PACKAGE_NAME = 'n8n-nodes-messenger-postbacks';

export function repositoryRoot(): string {
	for (let folder = process.cwd(); ; folder = dirname(folder)) {
		if (nameIn(join(folder, 'package.json')) === PACKAGE_NAME) return folder;
		if (folder === dirname(folder)) {
			throw new Error(
				`No package.json of ${PACKAGE_NAME} in or above ${process.cwd()}: run this inside the clone`,
			);
		}
	}
}

function nameIn(file: string): unknown {
	if (!existsSync(file)) return undefined;
	const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
	return isRecord(manifest) ? manifest.name : undefined;
}
