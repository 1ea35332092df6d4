// A reverse proxy as n8n's public address, so that a test can make one path slow, failing or dead and see what passes.
import httpProxy from '@fastify/http-proxy';
import fastify, { type FastifyInstance } from 'fastify';

/** The status of the answer; 'hang' never answers. */
type Fault = number | 'hang';

export class FrontDoor {
	/** Answers of a path, one after the other; when they are used up, n8n answers. */
	private readonly faults = new Map<string, Fault[]>();
	/** Requests by path and method, in order of arrival. */
	readonly requests: Array<{ method: string; path: string }> = [];
	private server: FastifyInstance | null = null;

	async listen(port: number): Promise<string> {
		const server = fastify({ forceCloseConnections: true });
		this.server = server;
		server.addHook('onRequest', async (request, reply) => {
			const path = new URL(request.url, 'http://n8n').pathname;
			this.requests.push({ method: request.method, path });
			const fault = request.method === 'POST' ? this.faults.get(path)?.shift() : undefined;
			if (fault === 'hang') return reply.hijack();
			if (fault !== undefined) return await reply.code(fault).send('fault');
		});
		await server.register(httpProxy, { upstream: `http://127.0.0.1:${port}` });
		return await server.listen({ host: '127.0.0.1', port: 0 });
	}

	/** The next deliveries to this path get these answers instead of n8n's. */
	fail(path: string, ...faults: Fault[]): void {
		this.faults.set(path, faults);
	}

	async close(): Promise<void> {
		await this.server?.close();
	}
}
