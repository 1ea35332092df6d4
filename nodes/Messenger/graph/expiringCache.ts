// A bounded memory of values that grow old. Reads and writes take the time, so that tests need no
// clock.

export class ExpiringCache<Value> {
	private readonly entries = new Map<string, { value: Value; expiresAt: number }>();
	private readonly maxEntries: number;
	private readonly maxAgeMs: number;

	constructor(maxEntries: number, maxAgeMs: number) {
		this.maxEntries = maxEntries;
		this.maxAgeMs = maxAgeMs;
	}

	/** Undefined when it was never set, has expired, or had to make room. */
	get(key: string, now: number): Value | undefined {
		const entry = this.entries.get(key);
		return entry !== undefined && entry.expiresAt > now ? entry.value : undefined;
	}

	/** Makes room by forgetting what has expired, or else the entry that was set the longest ago. */
	set(key: string, value: Value, now: number, ageMs = this.maxAgeMs): void {
		this.entries.delete(key);
		this.forgetExpired(now);
		const [oldest] = this.entries.keys();
		if (this.entries.size >= this.maxEntries && oldest !== undefined) this.entries.delete(oldest);
		this.entries.set(key, { value, expiresAt: now + Math.min(ageMs, this.maxAgeMs) });
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	get size(): number {
		return this.entries.size;
	}

	/**
	 * From the oldest on, up to the first that is still good: tokens and names do not stay for want
	 * of a successor.
	 */
	private forgetExpired(now: number): void {
		for (const [key, { expiresAt }] of this.entries) {
			if (expiresAt > now) return;
			this.entries.delete(key);
		}
	}
}
