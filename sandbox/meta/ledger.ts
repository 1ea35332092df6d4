// Every Graph call in order, with tokens and proofs taken out.
import { isBatch } from './batch.ts';
import type { Call } from './callTypes.ts';
import type { GraphRequest } from './graphRequest.ts';
import type { Tokens } from './tokens.ts';

const REDACTED = new Set([
	'access_token',
	// Its parts are calls of their own.
	'batch',
	'appsecret_proof',
	'client_secret',
	'code',
	'fb_exchange_token',
	'input_token',
]);

export class Ledger {
	private calls: Call[] = [];

	/** The returned call is the recorded one; its status is filled in later. */
	record(request: GraphRequest, tokens: Tokens, kind: Call['kind']): Call {
		const call: Call = {
			kind,
			at: Date.now(),
			method: request.method,
			path: request.path,
			version: request.version,
			query: redact(request.query),
			body: { ...redact(request.body), ...describe(request.files) },
			tokenKind: tokenKind(request.token, tokens),
			tokenIn: request.tokenIn,
			hasProof: request.query.appsecret_proof !== undefined,
			hasProofTime: request.query.appsecret_time !== undefined,
			status: null,
			answeredAt: null,
			isWrite: request.method !== 'GET' && !isBatch(request),
		};
		this.calls.push(call);
		return call;
	}

	all(): Call[] {
		return [...this.calls];
	}

	clear(): void {
		this.calls = [];
	}
}

function tokenKind(token: string | null, tokens: Tokens): Call['tokenKind'] {
	if (token === null) return 'none';
	return token.includes('|') ? 'app' : (tokens.find(token)?.kind ?? 'unknown');
}

function describe(files: GraphRequest['files']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(files).map(([field, { name, mimeType, size }]) => [
			field,
			`<${name}, ${mimeType}, ${size} bytes>`,
		]),
	);
}

function redact(parameters: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, REDACTED.has(name) ? '<redacted>' : value]),
	);
}
