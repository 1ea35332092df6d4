// The fast suite: everything that needs no n8n server. `npm run test:e2e` and `npm run fuzz` have
// their own configurations.
const swc = [
	'@swc/jest',
	{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	// Without its budget the fuzz suite fails; `npm run fuzz` gives it one.
	testPathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/test/fuzz/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	transform: { '\\.ts$': swc },
	// n8n-core brings nested copies; node code and n8n-core must share one, or instanceof checks
	// differ from production.
	moduleNameMapper: { '^n8n-workflow$': '<rootDir>/node_modules/n8n-workflow' },
	testTimeout: 20_000,
};
