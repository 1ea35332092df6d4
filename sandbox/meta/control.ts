/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The same verbs over HTTP: POST /__control/<verb> with a JSON body, for people and other
// processes.
import type { FastifyInstance } from 'fastify';
import { VERBS } from './controlVerbs.ts';
import type { Meta } from './types.ts';

export function serveControl(server: FastifyInstance, meta: Meta): void {
	// In a scope of its own, for its answer to what goes wrong.
	void server.register(async (scope: FastifyInstance) => {
		scope.setErrorHandler(async (error, _request, reply) => {
			const message = error instanceof Error ? error.message : String(error);
			return await reply.code(400).send({ error: message });
		});
		for (const [name, verb] of VERBS) {
			scope.post(`/__control/${name}`, async ({ body }) => (await verb(meta, body)) ?? { done: true });
		}
		scope.all('/__control/*', async (_request, reply) => {
			return await reply
				.code(404)
				.send({ error: `POST one of these verbs: ${[...VERBS.keys()].join(', ')}` });
		});
	});
}
