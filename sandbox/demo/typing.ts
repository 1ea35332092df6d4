/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Whether the Page shows that it is typing: until it sends something, or for as long as Meta shows
// it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from './pageOffers.ts';

const ENDS_AFTER_MS = 20_000;

export class Typing {
	private readonly tell: (channel: Channel, isTyping: boolean) => void;
	private readonly shown = new Map<Channel, AbortController>();

	constructor(tell: (channel: Channel, isTyping: boolean) => void) {
		this.tell = tell;
	}

	/** Again, it begins anew. */
	start(channel: Channel): void {
		this.shown.get(channel)?.abort();
		const stopped = new AbortController();
		this.shown.set(channel, stopped);
		this.tell(channel, true);
		sleep(ENDS_AFTER_MS, undefined, { signal: stopped.signal, ref: false }).then(
			() => this.stop(channel),
			() => undefined, // it was stopped before
		);
	}

	stop(channel: Channel): void {
		const stopped = this.shown.get(channel);
		if (stopped === undefined) return;
		stopped.abort();
		this.shown.delete(channel);
		this.tell(channel, false);
	}
}
