// EDGE: one call to Meta's Graph API. The token travels in the Authorization header, each call
// carries a proof of the App Secret, none waits without limit, and what goes wrong becomes a
// GraphFailure.
import { sleep, type IHttpRequestMethods, type IHttpRequestOptions } from 'n8n-workflow';
import { readBaseUrl } from './baseUrl';
import { ExpiringCache } from './expiringCache';
import { GraphFailure, isThrottle, readMetaError, type GraphOutcome } from './graphFailure';
import { isObject, parseJson, textOrNull } from './json';
import { proofOf } from './proof';
import { redact } from './redact';
import { request, type HttpAnswer, type HttpRequest } from './request';
import { MAX_WAIT_SECONDS, waitSeconds } from './throttle';

/**
 * n8n tries a publication five times, with a clean-up after each, and gives all of it 84 seconds:
 * short enough that the reason is told, not the abort.
 */
export const READ_TIMEOUT_SECONDS = 6;
/** Meta makes its handshake during a write. */
export const WRITE_TIMEOUT_SECONDS = 15;
/**
 * A wait that Meta asks for is kept within one call when it is this short; a longer one ends the
 * attempt.
 */
const SHORT_WAIT_SECONDS = 5;

export interface GraphAccess {
	appId: string;
	appSecret: string;
	/** User, system-user or Page token; empty when only app-level calls are made. */
	accessToken: string;
	baseUrl: string;
	apiVersion: string;
	/** Of the whole credential; what is remembered is kept by it. */
	fingerprint: string;
}

/**
 * What calls are made for. Each has a hold of its own: names of customers must not hold back an
 * unpublishing.
 */
export type Purpose = 'registration' | 'profiles' | 'messages' | 'messengerProfile';

export interface GraphHttpOptions {
	/** `registration` by default. */
	purpose?: Purpose;
	/** The Page that Meta counts these calls for, or the person of a Page, if it counts by them. */
	pageId?: string;
	/** How often a short wait that Meta asks for is kept within one call; once by default. */
	waits?: number;
	/** In seconds, when Meta throttles without saying for how long. */
	unaskedWait?: number;
	/** For a call that cannot wait, such as leaving before n8n gives up. Meta may still refuse it. */
	ignoresHold?: boolean;
}

export interface GraphCall {
	/** Completes "Meta refused to …". */
	doing: string;
	method: IHttpRequestMethods;
	path: string;
	token: string;
	query?: Record<string, string>;
	form?: Record<string, string>;
	/** Instead of `form`, as it goes over the wire. */
	upload?: { body: Buffer; contentType: string };
	timeoutSeconds?: number;
}

interface Answer {
	outcome: GraphOutcome | null;
	body: unknown;
	/** Seconds; null when Meta does not ask to wait. */
	wait: number | null;
}

/**
 * Until when, by credential and purpose. Shared by all triggers of this process: calling again
 * while throttled only makes Meta's wait longer.
 */
const holds = new ExpiringCache<number>(10_000, MAX_WAIT_SECONDS * 1000);

export class GraphHttp {
	private readonly http: HttpRequest;
	private readonly access: GraphAccess;
	private readonly options: GraphHttpOptions;
	private readonly holdKey: string;

	constructor(http: HttpRequest, access: GraphAccess, options: GraphHttpOptions = {}) {
		this.http = http;
		this.access = access;
		this.options = options;
		this.holdKey = [access.fingerprint, options.purpose ?? 'registration', options.pageId ?? ''].join('/');
	}

	/**
	 * The parsed body of a successful answer.
	 * @throws {GraphFailure} for everything else
	 */
	async call(call: GraphCall): Promise<unknown> {
		if (readBaseUrl(this.access.baseUrl) === null) throw this.failure(call, { kind: 'noAddress' });
		const now = Date.now();
		const heldUntil = this.options.ignoresHold === true ? undefined : holds.get(this.holdKey, now);
		if (heldUntil !== undefined) {
			throw this.failure(call, { kind: 'heldBack', seconds: (heldUntil - now) / 1000 });
		}
		let answer = await this.send(call);
		for (let waits = this.options.waits ?? 1; waits > 0; waits--) {
			if (answer.wait === null || answer.wait > SHORT_WAIT_SECONDS) break;
			await sleep(answer.wait * 1000);
			answer = await this.send(call);
		}
		if (answer.wait !== null) this.hold(answer.wait * 1000);
		if (answer.outcome !== null) throw this.failure(call, answer.outcome);
		return answer.body;
	}

	private hold(ms: number): void {
		const now = Date.now();
		holds.set(this.holdKey, now + ms, now, ms);
	}

	private async send(call: GraphCall): Promise<Answer> {
		let answer: HttpAnswer;
		try {
			answer = await request(this.http, this.requestOf(call));
		} catch (error) {
			return { outcome: networkOutcome(error, timeoutOf(call)), body: undefined, wait: null };
		}
		const { status, headers } = answer;
		const json = parseJson(answer.text);
		const error = json.ok ? readMetaError(json.value) : null;
		if (error !== null) {
			return {
				outcome: { kind: 'refused', error },
				body: undefined,
				wait: isThrottle(error) ? waitSeconds(headers, this.options.unaskedWait) : null,
			};
		}
		const isReadable = json.ok && status >= 200 && status < 300;
		return isReadable
			? { outcome: null, body: json.value, wait: null }
			: { outcome: { kind: 'unreadable', status }, body: undefined, wait: null };
	}

	private requestOf(call: GraphCall): IHttpRequestOptions {
		const { path, token, query, form, upload } = call;
		const contentType = upload?.contentType ?? (form && 'application/x-www-form-urlencoded');
		const body = upload?.body ?? form;
		return {
			method: call.method,
			url: `${this.access.baseUrl}/${this.access.apiVersion}/${path}`,
			// Meta reads the proof from the query string only, whatever the method.
			qs: { ...query, ...proofOf(token, this.access.appSecret, Date.now() / 1000) },
			headers: {
				authorization: `Bearer ${token}`,
				accept: 'application/json',
				...(contentType === undefined ? {} : { 'content-type': contentType }),
			},
			...(body === undefined ? {} : { body }),
			timeout: timeoutOf(call) * 1000,
		};
	}

	private failure(call: GraphCall, outcome: GraphOutcome): GraphFailure {
		const secrets = [this.access.appSecret, this.access.accessToken, call.token];
		const hidden =
			outcome.kind === 'refused'
				? { ...outcome, error: { ...outcome.error, message: redact(outcome.error.message, secrets) } }
				: outcome;
		return new GraphFailure(call.doing, hidden);
	}
}

function timeoutOf({ method, timeoutSeconds }: GraphCall): number {
	return timeoutSeconds ?? (method === 'GET' ? READ_TIMEOUT_SECONDS : WRITE_TIMEOUT_SECONDS);
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

/** With these there was no connection that a request could have been sent through. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function networkOutcome(error: unknown, seconds: number): GraphOutcome {
	const code = isObject(error) ? (textOrNull(error.code) ?? '') : '';
	const isTimeout = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
	if (isTimeout) return { kind: 'timedOut', seconds };
	const isCertificate = /CERT|TLS|SSL/.test(code);
	const cause = isCertificate ? 'its certificate was not accepted' : 'there was no answer';
	const neverSent = isCertificate || NEVER_CONNECTED.has(code);
	return { kind: 'unreachable', cause: NETWORK_CAUSES[code] ?? cause, neverSent };
}
