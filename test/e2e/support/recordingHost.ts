/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// A Graph host of somebody's own, as a credential's Base URL can name it: keeps what it is sent,
// answers what the test says.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Scripted {
	status?: number;
	headers?: Record<string, string>;
	body: unknown;
}

export interface Recorded {
	/** With version prefix, without query. */
	path: string;
	/** Everything that was sent: request line, headers and body. */
	text: string;
	authorization: string;
}

export class RecordingHost {
	readonly baseUrl: string;
	readonly recorded: Recorded[] = [];
	/** What each call is answered, by its path. */
	script: (path: string) => Scripted = () => ({ body: {} });
	private readonly server: Server;

	private constructor(server: Server) {
		this.server = server;
		this.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		server.on('request', (asked, answer) => void this.record(asked, answer));
	}

	static async start(): Promise<RecordingHost> {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new RecordingHost(server);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private async record(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
		const body = Buffer.concat(await asked.toArray()).toString('utf8');
		const { pathname: path } = new URL(asked.url ?? '/', this.baseUrl);
		const { authorization = '' } = asked.headers;
		const text = `${asked.method} ${asked.url}\n${asked.rawHeaders.join('\n')}\n${body}`;
		this.recorded.push({ path, text, authorization });
		const { status = 200, headers, body: json } = this.script(path);
		answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
	}
}
