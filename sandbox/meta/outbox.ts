// What apps sent to people, in order, and who wants to hear of it.
import type { SentAction, SentMessage } from './sendingTypes.ts';

export class Outbox<Sent extends SentMessage | SentAction> {
	private readonly sent: Sent[] = [];
	private readonly listeners = new Set<(sent: Sent) => void>();

	add(sent: Sent): void {
		this.sent.push(sent);
		for (const listener of this.listeners) listener(sent);
	}

	all(): Sent[] {
		return [...this.sent];
	}

	/** Gives the function that ends it. */
	listen(listener: (sent: Sent) => void): () => void {
		this.listeners.add(listener);
		return () => void this.listeners.delete(listener);
	}
}
