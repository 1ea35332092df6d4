/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// https://graph.facebook.com for the n8n of the bench: the Facebook Trigger has that host built in. A proxy on loopback, which n8n is told to
// use, hands connections to that name to an HTTPS server on loopback, which hands the calls to the simulator. Any other name is refused.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import httpProxy from '@fastify/http-proxy';
import fastify from 'fastify';

import { guard } from '../sandbox/n8n/guard.ts';
import { runStep } from '../sandbox/n8n/runStep.ts';

const LOOPBACK = '127.0.0.1';
const GRAPH = 'graph.facebook.com';

export interface GraphHost {
	/** For the process that shall see it. */
	env: Record<string, string>;
	stop(): Promise<void>;
}

export async function startGraphHost(simulatorUrl: string): Promise<GraphHost> {
	const folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-certificate-'));
	const dismissGuard = guard({ folders: [folder] });
	const { key, certificate } = await makeCertificate(folder);
	const https = { key: readFileSync(key), cert: readFileSync(certificate) };
	const graph = fastify({ https, forceCloseConnections: true });
	await graph.register(httpProxy, { upstream: simulatorUrl });
	await graph.listen({ host: LOOPBACK, port: 0 });
	const proxy = await startProxy(portOf(graph.server));
	return {
		env: {
			HTTPS_PROXY: `http://${LOOPBACK}:${portOf(proxy)}`,
			NO_PROXY: `${LOOPBACK},localhost`,
			NODE_EXTRA_CA_CERTS: certificate,
		},
		async stop() {
			proxy.closeAllConnections();
			proxy.close();
			await graph.close();
			rmSync(folder, { recursive: true, force: true });
			await dismissGuard();
		},
	};
}

async function makeCertificate(folder: string): Promise<{ key: string; certificate: string }> {
	const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
	const name = ['-subj', `/CN=${GRAPH}`, '-addext', `subjectAltName=DNS:${GRAPH}`];
	const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...name];
	const step = { title: 'Making a certificate', expected: 'about 1 second', command: 'openssl', cwd: folder };
	await runStep({ ...step, args: [...args, '-keyout', key, '-out', certificate] }, () => undefined);
	return { key, certificate };
}

async function startProxy(target: number): Promise<Server> {
	const proxy = createServer((_request, response) => void response.writeHead(403).end());
	proxy.on('connect', ({ url }, client) => {
		if (url !== `${GRAPH}:443`) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		const graph = connect(target, LOOPBACK, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			client.pipe(graph).pipe(client);
		});
		graph.on('error', () => client.destroy());
		client.on('error', () => graph.destroy());
	});
	await new Promise<void>((resolve) => proxy.listen(0, LOOPBACK, resolve));
	return proxy;
}

function portOf(server: { address(): ReturnType<Server['address']> }): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return address.port;
}
