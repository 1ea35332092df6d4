/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The files of the chat page. The policy keeps the page to this server, so that it is the same page
// offline.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { repositoryRoot } from '../n8n/repositoryRoot.ts';

const POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};

export function serveStaticFiles(server: FastifyInstance): void {
	const folder = join(repositoryRoot(), 'sandbox/chat');
	for (const name of readdirSync(folder)) {
		serve(server, name === 'index.html' ? '/chat' : `/chat/${name}`, join(folder, name));
	}
	serve(server, '/chat/icon.svg', join(repositoryRoot(), 'icons/messengerPostback.svg'));
}

function serve(server: FastifyInstance, path: string, file: string): void {
	const type = TYPES[extname(file)];
	if (type === undefined) return;
	server.get(path, async (_request, reply) => {
		const headers = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' };
		return await reply.headers(headers).type(type).send(readFileSync(file, 'utf8'));
	});
}
