/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// A host that somebody put into 'Base URL': it notes what it is sent, and answers itself or passes
// on to a simulated Meta.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
	method: string;
	url: string;
	authorization: string;
}

export interface OwnAnswer {
	status: number;
	headers?: Record<string, string>;
	body: unknown;
}

export class RecordingServer {
	readonly requests: Recorded[] = [];
	/** Null passes the request on. */
	answer: (request: Recorded) => OwnAnswer | null = () => null;
	baseUrl = '';
	private readonly behind: string;
	private server: Server | null = null;

	constructor(behind = '') {
		this.behind = behind;
	}

	async start(): Promise<this> {
		const server = createServer((request, response) => void this.handle(request, response));
		server.listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		this.server = server;
		this.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return this;
	}

	async stop(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	/** All it was ever sent, as one text. */
	get seen(): string {
		return decodeURIComponent(JSON.stringify(this.requests));
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { method = '', url = '', headers } = request;
		const recorded = { method, url, authorization: headers.authorization ?? '' };
		this.requests.push(recorded);
		const own = this.answer(recorded) ?? (await this.passOn(recorded, headers['content-type'], chunks));
		response.writeHead(own.status, { 'content-type': 'application/json', ...own.headers });
		response.end(typeof own.body === 'string' ? own.body : JSON.stringify(own.body));
	}

	private async passOn(
		{ method, url, authorization }: Recorded,
		contentType: string | undefined,
		chunks: Buffer[],
	): Promise<OwnAnswer> {
		const answer = await fetch(`${this.behind}${url}`, {
			method,
			headers: { authorization, ...(contentType === undefined ? {} : { 'content-type': contentType }) },
			...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
		});
		return { status: answer.status, body: await answer.text() };
	}
}

/** As Meta says that it is called too often. */
export function throttled(retryAfter: string): OwnAnswer {
	const error = { message: 'Too many calls', type: 'OAuthException', code: 4, fbtrace_id: 'T' };
	return { status: 400, headers: { 'retry-after': retryAfter }, body: { error } };
}
