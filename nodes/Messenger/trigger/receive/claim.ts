// What becomes of the events of one delivery: on their way to n8n, or taken over.

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
