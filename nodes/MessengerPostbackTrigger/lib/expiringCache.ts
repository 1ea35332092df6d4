// A bounded memory of values that grow old. Reads and writes take the time, so that tests need no clock.

export class ExpiringCache<Value> {
	private readonly entries = new Map<string, { value: Value; expiresAt: number }>();
	private readonly maxEntries: number;
	private readonly ageMs: number;

	constructor(maxEntries: number, ageMs: number) {
		this.maxEntries = maxEntries;
		this.ageMs = ageMs;
	}

	/** Undefined when it was never set, has expired, or had to make room. */
	get(key: string, now: number): Value | undefined {
		const entry = this.entries.get(key);
		return entry !== undefined && entry.expiresAt > now ? entry.value : undefined;
	}

	/** Makes room by forgetting the entry that was set the longest ago. */
	set(key: string, value: Value, now: number): void {
		this.entries.delete(key);
		const [oldest] = this.entries.keys();
		if (this.entries.size >= this.maxEntries && oldest !== undefined) this.entries.delete(oldest);
		this.entries.set(key, { value, expiresAt: now + this.ageMs });
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	get size(): number {
		return this.entries.size;
	}
}
