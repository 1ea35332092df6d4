// What an answer of the Graph API means, whether it came by itself or as a part of a batch.
import { isThrottle, readMetaError, type GraphOutcome } from './graphFailure';
import { isObject, parseJson, textOrNull, type JsonObject } from './json';
import { waitSeconds } from './throttle';

/**
 * A wait that Meta asks for is kept within one call when it is this short; a longer one ends the
 * attempt.
 */
const SHORT_WAIT_SECONDS = 5;

export interface AnswerText {
	status: number;
	headers: JsonObject;
	text: string;
}

export interface GraphAnswer {
	/** Null for success. */
	outcome: GraphOutcome | null;
	body: unknown;
	/** Seconds; null when Meta does not ask to wait. */
	wait: number | null;
}

/** `unaskedWait` in seconds, when Meta throttles without saying for how long. */
export function readAnswer({ status, headers, text }: AnswerText, unaskedWait?: number): GraphAnswer {
	const json = parseJson(text);
	const error = json.ok ? readMetaError(json.value) : null;
	if (error !== null) {
		const wait = isThrottle(error) ? waitSeconds(headers, unaskedWait) : null;
		return { outcome: { kind: 'refused', error, status }, body: undefined, wait };
	}
	const isReadable = json.ok && status >= 200 && status < 300;
	return isReadable
		? { outcome: null, body: json.value, wait: null }
		: unanswered({ kind: 'unreadable', status });
}

/** @param error what n8n's helper threw */
export function readSilence(error: unknown, seconds: number): GraphAnswer {
	const code = isObject(error) ? (textOrNull(error.code) ?? '') : '';
	const isTimeout = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
	if (isTimeout) return unanswered({ kind: 'timedOut', seconds });
	const isCertificate = CERTIFICATE_CODE.test(code);
	const cause = isCertificate ? 'its certificate was not accepted' : 'there was no answer';
	const neverSent = isCertificate || NEVER_CONNECTED.has(code);
	return unanswered({ kind: 'unreachable', cause: NETWORK_CAUSES[code] ?? cause, neverSent });
}

export function unanswered(outcome: GraphOutcome): GraphAnswer {
	return { outcome, body: undefined, wait: null };
}

export function asksForShortWait({ wait }: GraphAnswer): boolean {
	return wait !== null && wait <= SHORT_WAIT_SECONDS;
}

/** Whether nothing else is worth asking for now: nobody answers, or Meta asks for a long wait. */
export function endsAsking({ outcome, wait }: GraphAnswer): boolean {
	const isSilence = outcome?.kind === 'timedOut' || outcome?.kind === 'unreachable';
	return isSilence || (wait !== null && wait > SHORT_WAIT_SECONDS);
}

// In words, because n8n replaces every message that contains such a code by a text of its own.
const NETWORK_CAUSES: Record<string, string> = {
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was closed',
	EPIPE: 'the connection was closed',
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'there is no route to the host',
	ENETUNREACH: 'there is no route to the network',
};

/**
 * Node's codes for a certificate, which end the handshake: https://nodejs.org/api/tls.html. Those
 * of OpenSSL, ERR_SSL_…, can also end a connection that a request was sent through.
 */
const CERTIFICATE_CODE =
	/^(?!ERR_SSL_).*(?:CERT|CRL_)|^UNABLE_TO_|^(?:HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;

/** With these there was no connection that a request could have been sent through. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
