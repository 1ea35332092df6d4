// A bounded memory of events that were accepted. Forgetting early only means that a late redelivery passes again.

/** Both bounds are per generation; two generations are kept, so an event is remembered for one to two of them. */
export interface MemoryBounds {
	events: number;
	milliseconds: number;
}

const DEFAULT_BOUNDS: MemoryBounds = { events: 50_000, milliseconds: 60 * 60 * 1000 };

export class EventMemory {
	private current = new Set<string>();
	private previous = new Set<string>();
	private currentSince = 0;
	private readonly bounds: MemoryBounds;

	constructor(bounds: MemoryBounds = DEFAULT_BOUNDS) {
		this.bounds = bounds;
	}

	has(id: string, now: number): boolean {
		this.forgetOld(now);
		return this.current.has(id) || this.previous.has(id);
	}

	add(ids: Iterable<string>, now: number): void {
		for (const id of ids) {
			this.forgetOld(now);
			this.current.add(id);
		}
	}

	get size(): number {
		return this.current.size + this.previous.size;
	}

	private forgetOld(now: number): void {
		const isOld = now - this.currentSince >= this.bounds.milliseconds;
		if (!isOld && this.current.size < this.bounds.events) return;
		// After a pause of two generations nothing young enough is left in either.
		const isPreviousUseful = now - this.currentSince < 2 * this.bounds.milliseconds;
		this.previous = isPreviousUseful ? this.current : new Set();
		this.current = new Set();
		this.currentSince = now;
	}
}
