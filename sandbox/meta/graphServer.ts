/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The HTTP side of Graph: every path that no other route takes, the call ledger, and faults.
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call, FaultAction } from './callTypes.ts';
import type { GraphAnswer, GraphContext } from './endpoint.ts';
import type { Faults } from './faults.ts';
import { answerGraph } from './graph.ts';
import { GraphError } from './graphError.ts';
import { readGraphRequest, type GraphRequest } from './graphRequest.ts';
import type { Ledger } from './ledger.ts';
import { DEFAULT_VERSION } from './metaState.ts';

export interface GraphServer {
	context: GraphContext;
	faults: Faults;
	ledger: Ledger;
	usageHeaders: () => Record<string, string>;
}

interface HttpAnswer {
	status: number;
	body: unknown;
	headers: Record<string, string>;
}

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
	const call = graph.ledger.record(request, graph.context.tokens);
	const fault = graph.faults.take(request.method, request.path) ?? {};
	if (fault.delayMs !== undefined) await waitUnlessStopped(fault.delayMs, graph.context.stopped);
	fault.beforeEffect?.();
	const answersItself =
		fault.status !== undefined || fault.body !== undefined || fault.hang === true || fault.reset === true;
	const effect =
		answersItself && fault.afterEffect !== true
			? null
			: await takeEffect(request, graph.context, fault.loseWrite === true);
	if (fault.hang === true) return reply.hijack();
	if (fault.reset === true) {
		reply.hijack();
		incoming.raw.socket.destroy();
		return reply;
	}
	const answer = answersItself || effect === null ? faultAnswer(fault) : effect;
	return await send(reply, call, {
		...answer,
		headers: {
			'facebook-api-version': request.version === '' ? DEFAULT_VERSION : request.version,
			...graph.usageHeaders(),
			...answer.headers,
			...fault.headers,
		},
	});
}

async function takeEffect(
	request: GraphRequest,
	context: GraphContext,
	isLost: boolean,
): Promise<HttpAnswer> {
	try {
		const answer: GraphAnswer = await answerGraph(request, context);
		if (!isLost) answer.apply?.();
		return { status: 200, body: answer.body, headers: {} };
	} catch (error) {
		if (error instanceof GraphError) return refusalAnswer(error);
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- a slip of the simulator, not a refusal: fastify answers 500
		throw error;
	}
}

function refusalAnswer(error: GraphError): HttpAnswer {
	const challenge = `OAuth "Facebook Platform" "invalid_request" ${JSON.stringify(error.facts.message)}`;
	// A header cannot hold line breaks and characters outside Latin-1, a callback's answer can.
	const headers = { ...error.facts.headers, 'www-authenticate': challenge.replace(/[^\x20-\x7e]/g, ' ') };
	return { status: error.status, body: error.body, headers };
}

function faultAnswer({ status = 200, body }: FaultAction): HttpAnswer {
	if (body !== undefined || status < 400) return { status, body: body ?? '', headers: {} };
	const error = new GraphError({ message: 'An unknown error occurred', code: 1, status });
	return { status, body: error.body, headers: {} };
}

async function send(reply: FastifyReply, call: Call, answer: HttpAnswer): Promise<unknown> {
	const { status, body, headers } = answer;
	call.status = status;
	call.answeredAt = Date.now();
	const isText = typeof body === 'string';
	return await reply
		.code(status)
		.header('content-type', isText ? 'text/html; charset=utf-8' : 'application/json; charset=UTF-8')
		.headers(headers)
		.send(isText ? body : JSON.stringify(body));
}

async function waitUnlessStopped(ms: number, stopped: AbortSignal): Promise<void> {
	// Ends early, and quietly, when the simulator stops.
	await wait(ms, undefined, { signal: stopped }).catch(() => undefined);
}
