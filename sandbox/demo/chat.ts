/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The chat page's server side: static files, taps, and the item that n8n made out of the latest tap. Loopback only, so without a login.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

import { at, isRecord } from '../n8n/json.ts';
import { repositoryRoot } from '../n8n/repositoryRoot.ts';
import { type Button, BUTTONS } from './buttons.ts';

const FILES: Record<string, { file: string; type: string }> = {
	'/chat': { file: 'sandbox/chat/index.html', type: 'text/html; charset=utf-8' },
	'/chat/chat.css': { file: 'sandbox/chat/chat.css', type: 'text/css; charset=utf-8' },
	'/chat/chat.js': { file: 'sandbox/chat/chat.js', type: 'text/javascript; charset=utf-8' },
	'/chat/icon.svg': { file: 'icons/messengerPostback.svg', type: 'image/svg+xml' },
};

export interface TapResult {
	/** Of each delivery that the tap caused; status null means no answer. */
	deliveries: Array<{ status: number | null; durationMs: number }>;
	/** The newest execution before the tap; ask for the item after it. */
	after: string;
}

export interface ItemResult {
	executionId: string;
	output: string;
	item: unknown;
}

/** What the demo provides once n8n and the simulator are up. */
export interface ChatActions {
	pageName: string;
	editorUrl: string;
	tap(button: Button): Promise<TapResult>;
	/** The first item of the first finished execution after that one, or null while there is none. */
	itemAfter(executionId: string): Promise<ItemResult | null>;
}

/** The simulator wants its routes before anything is up, hence a function that asks for the actions later. */
export function chatRoutes(actions: () => ChatActions | undefined): (server: FastifyInstance) => void {
	return (server) => {
		for (const [path, { file, type }] of Object.entries(FILES)) {
			server.get(path, async (_request, reply) => {
				const content = readFileSync(join(repositoryRoot(), file), 'utf8');
				return await reply.type(type).header('content-security-policy', "default-src 'self'").send(content);
			});
		}
		server.get('/chat/conversation', async (_request, reply) => {
			const ready = actions();
			if (ready === undefined) return await reply.code(503).send({ message: 'n8n is still starting' });
			return { pageName: ready.pageName, editorUrl: ready.editorUrl, buttons: BUTTONS };
		});
		server.post('/chat/tap', async (request, reply) => {
			const ready = actions();
			const id = isRecord(request.body) ? request.body.button : undefined;
			const button = BUTTONS.find((candidate) => candidate.id === id);
			if (ready === undefined || button === undefined) {
				return await reply.code(404).send({ message: 'No such button' });
			}
			return await ready.tap(button);
		});
		server.get('/chat/item', async (request, reply) => {
			const after = at(request.query, 'after');
			const found = typeof after === 'string' ? await actions()?.itemAfter(after) : undefined;
			return found ?? (await reply.code(204).send());
		});
	};
}
