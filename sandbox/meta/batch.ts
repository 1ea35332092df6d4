// POST / with `batch`: the calls in it, each as a Graph request of its own.
import { allowParameters, valueParameter } from './endpoint.ts';
import { GraphError } from './graphError.ts';
import { readGraphRequest, type GraphRequest } from './graphRequest.ts';
import { isRecord } from './json.ts';

const MAX_PARTS = 50;
const METHODS = ['GET', 'POST', 'DELETE'];
/** Meta takes more: dependencies, files, and leaving out the answer of a success. */
const KEYS = ['method', 'relative_url', 'body', 'name'];

interface Part {
	method: string;
	relativeUrl: string;
	body: string;
}

export function isBatch({ method, path, parameters }: GraphRequest): boolean {
	return method === 'POST' && path === '/' && parameters.has('batch');
}

export function includesHeaders({ parameters }: GraphRequest): boolean {
	return parameters.get('include_headers') !== 'false';
}

/** @throws {GraphError} for a batch that Meta refuses as a whole */
export async function readBatch(request: GraphRequest): Promise<GraphRequest[]> {
	allowParameters(request, ['batch', 'include_headers']);
	const list = valueParameter(request, 'batch').value;
	if (!Array.isArray(list) || list.length === 0) {
		throw batchError('batch parameter must be a JSON array with at least one request');
	}
	if (list.length > MAX_PARTS) {
		throw batchError(`Too many requests in batch message. Maximum batch size is ${MAX_PARTS}`);
	}
	return await Promise.all(list.map(readPart).map(async (part) => await requestOf(part, request)));
}

function readPart(part: unknown, index: number): Part {
	if (!isRecord(part)) throw batchError(`Request ${index} is not an object`);
	for (const key of Object.keys(part)) {
		if (!KEYS.includes(key)) throw batchError(`Request ${index} has an unexpected key: ${key}`);
	}
	const { method, relative_url: relativeUrl, body = '' } = part;
	if (typeof method !== 'string' || !METHODS.includes(method)) {
		throw batchError(`Request ${index} has no method of ${METHODS.join(', ')}`);
	}
	if (typeof relativeUrl !== 'string' || relativeUrl === '') {
		throw batchError(`Request ${index} has no relative_url`);
	}
	if (typeof body !== 'string' || (body !== '' && method !== 'POST')) {
		throw batchError(`Request ${index} has a body that is no text, or not with POST`);
	}
	return { method, relativeUrl, body };
}

/** With the token and proof of the whole where the part has no token of its own. */
async function requestOf({ method, relativeUrl, body }: Part, whole: GraphRequest): Promise<GraphRequest> {
	const part = await readGraphRequest({
		method,
		url: relativeUrl.startsWith('/') ? relativeUrl : `/${relativeUrl}`,
		contentType: 'application/x-www-form-urlencoded',
		authorization: '',
		body: Buffer.from(body),
	});
	if (part.token !== null) return part;
	const { appsecret_proof: proof, appsecret_time: time } = whole.query;
	const query = {
		...part.query,
		...(proof === undefined ? {} : { appsecret_proof: proof }),
		...(time === undefined ? {} : { appsecret_time: time }),
	};
	return { ...part, query, token: whole.token, tokenIn: 'batch' };
}

function batchError(message: string): GraphError {
	return new GraphError({ message, type: 'GraphBatchException' });
}
