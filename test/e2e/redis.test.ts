/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The Redis of docs/compose.yml after a crash. n8n takes "LOADING" for the end of a job, and the tap in it is lost.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';

import { startRedis } from '../../sandbox/services/index.ts';
import { composeConfig } from './support/composeConfig.ts';

const run = promisify(execFile);
// Redis looks at its connections every 1024 commands while it loads.
const KEYS = 20_000;
const MICROSECONDS_PER_KEY = 50;

/** What Redis answers to PING, or the code of the error. */
async function ping(port: number): Promise<string> {
	const socket = connect({ host: '127.0.0.1', port });
	try {
		socket.write('PING\r\n');
		const [answer] = (await once(socket, 'data')) as [Buffer];
		return answer.toString().trim();
	} catch (error) {
		return String((error as NodeJS.ErrnoException).code);
	} finally {
		socket.destroy();
	}
}

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
			while (!isBack) answers.add(await ping(redis.port));
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
