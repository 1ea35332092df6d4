/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Borrowed host names reach their double over TLS that checks the certificate; every other name is
// refused and written down.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { borrowHosts, startCrm, type BorrowedHosts, type Crm } from '../../../sandbox/doubles/index.ts';

let crm: Crm;
let hosts: BorrowedHosts;

beforeAll(async () => {
	crm = await startCrm();
	hosts = await borrowHosts({ 'crm.example': crm.baseUrl, 'other.example': crm.baseUrl });
});
afterAll(async () => {
	await hosts.stop();
	await crm.stop();
});

/** The status of the proxy, and the connection through it. */
async function tunnel(target: string): Promise<{ status?: number; socket: Socket }> {
	const asked = request(hosts.env.HTTPS_PROXY ?? '', { method: 'CONNECT', path: target });
	asked.end();
	const [answer, socket] = (await once(asked, 'connect')) as [IncomingMessage, Socket];
	return { status: answer.statusCode, socket };
}

it.each(['crm.example', 'other.example'])('hands a request to %s over to the double', async (host) => {
	const { status, socket } = await tunnel(`${host}:443`);
	expect(status).toBe(200);
	const ca = readFileSync(hosts.env.NODE_EXTRA_CA_CERTS ?? '');
	const secure = connect({ socket, servername: host, ca });
	const asked = requestTls({ host, path: '/api/leads?x=1', method: 'POST', createConnection: () => secure });
	asked.end();
	const [answer] = (await once(asked, 'response')) as [IncomingMessage];
	expect(answer.statusCode).toBe(401);
	expect(crm.refusals().at(-1)).toMatch(/^POST \/api\/leads: 401/);
	secure.destroy();
});

it('refuses every other name, port and scheme, and writes it down', async () => {
	for (const target of ['example.com:443', 'crm.example:80']) {
		const { status, socket } = await tunnel(target);
		expect(status).toBe(403);
		socket.destroy();
	}
	const plain = request(hosts.env.HTTP_PROXY ?? '', { path: 'http://crm.example/' });
	plain.end();
	const [answer] = (await once(plain, 'response')) as [IncomingMessage];
	expect(answer.statusCode).toBe(403);
	expect(hosts.refused()).toEqual(['example.com:443', 'crm.example:80', 'http://crm.example/']);
});
