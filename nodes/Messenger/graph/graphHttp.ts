// EDGE: calls to Meta's Graph API, one by itself or many in batches. Keeps the waits that Meta asks
// for, and what goes wrong becomes a GraphFailure.
import { sleep } from 'n8n-workflow';
import type { Attempt } from './attempt';
import { readBaseUrl } from './baseUrl';
import { batchRefusedText, type Answered } from './batch';
import { ExpiringCache } from './expiringCache';
import { asksForShortWait, unanswered } from './graphAnswer';
import { GraphFailure, type GraphOutcome } from './graphFailure';
import { GraphRequests, type GraphAccess, type GraphCall, type SingleCall } from './graphRequest';
import { redact } from './redact';
import type { HttpRequest } from './request';
import { inOrder, sendAll } from './sendAll';
import { MAX_WAIT_SECONDS } from './throttle';

/**
 * What calls are made for. Each has a hold of its own: names of customers must not hold back an
 * unpublishing. For messages a short hold is waited out: many come at once, and each is wanted.
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
	/** For a call that must not stop others: when Meta throttles it, they are still tried. */
	leavesNoHold?: boolean;
	/** Takes what n8n's log is to say. */
	warn?: (message: string) => void;
}

/**
 * Until when, by credential, purpose and whom Meta counts for. Shared by all triggers of this
 * process: calling again while throttled only makes Meta's wait longer.
 */
const holds = new ExpiringCache<number>(10_000, MAX_WAIT_SECONDS * 1000);

export class GraphHttp {
	private readonly requests: GraphRequests;
	private readonly access: GraphAccess;
	private readonly options: GraphHttpOptions;

	constructor(http: HttpRequest, access: GraphAccess, options: GraphHttpOptions = {}) {
		this.requests = new GraphRequests(http, access, options.unaskedWait);
		this.access = access;
		this.options = options;
	}

	/**
	 * The parsed body of a successful answer.
	 * @throws {GraphFailure} for everything else
	 */
	async call(call: SingleCall): Promise<unknown> {
		const [attempted] = await this.attempts([call]);
		if (attempted?.ok === true) return attempted.value;
		throw attempted?.failure;
	}

	/**
	 * An outcome for each call, in their order, with as few requests as Meta allows. For calls that
	 * can be repeated: Meta may have done a part of a batch without saying so.
	 */
	async callAll(calls: readonly GraphCall[]): Promise<Array<Attempt<unknown>>> {
		return await this.attempts(calls);
	}

	private async attempts(calls: readonly SingleCall[]): Promise<Array<Attempt<unknown>>> {
		const answered = await this.sendPatiently(calls);
		const secrets = this.secretsOf(calls);
		return answered.map(({ call, answer }): Attempt<unknown> => {
			if (answer.outcome === null) return { ok: true, value: answer.body };
			return { ok: false, failure: new GraphFailure(call.doing, withoutSecrets(answer.outcome, secrets)) };
		});
	}

	/** A short wait that Meta asks for is kept, a longer one holds later calls back. */
	private async sendPatiently(calls: readonly SingleCall[]): Promise<Array<Answered<SingleCall>>> {
		const withheld = calls.flatMap((call) => this.withhold(call) ?? []);
		const open = calls.filter((call) => withheld.every((one) => one.call !== call));
		let answered = inOrder(calls, [...withheld, ...(await this.send(open))]);
		for (let waits = this.options.waits ?? 1; waits > 0; waits--) {
			const throttled = answered.filter(({ answer }) => asksForShortWait(answer));
			if (throttled.length === 0) break;
			await sleep(Math.max(...throttled.map(({ answer }) => answer.wait ?? 0)) * 1000);
			const again = await this.send(throttled.map(({ call }) => call));
			answered = inOrder(calls, [...answered, ...again]);
		}
		for (const { call, answer } of answered) {
			if (answer.wait !== null && answer.outcome?.kind === 'refused') this.hold(call, answer.wait * 1000);
		}
		return answered;
	}

	private async send(calls: readonly SingleCall[]): Promise<Array<Answered<SingleCall>>> {
		const { fingerprint } = this.access;
		return await sendAll(this.requests, calls, {
			fingerprint,
			refused: (why) => this.options.warn?.(batchRefusedText(withoutSecrets(why, this.secretsOf(calls)))),
		});
	}

	/** Meta may quote any of them. */
	private secretsOf(calls: readonly GraphCall[]): string[] {
		const tokens = calls.map(({ token }) => token);
		return [this.access.appSecret, this.access.accessToken, ...new Set(tokens)];
	}

	/** What is not sent, and why; null for what may be. */
	private withhold(call: SingleCall): Answered<SingleCall> | null {
		const isAddress = readBaseUrl(this.access.baseUrl) !== null;
		if (!isAddress) return { call, answer: unanswered({ kind: 'noAddress' }), of: 'call' };
		const now = Date.now();
		const until = this.options.ignoresHold === true ? undefined : holds.get(this.holdKey(call), now);
		if (until === undefined) return null;
		const seconds = (until - now) / 1000;
		const wait = this.options.purpose === 'messages' ? seconds : null;
		return { call, answer: { ...unanswered({ kind: 'heldBack', seconds }), wait }, of: 'call' };
	}

	private hold(call: GraphCall, ms: number): void {
		if (this.options.leavesNoHold === true) return;
		const now = Date.now();
		holds.set(this.holdKey(call), now + ms, now, ms);
	}

	private holdKey({ countedFor }: GraphCall): string {
		const { purpose = 'registration', pageId = '' } = this.options;
		return [this.access.fingerprint, purpose, countedFor ?? pageId].join('/');
	}
}

/** Before a text is made of it, which may cut a secret in half. */
function withoutSecrets(outcome: GraphOutcome, secrets: readonly string[]): GraphOutcome {
	if (outcome.kind !== 'refused') return outcome;
	return { ...outcome, error: { ...outcome.error, message: redact(outcome.error.message, secrets) } };
}
