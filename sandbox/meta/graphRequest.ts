// One HTTP request as Graph sees it: version, path, parameters and the token with the place it was
// found in.
import { isRecord, parseJson } from './json.ts';
import { readMultipart, type FormData } from './multipart.ts';
import type { UploadedFile } from './sendingTypes.ts';

export interface GraphRequest {
	method: string;
	/** Without version prefix and query, with a leading slash. */
	path: string;
	segments: string[];
	/** Empty when the path named none. */
	version: string;
	query: Record<string, string>;
	body: Record<string, string>;
	/** Of a multipart body, by field. */
	files: Record<string, UploadedFile>;
	/** Query and body together, without what authenticates the call. */
	parameters: Map<string, string>;
	token: string | null;
	tokenIn: 'header' | 'query' | 'body' | 'batch' | 'none';
}

const AUTHENTICATION = new Set(['access_token', 'appsecret_proof', 'appsecret_time']);
/** Accepted everywhere; the simulator does nothing with them. */
const IGNORED = new Set(['format', 'locale']);

export async function readGraphRequest(request: {
	method: string;
	url: string;
	contentType: string;
	authorization: string;
	body: Buffer;
}): Promise<GraphRequest> {
	const [target = '', queryText = ''] = splitOnce(request.url, '?');
	const [, version = '', path = '/'] = /^(?:\/(v\d+\.\d+))?(\/.*)?$/.exec(target) ?? [];
	const query = Object.fromEntries(new URLSearchParams(queryText));
	const { fields: body, files } = await readBody(request.contentType, request.body);
	const parameters = Object.entries({ ...query, ...body }).filter(
		([name]) => !AUTHENTICATION.has(name) && !IGNORED.has(name),
	);
	return {
		method: request.method,
		path,
		segments: path
			.split('/')
			.filter((segment) => segment !== '')
			.map(decode),
		version,
		query,
		body,
		files,
		parameters: new Map(parameters),
		...findToken(request.authorization, query, body),
	};
}

async function readBody(contentType: string, bytes: Buffer): Promise<FormData> {
	if (contentType.startsWith('multipart/form-data')) return await readMultipart(contentType, bytes);
	const text = bytes.toString('utf8');
	return { fields: text === '' ? {} : readFields(contentType, text), files: {} };
}

function readFields(contentType: string, text: string): Record<string, string> {
	if (!contentType.startsWith('application/json')) return formFields(new URLSearchParams(text));
	const json = parseJson(text);
	if (!isRecord(json)) return {};
	return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, parameterText(value)]));
}

/** `fields[0]=a&fields[1]=b` is a list, as PHP reads it. */
function formFields(form: URLSearchParams): Record<string, string> {
	const lists = new Map<string, string[]>();
	const fields: Record<string, string> = {};
	for (const [name, value] of form) {
		const [, list] = /^(\w+)\[\d*\]$/.exec(name) ?? [];
		if (list === undefined) fields[name] = value;
		else lists.set(list, [...(lists.get(list) ?? []), value]);
	}
	for (const [name, values] of lists) fields[name] = JSON.stringify(values);
	return fields;
}

/** As a form would carry it. */
function parameterText(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function findToken(
	authorization: string,
	query: Record<string, string>,
	body: Record<string, string>,
): Pick<GraphRequest, 'token' | 'tokenIn'> {
	const [, bearer] = /^(?:Bearer|OAuth) +(\S+)$/i.exec(authorization) ?? [];
	if (bearer !== undefined) return { token: bearer, tokenIn: 'header' };
	if (query.access_token !== undefined) return { token: query.access_token, tokenIn: 'query' };
	if (body.access_token !== undefined) return { token: body.access_token, tokenIn: 'body' };
	return { token: null, tokenIn: 'none' };
}

function splitOnce(text: string, separator: string): [string, string] {
	const position = text.indexOf(separator);
	return position < 0 ? [text, ''] : [text.slice(0, position), text.slice(position + 1)];
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
