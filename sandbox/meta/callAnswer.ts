/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What a Graph call is answered, with the faults that wait for it. The parts of a batch are calls
// of their own, through the same code.
import { setTimeout as wait } from 'node:timers/promises';
import { includesHeaders, isBatch, readBatch } from './batch.ts';
import type { Call, FaultAction } from './callTypes.ts';
import type { GraphContext } from './endpoint.ts';
import type { Faults } from './faults.ts';
import { answerGraph, authenticate } from './graph.ts';
import { GraphError } from './graphError.ts';
import type { GraphRequest } from './graphRequest.ts';
import type { Ledger } from './ledger.ts';
import { DEFAULT_VERSION } from './metaState.ts';

export interface GraphServer {
	context: GraphContext;
	faults: Faults;
	ledger: Ledger;
	usageHeaders: () => Record<string, string>;
}

export interface HttpAnswer {
	status: number;
	/** Text, or what is sent as JSON. */
	body: unknown;
	headers: Record<string, string>;
}

export interface Answered {
	call: Call;
	answer: HttpAnswer | 'hang' | 'reset';
}

/** Notes in the ledger what is answered; when is up to the caller. */
export async function answerCall(
	request: GraphRequest,
	graph: GraphServer,
	kind: Call['kind'],
): Promise<Answered> {
	const call = graph.ledger.record(request, graph.context.tokens, kind);
	const fault = graph.faults.take(call) ?? {};
	if (fault.delayMs !== undefined) await waitUnlessStopped(fault.delayMs, graph.context.stopped);
	fault.beforeEffect?.();
	const answersItself =
		fault.status !== undefined || fault.body !== undefined || fault.hang === true || fault.reset === true;
	const effect =
		answersItself && fault.afterEffect !== true
			? null
			: await takeEffect(request, graph, { kind, isLost: fault.loseWrite === true });
	if (fault.hang === true) return { call, answer: 'hang' };
	if (fault.reset === true) return { call, answer: 'reset' };
	const answer = answersItself || effect === null ? faultAnswer(fault) : effect;
	call.status = answer.status;
	const headers = {
		'content-type':
			typeof answer.body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=UTF-8',
		'facebook-api-version': request.version === '' ? DEFAULT_VERSION : request.version,
		...graph.usageHeaders(),
		...answer.headers,
		...fault.headers,
	};
	return { call, answer: { ...answer, headers } };
}

async function takeEffect(
	request: GraphRequest,
	graph: GraphServer,
	{ kind, isLost }: { kind: Call['kind']; isLost: boolean },
): Promise<HttpAnswer> {
	try {
		// There is no batch in a batch.
		if (isBatch(request) && kind === 'request')
			return { status: 200, body: await answerParts(request, graph), headers: {} };
		const answer = await answerGraph(request, graph.context);
		if (!isLost) answer.apply?.();
		return { status: 200, body: answer.body, headers: {} };
	} catch (error) {
		if (error instanceof GraphError) return refusalAnswer(error);
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- a slip of the simulator, not a refusal: fastify answers 500
		throw error;
	}
}

/** @throws {GraphError} when the batch is refused as a whole */
async function answerParts(request: GraphRequest, graph: GraphServer): Promise<unknown[]> {
	authenticate(request, graph.context);
	const parts = await readBatch(request);
	return await Promise.all(
		parts.map(async (part) => {
			const { call, answer } = await answerCall(part, graph, 'part');
			// Meta gives up on a part that takes too long.
			if (typeof answer === 'string') return null;
			call.answeredAt = Date.now();
			const { status, body, headers } = answer;
			return {
				code: status,
				...(includesHeaders(request)
					? { headers: Object.entries(headers).map(([name, value]) => ({ name, value })) }
					: {}),
				body: typeof body === 'string' ? body : JSON.stringify(body),
			};
		}),
	);
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

async function waitUnlessStopped(ms: number, stopped: AbortSignal): Promise<void> {
	// Ends early, and quietly, when the simulator stops.
	await wait(ms, undefined, { signal: stopped }).catch(() => undefined);
}
