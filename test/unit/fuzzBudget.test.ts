/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
// The fuzz suite cannot pass without having tried anything.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { holds } from '../fuzz/budget';

const before = { FUZZ_SECONDS: process.env.FUZZ_SECONDS, FUZZ_SEED: process.env.FUZZ_SEED };
beforeEach(() => Object.assign(process.env, { FUZZ_SECONDS: '0.01', FUZZ_SEED: '7' }));
afterAll(() => {
	for (const [name, value] of Object.entries(before)) {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
	}
});

describe('a property of the fuzz suite', () => {
	it('is tried at least one batch, however short the time', async () => {
		for (const seconds of ['0', '0.01']) {
			process.env.FUZZ_SECONDS = seconds;
			const check = jest.fn();
			await holds(1, fc.nat(), check, 20);
			expect(check.mock.calls.length).toBeGreaterThanOrEqual(20);
		}
	});

	it('fails when one case does', async () => {
		const isSmall = (value: number) => expect(value).toBeLessThan(1000);
		await expect(holds(1, fc.nat(), isSmall)).rejects.toThrow('Smallest example found: [ 1000 ]');
	});

	it.each([
		['FUZZ_SECONDS', undefined],
		['FUZZ_SECONDS', ''],
		['FUZZ_SECONDS', 'a minute'],
		['FUZZ_SECONDS', 'NaN'],
		['FUZZ_SEED', undefined],
		['FUZZ_SEED', 'x'],
	])('fails when %s is %j', async (name, value) => {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
		await expect(holds(1, fc.nat(), () => undefined)).rejects.toThrow(`${name} is no number`);
	});

	it('fails when no case was tried', async () => {
		await expect(holds(1, fc.nat(), () => undefined, 0)).rejects.toThrow('not tried once');
	});

	it('is no part of the fast suite, which gives it no time', () => {
		const jest = ['node_modules/jest/bin/jest.js', '--listTests'];
		const listed = execFileSync(process.execPath, jest, { encoding: 'utf8' }).split('\n');
		expect(listed.filter((path) => path.includes('/test/unit/')).length).toBeGreaterThan(10);
		expect(listed.filter((path) => path.includes('/test/fuzz/'))).toEqual([]);
	});
});
