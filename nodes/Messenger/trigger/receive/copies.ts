// Which events of one delivery another one brought before, and who still hands them over.
import type { Seen } from '../events/delivery';
import type { Claim } from './claim';
import type { EventMemory } from './eventMemory';

const NONE: ReadonlySet<Claim> = new Set();

/** Claims what nobody else has. */
export class Copies implements Seen {
	private readonly memory: EventMemory;
	private readonly claim: Claim;
	private readonly now: number;
	// Most deliveries bring no copy, and this is made for every one of them.
	private found: Set<Claim> | null = null;

	constructor(memory: EventMemory, claim: Claim, now: number) {
		this.memory = memory;
		this.claim = claim;
		this.now = now;
	}

	/** The deliveries that brought them and are being handed over. */
	get inProgress(): ReadonlySet<Claim> {
		return this.found ?? NONE;
	}

	isSeen(id: string): boolean {
		return this.isHeld(this.memory.claim(id, this.claim, this.now));
	}

	isTapSeen(tapId: string): boolean {
		return this.isHeld(this.memory.holder(tapId, this.now));
	}

	noteTap(tapId: string): void {
		this.memory.claim(tapId, this.claim, this.now);
	}

	private isHeld(other: Claim | null): boolean {
		if (other?.isInProgress) (this.found ??= new Set()).add(other);
		return other !== null;
	}
}
