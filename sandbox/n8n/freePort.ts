/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Asks the system for a loopback port that nobody uses at this moment.
import { once } from 'node:events';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

export async function freePort(): Promise<number> {
	const server = createServer().listen(0, LOOPBACK);
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('The system gave no port');
	return address.port;
}
