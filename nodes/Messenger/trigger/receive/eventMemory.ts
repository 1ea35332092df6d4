// A bounded memory of the events that were claimed; forgetting early only means that a late
// redelivery passes again.
import type { Claim } from './claim';

/**
 * Both bounds are per generation; two generations are kept, so an event is remembered for one to
 * two of them.
 */
export interface MemoryBounds {
	events: number;
	milliseconds: number;
}

const DEFAULT_BOUNDS: MemoryBounds = { events: 50_000, milliseconds: 60 * 60 * 1000 };

export class EventMemory {
	// One claim stands for all events of its delivery, so that settling it costs nothing per event.
	private current = new Map<string, Claim>();
	private previous = new Map<string, Claim>();
	private currentSince = 0;
	private readonly bounds: MemoryBounds;

	constructor(bounds: MemoryBounds = DEFAULT_BOUNDS) {
		this.bounds = bounds;
	}

	/**
	 * The claim of another delivery that holds the event; null when it is this claim's from here on.
	 */
	claim(id: string, claim: Claim, now: number): Claim | null {
		this.forgetOld(now);
		const other = this.holder(id, now);
		if (other === null) this.current.set(id, claim);
		return other;
	}

	/** Null when no claim holds the event. */
	holder(id: string, now: number): Claim | null {
		const claim = this.current.get(id) ?? this.previous.get(id);
		return claim?.holds(now) ? claim : null;
	}

	get size(): number {
		return this.current.size + this.previous.size;
	}

	private forgetOld(now: number): void {
		const isOld = now - this.currentSince >= this.bounds.milliseconds;
		if (!isOld && this.current.size < this.bounds.events) return;
		// After a pause of two generations nothing young enough is left in either.
		const isPreviousUseful = now - this.currentSince < 2 * this.bounds.milliseconds;
		this.previous = isPreviousUseful ? this.current : new Map();
		this.current = new Map();
		this.currentSince = now;
	}
}
