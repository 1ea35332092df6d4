/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Hosts that are built into n8n's nodes, answered by servers on loopback. n8n is told to use a
// proxy; that one hands connections to a borrowed name to one HTTPS server, which hands the calls
// to the server that stands in for the name. Any other name is refused and written down.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import httpProxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { LOOPBACK } from '../n8n/freePort.ts';
import { guard } from '../n8n/guard.ts';
import { runStep } from '../n8n/runStep.ts';

/** The only one that n8n's own nodes for Meta know. */
export const GRAPH_HOST = 'graph.facebook.com';

export interface BorrowedHosts {
	/** For the process that shall see them. */
	env: Record<string, string>;
	/** What was asked of the proxy and is not borrowed, in order. */
	refused(): string[];
	stop(): Promise<void>;
}

/**
 * `upstreams` has the address of the server on loopback for each name.
 */
export async function borrowHosts(upstreams: Record<string, string>): Promise<BorrowedHosts> {
	const names = Object.keys(upstreams);
	const folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-certificate-'));
	const dismissGuard = guard({ folders: [folder] });
	const { key, certificate } = await makeCertificate(folder, names);
	const https = { key: readFileSync(key), cert: readFileSync(certificate) };
	const hosts = fastify({ https, forceCloseConnections: true });
	await hosts.register(httpProxy, {
		upstream: '',
		// The port is the one of HTTPS, and some clients write it.
		replyOptions: { getUpstream: ({ hostname }) => upstreams[hostname] ?? '' },
	});
	await hosts.listen({ host: LOOPBACK, port: 0 });
	const refused: string[] = [];
	const proxy = await startProxy({ names, refused, target: portOf(hosts.server) });
	const proxyUrl = `http://${LOOPBACK}:${portOf(proxy)}`;
	return {
		env: {
			HTTP_PROXY: proxyUrl,
			HTTPS_PROXY: proxyUrl,
			NO_PROXY: `${LOOPBACK},localhost`,
			NODE_EXTRA_CA_CERTS: certificate,
		},
		refused: () => [...refused],
		async stop() {
			proxy.closeAllConnections();
			proxy.close();
			await hosts.close();
			rmSync(folder, { recursive: true, force: true });
			await dismissGuard();
		},
	};
}

async function makeCertificate(
	folder: string,
	names: string[],
): Promise<{ key: string; certificate: string }> {
	const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
	const alternatives = names.map((name) => `DNS:${name}`).join(',');
	const subject = ['-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${alternatives}`];
	const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
	const step = { title: 'Making a certificate', expected: 'about 1 second', command: 'openssl', cwd: folder };
	await runStep({ ...step, args: [...args, '-keyout', key, '-out', certificate] }, () => undefined);
	return { key, certificate };
}

interface Proxying {
	names: string[];
	refused: string[];
	/** The port of the HTTPS server. */
	target: number;
}

async function startProxy({ names, refused, target }: Proxying): Promise<Server> {
	const proxy = createServer(({ url }, response) => {
		refused.push(url ?? '');
		response.writeHead(403).end();
	});
	proxy.on('connect', ({ url }, client) => {
		if (!names.some((name) => url === `${name}:443`)) {
			refused.push(url ?? '');
			return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		}
		const host = connect(target, LOOPBACK, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			client.pipe(host).pipe(client);
		});
		host.on('error', () => client.destroy());
		client.on('error', () => host.destroy());
	});
	await new Promise<void>((resolve) => proxy.listen(0, LOOPBACK, resolve));
	return proxy;
}

function portOf(server: { address(): ReturnType<Server['address']> }): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return address.port;
}
