/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The chat page's server side: its files, what the person does, and a stream of all that happens.
// Loopback only, so without a login.
import type { FastifyInstance } from 'fastify';
import { readAct, type Act } from './personActs.ts';
import { serveStaticFiles } from './staticFiles.ts';

/** What the demo provides once n8n and the simulator are up. */
export interface ChatActions {
	perform(act: Act): Promise<unknown>;
	/**
	 * Tells everything from the beginning, then each change, until the returned function is called.
	 */
	watch(watcher: (message: { kind: string; value: unknown }) => void): () => void;
}

/** The simulator wants its routes before anything is up, hence a promise. */
export function chatRoutes(actions: Promise<ChatActions>): (server: FastifyInstance) => void {
	let ready: ChatActions | undefined;
	actions.then(
		(provided) => (ready = provided),
		() => undefined, // the demo tells it
	);
	return (server) => {
		serveStaticFiles(server);
		server.post('/chat/act', async (request, reply) => {
			const act = readAct(request.body);
			if (act === undefined) return await reply.code(400).send({ message: 'Nobody can do that here' });
			if (ready === undefined) return await reply.code(503).send({ message: 'n8n is still starting' });
			// What comes of it is told on the stream.
			ready.perform(act).catch((error: unknown) => server.log.warn(error));
			return await reply.code(202).send({ message: 'Under way' });
		});
		server.get('/chat/happenings', (request, reply) => {
			reply.hijack();
			const { raw } = reply;
			raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
			raw.flushHeaders();
			void actions.then(
				({ watch }) => {
					if (raw.destroyed) return;
					const stop = watch((message) => raw.write(`data: ${JSON.stringify(message)}\n\n`));
					request.raw.once('close', stop);
				},
				() => raw.end(),
			);
		});
	};
}
