/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The outgoing side: POSTs a body to a callback, remembers it, and brings back what was not
// answered 200.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery, Redelivery, RedeliveryPolicy, SignMode } from './deliveryTypes.ts';
import { callOut } from './httpCall.ts';
import type { MetaState } from './metaState.ts';
import { signBody } from './signing.ts';

export interface BodyForApp {
	appId: string;
	object: string;
	url: string;
	body: Buffer;
	sign?: SignMode;
	headers?: Record<string, string>;
}

interface Outgoing {
	appId: string;
	object: string;
	url: string;
	body: Buffer;
	signature: string | null;
	headers: Record<string, string>;
	redeliveryOf?: string;
}

export class Deliveries {
	private readonly world: MetaState;
	private readonly timeoutMs: number;
	private readonly stopped: AbortSignal;
	private readonly sent: Delivery[] = [];
	private readonly headersOf = new Map<string, Record<string, string>>();
	private readonly attemptsOf = new Map<string, number>();
	private readonly pending = new Set<Promise<void>>();
	private policy: RedeliveryPolicy | null = null;

	constructor(setup: { world: MetaState; timeoutMs: number; stopped: AbortSignal }) {
		this.world = setup.world;
		this.timeoutMs = setup.timeoutMs;
		this.stopped = setup.stopped;
	}

	all(): Delivery[] {
		return [...this.sent];
	}

	setRedelivery(policy: RedeliveryPolicy | null): void {
		this.policy = policy;
	}

	/** The first delivery; failed ones come back in the background when a policy is set. */
	async deliver({ appId, object, url, body, sign, headers = {} }: BodyForApp): Promise<Delivery> {
		const signed = signBody(this.world.app(appId).secret, body, sign ?? 'valid');
		const delivery = await this.post({
			appId,
			object,
			url,
			body: signed.body,
			signature: signed.signature,
			headers: {
				'content-type': 'application/json',
				'user-agent': 'facebookexternalua',
				accept: '*/*',
				...(signed.header === null ? {} : { [signed.header]: signed.signature }),
				...headers,
			},
		});
		if (delivery.status !== 200 && this.policy !== null) this.goesOn(this.tryAgain(delivery, this.policy));
		return delivery;
	}

	/** Byte for byte what was sent, with the same signature unless told otherwise. */
	async redeliver(delivery: Delivery, { sign, url }: Redelivery = {}): Promise<Delivery> {
		const { appId, object } = delivery;
		const headers = this.headersOf.get(delivery.id) ?? {};
		const again = {
			appId,
			object,
			url: url ?? delivery.url,
			redeliveryOf: delivery.redeliveryOf ?? delivery.id,
		};
		if (sign === undefined) {
			return await this.post({ ...again, body: delivery.body, signature: delivery.signature, headers });
		}
		const signed = signBody(this.world.app(appId).secret, delivery.body, sign);
		const unsigned = Object.entries(headers).filter(([name]) => !name.startsWith('x-hub-signature'));
		return await this.post({
			...again,
			body: signed.body,
			signature: signed.signature,
			headers: {
				...Object.fromEntries(unsigned),
				...(signed.header === null ? {} : { [signed.header]: signed.signature ?? '' }),
			},
		});
	}

	async settled(): Promise<void> {
		while (this.pending.size > 0) await Promise.all(this.pending);
	}

	/** Nobody awaits it but `settled`. */
	goesOn(delivering: Promise<void>): void {
		const work = delivering.finally(() => this.pending.delete(work));
		this.pending.add(work);
	}

	private async tryAgain(failed: Delivery, { attempts, delaysMs = [] }: RedeliveryPolicy): Promise<void> {
		let last = failed;
		for (let done = 0; done < attempts && last.status !== 200 && !this.stopped.aborted; done++) {
			const delay = delaysMs[done] ?? delaysMs.at(-1) ?? 0;
			await wait(delay, undefined, { signal: this.stopped }).catch(() => undefined);
			if (!this.stopped.aborted) last = await this.redeliver(last);
		}
	}

	private async post(outgoing: Outgoing): Promise<Delivery> {
		const { headers, ...facts } = outgoing;
		const id = randomUUID();
		const first = outgoing.redeliveryOf ?? id;
		const attempt = (this.attemptsOf.get(first) ?? 0) + 1;
		this.attemptsOf.set(first, attempt);
		this.headersOf.set(id, headers);
		const delivery: Delivery = { id, ...facts, status: null, answer: '', durationMs: 0, attempt };
		this.sent.push(delivery);
		const startedAt = performance.now();
		const answer = await callOut({
			method: 'POST',
			url: outgoing.url,
			headers,
			body: outgoing.body,
			timeoutMs: this.timeoutMs,
			stopped: this.stopped,
		});
		delivery.durationMs = performance.now() - startedAt;
		if (answer.ok) {
			delivery.status = answer.status;
			delivery.answer = answer.body;
		} else {
			delivery.error = answer.error;
		}
		return delivery;
	}
}
