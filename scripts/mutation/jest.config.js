// The tests that `npm run mutate` asks: those of the pure core for a change in a pure file, those
// on n8n-core's contexts for the rest.
const fast = require('../../jest.config.js');

const CORE = ['<rootDir>/test/unit/**/*.test.ts'];
const EDGES = ['<rootDir>/test/node/{comingBack,editing,lifecycle,registration,restart,sharing}.test.ts'];

/** @type {import('jest').Config} */
module.exports = {
	...fast,
	rootDir: '../..',
	testMatch: process.env.MUTATE === 'edges' ? EDGES : CORE,
	// What measures time, reads sources or starts Jest judges the changed code by what it costs, not
	// by what it does.
	testPathIgnorePatterns: [
		'<rootDir>/test/unit/\\w+Work\\.test\\.ts',
		'<rootDir>/test/unit/boundaries\\.test\\.ts',
		'<rootDir>/test/unit/fuzzBudget\\.test\\.ts',
	],
};
