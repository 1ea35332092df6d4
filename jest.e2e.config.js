// The suite on a real n8n: slow, one file after the other. The first run installs both ends of the
// supported range (about 10 minutes).
const fast = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...fast,
	testPathIgnorePatterns: [],
	testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
	globalSetup: '<rootDir>/test/e2e/support/install.ts',
	maxWorkers: 1,
	testTimeout: 120_000,
};
