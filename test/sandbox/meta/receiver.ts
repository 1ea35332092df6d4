// A callback that answers the handshake and keeps what it gets.
import fastify from 'fastify';

export interface Received {
	url: string;
	headers: Record<string, unknown>;
	body: Buffer;
}

export interface Receiver {
	callbackUrl: string;
	handshakes: Received[];
	posts: Received[];
	/** The answer to the next handshakes; by default 200 with the challenge. */
	handshakeAnswer: { status?: number; text?: (challenge: string) => string; never?: true };
	/** The status of each coming delivery; 200 when there are none left. `null` never answers. */
	statuses: Array<number | null>;
	stop: () => Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const server = fastify({ forceCloseConnections: true });
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	const receiver: Receiver = {
		callbackUrl: '',
		handshakes: [],
		posts: [],
		handshakeAnswer: {},
		statuses: [],
		stop: async () => await server.close(),
	};
	server.get('/*', async ({ url, headers }, reply) => {
		receiver.handshakes.push({ url, headers, body: Buffer.alloc(0) });
		const { status = 200, text = (challenge) => challenge, never } = receiver.handshakeAnswer;
		if (never === true) return reply.hijack();
		const challenge = new URLSearchParams(url.split('?')[1]).get('hub.challenge') ?? '';
		return await reply.code(status).type('text/plain').send(text(challenge));
	});
	server.post('/*', async ({ url, headers, body }, reply) => {
		receiver.posts.push({ url, headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
		const status = receiver.statuses.length === 0 ? 200 : receiver.statuses.shift();
		if (status === null) return reply.hijack();
		return await reply.code(status ?? 200).send('EVENT_RECEIVED');
	});
	receiver.callbackUrl = `${await server.listen({ host: '127.0.0.1', port: 0 })}/callback`;
	return receiver;
}

/** The JSON of a delivery. */
export function bodyOf({ body }: { body: Buffer }): unknown {
	return JSON.parse(body.toString('utf8'));
}
