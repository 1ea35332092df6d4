/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The files that docs/compose.yml carries, so that what is documented is what is tested.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** By its name under `configs`. */
export function composeConfig(name: string): string {
	const compose = readFileSync(resolve('docs/compose.yml'), 'utf8');
	const [, configs = ''] = compose.split(/^configs:$/m);
	const [, ...blocks] = configs.split(/^ {2}(?=\S)/m);
	const block = blocks.find((text) => text.startsWith(`${name}:\n`));
	if (block === undefined) throw new Error(`docs/compose.yml has no ${name}`);
	const lines = block.split('\n').slice(2);
	return lines.map((line) => line.slice(6)).join('\n');
}
