/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- bench code never ships */
// A process of its own: prints how many milliseconds n8n's loader takes for the package in a
// folder.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [installFolder = '', packageFolder = ''] = process.argv.slice(2);
const load = createRequire(join(installFolder, 'node_modules', 'n8n', 'package.json'));
const { PackageDirectoryLoader } = load('n8n-core');
const startedAt = performance.now();
const loader = new PackageDirectoryLoader(packageFolder);
await loader.loadAll();
const milliseconds = performance.now() - startedAt;
if (Object.keys(loader.nodeTypes).length !== 2) throw new Error('The package did not load');
console.log(milliseconds);
process.exit(0);
