// From a Graph request to its answer: path, token, proof, endpoint. Faults and batches are in
// callAnswer.ts.
import { accessToken, EXCHANGE_PATH } from './accessToken.ts';
import { debugToken } from './debugToken.ts';
import { EDGES } from './edges.ts';
import { allowParameters, type Endpoint, type GraphAnswer, type GraphContext } from './endpoint.ts';
import { GraphError, unknownPath, unsupportedRequest } from './graphError.ts';
import type { GraphRequest } from './graphRequest.ts';
import { accounts, node } from './nodes.ts';
import { isValidProof } from './signing.ts';
import type { Caller } from './tokens.ts';

/** @throws {GraphError} for everything Meta refuses */
export async function answerGraph(request: GraphRequest, context: GraphContext): Promise<GraphAnswer> {
	if (request.path === EXCHANGE_PATH) return accessToken(request, context);
	const endpoint = route(request);
	const caller = authenticate(request, context);
	return await endpoint({ request, caller, context, id: request.segments[0] ?? '' });
}

/** @throws {GraphError} without a token and proof that Meta takes */
export function authenticate(request: GraphRequest, { tokens, world }: GraphContext): Caller {
	if (request.token === null) {
		throw new GraphError({
			message: 'An access token is required to request this resource.',
			code: 104,
		});
	}
	const caller = tokens.caller(request.token);
	checkProof(request, caller, world.now);
	return caller;
}

function route({ segments, path }: GraphRequest): Endpoint {
	const [id, name] = segments;
	if (id === undefined || segments.length > 2) throw unknownPath(path);
	if (name === undefined) return id === 'debug_token' ? debugToken : node;
	if (id === 'me' && name === 'accounts') return accounts;
	const edge = Object.hasOwn(EDGES, name) ? EDGES[name] : undefined;
	if (edge === undefined) throw unknownPath(`/${name}`);
	return async (call) => {
		const parameters = edge.parameters[call.request.method];
		if (parameters === undefined) throw unsupportedRequest(call.request.method, call.id);
		allowParameters(call.request, parameters);
		return await edge.endpoint(call);
	};
}

/** Only the query string counts; a proof in the body is as good as none. */
function checkProof({ query }: GraphRequest, { app, text }: Caller, now: number): void {
	const proof = query.appsecret_proof;
	if (proof === undefined) {
		if (!app.requireAppSecretProof) return;
		throw proofError('API calls from the server require an appsecret_proof argument');
	}
	const nowSeconds = Math.floor(now / 1000);
	const isValid = isValidProof({
		proof,
		time: query.appsecret_time,
		token: text,
		secret: app.secret,
		nowSeconds,
	});
	if (!isValid) throw proofError('Invalid appsecret_proof provided in the API argument');
}

function proofError(message: string): GraphError {
	return new GraphError({ message, code: 100, type: 'GraphMethodException' });
}
