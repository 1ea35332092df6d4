// `npm run mutate`: changes the product in small ways and lists the changes that no test notices. Takes hours, so it is not
// part of CI. One file: `npm run mutate -- --mutate nodes/MessengerPostbackTrigger/lib/signature.ts`.
// The registration is asked of other tests: `MUTATE=edges npm run mutate`.
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NODE = 'nodes/MessengerPostbackTrigger';
const REPORTS = 'artefacts/mutation';

const CORE = [`${NODE}/lib/**/*.ts`];
const EDGES = [`${NODE}/registration*.ts`, `${NODE}/lifecycle*.ts`];

/** @type {import('@stryker-mutator/core').PartialStrykerOptions} */
export default {
	// The tables of the editor's registration parameters have nothing that can be wrong but their words.
	mutate: process.env.MUTATE === 'edges' ? [...EDGES, `!${NODE}/registrationProperties.ts`] : CORE,
	testRunner: 'jest',
	jest: { configFile: 'scripts/mutation/jest.config.js' },
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
