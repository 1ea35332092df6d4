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
	/** 1 by default. */
	times?: number;
	/** Matching calls that pass before the fault begins. */
	skip?: number;
	do: FaultAction;
}

/** One Graph call, with tokens and proofs taken out. */
export interface Call {
	at: number;
	method: string;
	/** Without version prefix and query. */
	path: string;
	version: string;
	query: Record<string, string>;
	body: Record<string, string>;
	tokenKind: 'app' | TokenKind | 'none' | 'unknown';
	tokenIn: 'header' | 'query' | 'body' | 'none';
	hasProof: boolean;
	hasProofTime: boolean;
	/** Null while unanswered, like the time of the answer. */
	status: number | null;
	answeredAt: number | null;
	isWrite: boolean;
}
