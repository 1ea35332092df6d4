/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The Redis of docs/compose.yml after a crash. n8n takes "LOADING" for the end of a job, and the
// tap in it is lost.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pingRedis, startRedis } from '../../sandbox/services/index.ts';
import { composeConfig } from './support/composeConfig.ts';

const run = promisify(execFile);
// Redis looks at its connections every 1024 commands while it loads.
const KEYS = 20_000;
const MICROSECONDS_PER_KEY = 50;

it('refuses connections while it loads its data, and has all of it when it takes one', async () => {
	const slowly = `exec redis-server --key-load-delay ${MICROSECONDS_PER_KEY}`;
	const redis = await startRedis(composeConfig('redis.sh').replace('exec redis-server', slowly));
	try {
		const cli = async (...args: string[]) =>
			(await run(redis.cli, ['-p', String(redis.port), ...args])).stdout.trim();
		await cli('eval', `for key = 1, ${KEYS} do redis.call('set', key, key) end`, '0');
		await redis.kill();

		const answers = new Set<string>();
		let isBack = false;
		const asking = (async () => {
			while (!isBack) answers.add(await pingRedis(redis.port));
		})();
		const started = Date.now();
		await redis.restart();
		isBack = true;
		await asking;

		expect(Date.now() - started).toBeGreaterThan((KEYS * MICROSECONDS_PER_KEY) / 1000);
		expect([...answers].sort()).toEqual(['+PONG', 'ECONNREFUSED']);
		expect(await cli('dbsize')).toBe(String(KEYS));
	} finally {
		await redis.stop();
	}
});
