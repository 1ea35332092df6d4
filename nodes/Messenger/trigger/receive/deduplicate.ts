// What becomes of events: on their way to n8n, or taken over. A bounded memory; forgetting early
// only means that a late redelivery passes again.

/**
 * `released`: there was nothing to hand over. A copy that waited has its answer; a later one is
 * looked at anew.
 */
export type HandOverOutcome = 'takenOver' | 'notTakenOver' | 'released';

/**
 * n8n may never tell what became of it, so that after this time another delivery of the events
 * takes their place.
 */
const ABANDONED_AFTER_MS = 60_000;

/**
 * The events of one delivery that nobody else had handed over, from their arrival until n8n has
 * taken them over.
 */
export class Claim {
	private state: 'inProgress' | HandOverOutcome = 'inProgress';
	private readonly since: number;
	private told: { outcome: Promise<boolean>; tell: (isDealtWith: boolean) => void } | null = null;

	constructor(now: number) {
		this.since = now;
	}

	get isInProgress(): boolean {
		return this.state === 'inProgress';
	}

	/** The first call counts. */
	settle(outcome: HandOverOutcome): void {
		if (this.state !== 'inProgress') return;
		this.state = outcome;
		this.told?.tell(outcome !== 'notTakenOver');
		this.told = null;
	}

	/**
	 * For a copy of its events: whether they were dealt with, so that nobody has to deliver them
	 * again.
	 */
	async outcome(): Promise<boolean> {
		if (this.state !== 'inProgress') return this.state !== 'notTakenOver';
		this.told ??= untilTold();
		return await this.told.outcome;
	}

	/** Whether its events are not to be handed over by another delivery. */
	holds(now: number): boolean {
		if (this.state === 'inProgress') return now - this.since < ABANDONED_AFTER_MS;
		return this.state === 'takenOver';
	}
}

function untilTold(): { outcome: Promise<boolean>; tell: (isDealtWith: boolean) => void } {
	let tell: (isDealtWith: boolean) => void = () => undefined;
	const outcome = new Promise<boolean>((resolve) => {
		tell = resolve;
	});
	return { outcome, tell };
}

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
		const other = this.current.get(id) ?? this.previous.get(id);
		if (other?.holds(now)) return other;
		this.current.set(id, claim);
		return null;
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
