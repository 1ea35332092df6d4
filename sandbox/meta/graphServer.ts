/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The HTTP side of Graph: every path that no other route takes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerCall, type GraphServer } from './callAnswer.ts';
import { readGraphRequest } from './graphRequest.ts';

export function serveGraph(server: FastifyInstance, graph: GraphServer): void {
	// In a scope of its own: Graph reads bodies itself, other routes keep fastify's parsers.
	void server.register(async (scope: FastifyInstance) => {
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
		scope.all('/*', async (request, reply) => await handle(request, reply, graph));
	});
}

async function handle(incoming: FastifyRequest, reply: FastifyReply, graph: GraphServer): Promise<unknown> {
	const request = await readGraphRequest({
		method: incoming.method,
		url: incoming.url,
		contentType: incoming.headers['content-type'] ?? '',
		authorization: incoming.headers.authorization ?? '',
		body: Buffer.isBuffer(incoming.body) ? incoming.body : Buffer.alloc(0),
	});
	const { call, answer } = await answerCall(request, graph, 'request');
	if (answer === 'hang') return reply.hijack();
	if (answer === 'reset') {
		reply.hijack();
		incoming.raw.socket.destroy();
		return reply;
	}
	const { status, body, headers } = answer;
	call.answeredAt = Date.now();
	return await reply
		.code(status)
		.headers(headers)
		.send(typeof body === 'string' ? body : JSON.stringify(body));
}
