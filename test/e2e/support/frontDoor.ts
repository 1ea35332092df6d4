// A reverse proxy as n8n's public address, so that a test can make one path slow, failing or dead
// and see what passes, and so that several n8n share one origin.
import httpProxy from '@fastify/http-proxy';
import fastify, { type FastifyInstance } from 'fastify';

/** The status of the answer; 'hang' never answers. */
type Fault = number | 'hang';

export class FrontDoor {
	/** Answers of a path, one after the other; when they are used up, n8n answers. */
	private readonly faults = new Map<string, Fault[]>();
	/** Answers of every path that begins so, until further notice. */
	private readonly blocked = new Map<string, Fault>();
	/** Ports of paths that another n8n serves. */
	private readonly elsewhere = new Map<string, number>();
	/** Requests by path and method, in order of arrival. */
	readonly requests: Array<{ method: string; path: string }> = [];
	private server: FastifyInstance | null = null;

	/** What begins with `path`, such as `/n8n`, reaches n8n without it, and nothing else does. */
	async listen(port: number, path = ''): Promise<string> {
		const server = fastify({ forceCloseConnections: true });
		this.server = server;
		server.addHook('onRequest', async (request, reply) => {
			const path = pathOf(request.url);
			this.requests.push({ method: request.method, path });
			const fault = this.faultOf(request.method, path);
			if (fault === 'hang') return reply.hijack();
			if (fault !== undefined) return await reply.code(fault).send('fault');
		});
		await server.register(httpProxy, {
			// With one given here, every request would go there.
			upstream: '',
			...(path === '' ? {} : { prefix: path, rewritePrefix: '' }),
			replyOptions: { getUpstream: ({ url }) => addressOf(this.elsewhere.get(pathOf(url)) ?? port) },
		});
		return (await server.listen({ host: '127.0.0.1', port: 0 })) + path;
	}

	/** The next deliveries to this path get these answers instead of n8n's. */
	fail(path: string, ...faults: Fault[]): void {
		this.faults.set(path, faults);
	}

	/** Whatever asks for a path that begins so gets this answer. */
	block(beginning: string, fault: Fault): void {
		this.blocked.set(beginning, fault);
	}

	unblock(beginning: string): void {
		this.blocked.delete(beginning);
	}

	/** The n8n at this port serves the path. */
	lead(path: string, port: number): void {
		this.elsewhere.set(path, port);
	}

	async close(): Promise<void> {
		await this.server?.close();
	}

	private faultOf(method: string, path: string): Fault | undefined {
		const blocked = [...this.blocked].find(([beginning]) => path.startsWith(beginning));
		if (blocked !== undefined) return blocked[1];
		return method === 'POST' ? this.faults.get(path)?.shift() : undefined;
	}
}

function pathOf(url: string): string {
	return new URL(url, 'http://n8n').pathname;
}

function addressOf(port: number): string {
	return `http://127.0.0.1:${port}`;
}
