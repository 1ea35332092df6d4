// EDGE: what goes to Meta's Graph API and comes back, one call by itself or several as a batch.
// Tokens travel in a header or in the body, each call carries a proof of the App Secret, and none
// waits without limit.
import type { IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';
import { batchForm, readBatch, type BatchAnswer } from './batch';
import { readAnswer, readSilence, type GraphAnswer } from './graphAnswer';
import { proofOf } from './proof';
import { request, type HttpAnswer, type HttpRequest } from './request';

/**
 * n8n tries a publication five times, with a clean-up after each, and gives all of it 84 seconds:
 * short enough that the reason is told, not the abort.
 */
const READ_TIMEOUT_SECONDS = 6;
/** Meta makes its handshake during a write. */
const WRITE_TIMEOUT_SECONDS = 15;
/** The slowest part decides. */
const BATCH_TIMEOUT_SECONDS = 15;

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

export interface GraphCall {
	/** Completes "Meta refused to …". */
	doing: string;
	method: IHttpRequestMethods;
	path: string;
	token: string;
	query?: Record<string, string>;
	form?: Record<string, string>;
	/** The Page or person that Meta counts this call for, where it does. */
	countedFor?: string;
}

/** One that cannot be part of a batch. */
export interface SingleCall extends GraphCall {
	/** Instead of `form`, as it goes over the wire. */
	upload?: { body: Buffer; contentType: string };
	timeoutSeconds?: number;
}

export class GraphRequests {
	private readonly http: HttpRequest;
	private readonly access: GraphAccess;
	/** In seconds, when Meta throttles without saying for how long. */
	private readonly unaskedWait: number | undefined;

	constructor(http: HttpRequest, access: GraphAccess, unaskedWait: number | undefined) {
		this.http = http;
		this.access = access;
		this.unaskedWait = unaskedWait;
	}

	async one(call: SingleCall): Promise<GraphAnswer> {
		const answer = await this.exchange(call);
		return 'silence' in answer ? answer.silence : readAnswer(answer, this.unaskedWait);
	}

	async batch(calls: readonly GraphCall[]): Promise<BatchAnswer> {
		const { appId, appSecret, apiVersion } = this.access;
		const parts = calls.map(({ method, path, token, query, form }) => ({
			method,
			path: `${apiVersion}/${path}`,
			query: { ...query, access_token: token, ...this.proof(token) },
			form,
		}));
		const answer = await this.exchange({
			doing: 'send a batch',
			method: 'POST',
			path: '',
			// Meta wants one here although each part has its own.
			token: `${appId}|${appSecret}`,
			form: batchForm(parts),
			timeoutSeconds: BATCH_TIMEOUT_SECONDS,
		});
		return 'silence' in answer
			? { whole: answer.silence }
			: readBatch(answer, calls.length, this.unaskedWait);
	}

	private async exchange(call: SingleCall): Promise<HttpAnswer | { silence: GraphAnswer }> {
		const { method, timeoutSeconds } = call;
		const seconds = timeoutSeconds ?? (method === 'GET' ? READ_TIMEOUT_SECONDS : WRITE_TIMEOUT_SECONDS);
		return await request(this.http, { ...this.optionsOf(call), timeout: seconds * 1000 }).then(
			(answer) => answer,
			(error: unknown) => ({ silence: readSilence(error, seconds) }),
		);
	}

	private optionsOf({ method, path, token, query, form, upload }: SingleCall): IHttpRequestOptions {
		const contentType = upload?.contentType ?? (form && 'application/x-www-form-urlencoded');
		const body = upload?.body ?? form;
		return {
			method,
			url: `${this.access.baseUrl}/${this.access.apiVersion}/${path}`,
			// Meta reads the proof from the query string only, whatever the method.
			qs: { ...query, ...this.proof(token) },
			headers: {
				authorization: `Bearer ${token}`,
				accept: 'application/json',
				...(contentType === undefined ? {} : { 'content-type': contentType }),
			},
			...(body === undefined ? {} : { body }),
		};
	}

	private proof(token: string) {
		return proofOf(token, this.access.appSecret, Date.now() / 1000);
	}
}
