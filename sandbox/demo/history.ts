// Everything that happened on the chat page: bubbles of the conversation and deliveries. Whoever
// watches is told of each change.
import type { Thread } from './conversations.ts';
import type { Content, QuickReply } from './messageContents.ts';
import type { Channel, Offer } from './pageOffers.ts';

interface Place {
	id: number;
	channel: Channel;
	/** Whose conversation it belongs to. */
	senderId: string;
}

/** What the person said or did. */
export interface Said extends Place {
	/** A note tells what the person did outside of the conversation. */
	kind: 'said' | 'note';
	text: string;
	/** Null for a note. */
	mid: string | null;
	/** Of the Page, such as 'love'. */
	reaction: string | null;
	/**
	 * `kept`: the person did something that sends nothing. `unsubscribed`: Meta sends it to nobody.
	 */
	state: 'sending' | 'sent' | 'kept' | 'unsubscribed';
}

/** What the Page sent. */
export interface Received extends Place {
	kind: 'received';
	mid: string;
	reaction: string | null;
	contents: Content[];
	quickReplies: QuickReply[];
	/** The `mid` that it quotes. */
	replyTo: string | null;
}

export type Bubble = Said | Received;

/** Of each kind apart, which a plain Omit would mix. */
type WithoutId<T> = T extends Bubble ? Omit<T, 'id'> : never;

export type Outcome =
	| { state: 'waiting' }
	/** `output` is the trigger's. An execution that asks somebody waits for the answer. */
	| { state: 'executed'; executionId: string; url: string; output: string; item: unknown; isWaiting: boolean }
	/** It was the answer that the execution has waited for; `node` is the one that asked. */
	| { state: 'resumed'; executionId: string; url: string; node: string; item: unknown }
	/** `why` is in the words of n8n's log or in ours. */
	| { state: 'none' | 'unknown'; why: string };

export interface Exchange {
	id: number;
	channel: Channel;
	bubbleId: number;
	/** Such as 'Postback' or 'Read receipt'. */
	event: string;
	variant: 'first' | 'again' | 'forged' | 'standby';
	/** The exchange whose body this one repeats. */
	repeats: number | null;
	at: string;
	request: { path: string; headers: Record<string, string>; body: unknown };
	/** Null means no answer; `answer` says why. */
	status: number | null;
	answer: string;
	durationMs: number;
	outcome: Outcome;
}

export type Change =
	| { kind: 'offers'; value: readonly Offer[] }
	| { kind: 'thread'; value: Readonly<Thread> }
	| { kind: 'bubble'; value: Readonly<Bubble> }
	| { kind: 'exchange'; value: Readonly<Exchange> };

type Watcher = (change: Change) => void;

/** Older ones are forgotten, so that a page that is left open for days stays small. */
const KEPT = 200;

export class History {
	private readonly bubbles = new Map<number, Bubble>();
	private readonly exchanges = new Map<number, Exchange>();
	private readonly watchers = new Set<Watcher>();
	private bubbleCount = 0;
	private exchangeCount = 0;

	get newestBubbleId(): number {
		return this.bubbleCount;
	}

	addBubble(facts: WithoutId<Bubble>): Bubble {
		const bubble = { ...facts, id: ++this.bubbleCount };
		this.keep(this.bubbles, bubble);
		this.tell({ kind: 'bubble', value: bubble });
		return bubble;
	}

	setState(id: number, state: Said['state']): void {
		const bubble = this.bubbles.get(id);
		if (bubble === undefined || bubble.kind === 'received') return;
		bubble.state = state;
		this.tell({ kind: 'bubble', value: bubble });
	}

	/** Null takes it back. */
	setReaction(mid: string, reaction: string | null): void {
		const bubble = this.find(mid);
		if (bubble === undefined) return;
		bubble.reaction = reaction;
		this.tell({ kind: 'bubble', value: bubble });
	}

	received(mid: string): Readonly<Received> | undefined {
		const bubble = this.find(mid);
		return bubble?.kind === 'received' ? bubble : undefined;
	}

	addExchange(facts: Omit<Exchange, 'id'>): Exchange {
		const exchange = { id: ++this.exchangeCount, ...facts };
		this.keep(this.exchanges, exchange);
		this.tell({ kind: 'exchange', value: exchange });
		return exchange;
	}

	settle(exchange: Exchange, outcome: Outcome): void {
		if (outcome.state === 'resumed') this.endWait(outcome.executionId);
		exchange.outcome = outcome;
		this.tell({ kind: 'exchange', value: exchange });
	}

	private endWait(executionId: string): void {
		for (const exchange of this.exchanges.values()) {
			const { outcome } = exchange;
			if (outcome.state !== 'executed' || outcome.executionId !== executionId || !outcome.isWaiting) continue;
			exchange.outcome = { ...outcome, isWaiting: false };
			this.tell({ kind: 'exchange', value: exchange });
		}
	}

	tell(change: Change): void {
		for (const watcher of this.watchers) watcher(change);
	}

	/** First what is there, then each change, until the returned function is called. */
	watch(watcher: Watcher): () => void {
		for (const value of this.bubbles.values()) watcher({ kind: 'bubble', value });
		for (const value of this.exchanges.values()) watcher({ kind: 'exchange', value });
		this.watchers.add(watcher);
		return () => void this.watchers.delete(watcher);
	}

	private find(mid: string): Bubble | undefined {
		return [...this.bubbles.values()].find((bubble) => bubble.mid === mid);
	}

	private keep<T extends { id: number }>(map: Map<number, T>, value: T): void {
		map.set(value.id, value);
		map.delete(value.id - KEPT);
	}
}
