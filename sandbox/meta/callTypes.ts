// A Graph call as it is kept, and the faults that calls can meet.
import type { TokenKind } from './types.ts';

export interface FaultAction {
	status?: number;
	/** An object is sent as JSON, text as it is. */
	body?: unknown;
	headers?: Record<string, string>;
	delayMs?: number;
	hang?: true;
	reset?: true;
	/** The effect happens, then the fault answers. */
	afterEffect?: true;
	/** Success is answered, nothing is written. */
	loseWrite?: true;
	beforeEffect?: () => void;
}

export interface Fault {
	method?: 'GET' | 'POST' | 'DELETE';
	/** Compared with the path without version; text matches anywhere in it. */
	path: RegExp | string;
	/** Only an HTTP request, or only a part of a batch; both by default. */
	of?: Call['kind'];
	/** 1 by default. */
	times?: number;
	/** Matching calls that pass before the fault begins. */
	skip?: number;
	do: FaultAction;
}

/** One Graph call, with tokens and proofs taken out. */
export interface Call {
	/** The parts of a batch come after it, each as a call of its own. */
	kind: 'request' | 'part';
	at: number;
	method: string;
	/** Without version prefix and query. */
	path: string;
	version: string;
	query: Record<string, string>;
	body: Record<string, string>;
	tokenKind: 'app' | TokenKind | 'none' | 'unknown';
	/** `batch`: a part without a token of its own. */
	tokenIn: 'header' | 'query' | 'body' | 'batch' | 'none';
	hasProof: boolean;
	hasProofTime: boolean;
	/** Null while unanswered, like the time of the answer. */
	status: number | null;
	answeredAt: number | null;
	/** Of a batch the parts tell. */
	isWrite: boolean;
}
