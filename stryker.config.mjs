// `npm run mutate`: changes the product in small ways and lists the changes that no test notices.
// Takes hours, so it is not part of CI. One file: `npm run mutate -- --mutate
// nodes/Messenger/trigger/verify/signature.ts`. The registration is asked of other tests:
// `MUTATE=edges npm run mutate`.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import house from './scripts/house.json' with { type: 'json' };

const NODE = 'nodes/Messenger';
const REPORTS = 'artefacts/mutation';

// Waits of the double of n8n.
process.env.PACE ??= '0.02';

const CORE = house.pure.map((path) => `${NODE}/${path.endsWith('.ts') ? path : `${path}/**/*.ts`}`);
const EDGES = [
	'background',
	'comingBack',
	'failedChecks',
	'leftovers',
	'lifecycle',
	'register',
	'registerPages',
	'registrar',
	'stillRegistered',
	'unregister',
	'unregisterPages',
].map((name) => `${NODE}/trigger/register/${name}.ts`);

/** @type {import('@stryker-mutator/core').PartialStrykerOptions} */
export default {
	mutate: process.env.MUTATE === 'edges' ? EDGES : CORE,
	testRunner: 'jest',
	// All of them are asked: no test imports the files of the edges by name.
	jest: { configFile: 'scripts/mutation/jest.config.js', enableFindRelatedTests: false },
	plugins: ['@stryker-mutator/jest-runner', './scripts/mutation/texts.mjs'],
	ignorers: ['texts'],
	coverageAnalysis: 'perTest',
	concurrency: 2,
	timeoutMS: 10_000,
	ignorePatterns: ['dist', 'artefacts', 'bench'],
	// Not in here, where the linter would find the changed code.
	tempDirName: join(tmpdir(), `messenger-postbacks-mutate-${process.pid}`),
	cleanTempDir: 'always',
	reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
	clearTextReporter: { allowColor: false, reportTests: false },
	htmlReporter: { fileName: `${REPORTS}/report.html` },
	jsonReporter: { fileName: `${REPORTS}/report.json` },
};
