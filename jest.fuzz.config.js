// `npm run fuzz`: properties against hostile input, for FUZZ_SECONDS, from FUZZ_SEED. Not part of
// the fast suite.
const fast = require('./jest.config.js');

process.env.FUZZ_SECONDS ??= '60';
process.env.FUZZ_SEED ??= String(Math.floor(Math.random() * 2 ** 31));
process.stderr.write(`fuzz: FUZZ_SEED=${process.env.FUZZ_SEED} FUZZ_SECONDS=${process.env.FUZZ_SECONDS}\n`);

/** @type {import('jest').Config} */
module.exports = {
	...fast,
	testMatch: ['<rootDir>/test/fuzz/**/*.test.ts'],
	testPathIgnorePatterns: [],
	// One after another, so that the seconds are those of the whole run and nothing slows the answers
	// down.
	maxWorkers: 1,
	// A property ends by itself when its share of the seconds is used up.
	testTimeout: (Number(process.env.FUZZ_SECONDS) + 120) * 1000,
};
