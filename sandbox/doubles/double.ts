/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What all doubles of other people's services have in common: a server on loopback that writes down
// what it refuses.
import fastify, { type FastifyInstance } from 'fastify';
import { LOOPBACK } from '../n8n/freePort.ts';

export interface Double {
	readonly baseUrl: string;
	/**
	 * Method, path without query, status and answer of every request that was not accepted, in order.
	 */
	refusals(): string[];
	stop(): Promise<void>;
}

/** An answer that is no success, in the words of the service. */
export class Refusal extends Error {
	readonly status: number;
	readonly body: unknown;

	constructor(status: number, body: unknown) {
		super(JSON.stringify(body));
		this.status = status;
		this.body = body;
	}
}

/** `serve` adds the routes; what it does not serve is answered with `unknown`. */
export async function startDouble(
	serve: (server: FastifyInstance) => void,
	unknown: (method: string, path: string) => Refusal,
): Promise<Double> {
	const refusals: string[] = [];
	const server = fastify({ forceCloseConnections: true });
	server.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		(_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
	);
	server.setNotFoundHandler(({ method, url }) => {
		throw unknown(method, pathOf(url));
	});
	server.setErrorHandler(async (error, { method, url }, reply) => {
		const { status, body } =
			error instanceof Refusal ? error : { status: 400, body: { message: String(error) } };
		refusals.push(`${method} ${pathOf(url)}: ${status} ${JSON.stringify(body)}`);
		return await reply.code(status).send(body);
	});
	serve(server);
	const baseUrl = await server.listen({ host: LOOPBACK, port: 0 });
	return { baseUrl, refusals: () => [...refusals], stop: async () => await server.close() };
}

/** The query can hold a token. */
function pathOf(url: string): string {
	return decodeURIComponent(url.split('?')[0] ?? '');
}
