// How often a line may be written, so that a flood of requests does not become a flood of lines.

export interface LogBounds {
	/** So many are written at once; after that, one per interval. */
	first: number;
	intervalMs: number;
}

/** After so many intervals without a request, the first ones are written at once again. */
const QUIET_INTERVALS = 10;

interface Written {
	lines: number;
	lastLineAt: number;
	lastAskedAt: number;
	leftOut: number;
}

/** Keeps a few numbers per reason, and reasons are a fixed list. */
export class LogLimiter<Reason extends string> {
	private readonly written = new Map<Reason, Written>();
	private readonly bounds: LogBounds;

	constructor(bounds: LogBounds) {
		this.bounds = bounds;
	}

	/**
	 * Null when the line is to be left out; else how many were, since the last one that was written.
	 */
	admit(reason: Reason, now: number): number | null {
		const entry = this.entryOf(reason, now);
		entry.lastAskedAt = now;
		if (entry.lines >= this.bounds.first && now - entry.lastLineAt < this.bounds.intervalMs) {
			entry.leftOut += 1;
			return null;
		}
		const { leftOut } = entry;
		entry.lines += 1;
		entry.lastLineAt = now;
		entry.leftOut = 0;
		return leftOut;
	}

	private entryOf(reason: Reason, now: number): Written {
		const known = this.written.get(reason);
		const entry = known ?? { lines: 0, lastLineAt: now, lastAskedAt: now, leftOut: 0 };
		if (known === undefined) this.written.set(reason, entry);
		if (now - entry.lastAskedAt >= QUIET_INTERVALS * this.bounds.intervalMs) entry.lines = 0;
		return entry;
	}
}
