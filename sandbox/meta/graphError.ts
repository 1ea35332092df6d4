// Meta-shaped refusals: an exception that knows its HTTP status and body.
import { randomBytes } from 'node:crypto';

export interface ErrorFacts {
	message: string;
	/** What is wrong with a batch as a whole has none. */
	code?: number;
	subcode?: number;
	type?: string;
	status?: number;
	/** Besides those of every answer. */
	headers?: Record<string, string>;
}

export class GraphError extends Error {
	readonly status: number;
	readonly facts: ErrorFacts;

	constructor(facts: ErrorFacts) {
		super(facts.message);
		this.status = facts.status ?? 400;
		this.facts = facts;
	}

	get body(): unknown {
		const { message, code, subcode, type = 'OAuthException' } = this.facts;
		return {
			error: {
				message,
				type,
				...(code === undefined ? {} : { code }),
				...(subcode === undefined ? {} : { error_subcode: subcode }),
				fbtrace_id: `A${randomBytes(12).toString('base64url')}`,
			},
		};
	}
}

export function badParameter(message: string): GraphError {
	return new GraphError({ message: `(#100) ${message}`, code: 100 });
}

export function unsupportedRequest(method: string, id: string): GraphError {
	return new GraphError({
		message:
			`Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, ` +
			'cannot be loaded due to missing permissions, or does not support this operation.',
		code: 100,
		subcode: 33,
		type: 'GraphMethodException',
	});
}

export function unknownPath(path: string): GraphError {
	return new GraphError({ message: `Unknown path components: ${path}`, code: 2500 });
}

export function noSuchField(field: string, nodeType: string): GraphError {
	return badParameter(`Tried accessing nonexisting field (${field}) on node type (${nodeType})`);
}

export function missingPermission(code: 10 | 200, message: string): GraphError {
	return new GraphError({ message: `(#${code}) ${message}`, code, status: 403 });
}
