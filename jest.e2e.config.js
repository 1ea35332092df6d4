// The suite on a real n8n: slow, two files at a time. The first run installs both ends of the
// supported range (about 10 minutes).
const fast = require('./jest.config.js');

/** Beside these the machine has no room for another file. */
const ALONE = ['parity', 'sharing'].map((name) => `<rootDir>/test/e2e/${name}.test.ts`);

/** @type {import('jest').Config} */
const project = {
	...fast,
	testPathIgnorePatterns: [],
	globalSetup: '<rootDir>/test/e2e/support/prepare.ts',
};

/** @type {import('jest').Config} */
module.exports = {
	maxWorkers: 2,
	testTimeout: 120_000,
	projects: [
		{ ...project, testMatch: ['<rootDir>/test/e2e/**/*.test.ts'], testPathIgnorePatterns: ALONE },
		{ ...project, testMatch: ALONE, runner: 'jest-serial-runner' },
	],
};
