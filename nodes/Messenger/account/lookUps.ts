// Values that are looked up once: shared while the look-up is under way, and remembered for as long
// as its outcome says.
import { ExpiringCache } from '../graph/expiringCache';

export interface LookedUp<Value> {
	value: Value;
	/** 0 to ask again next time. */
	ageMs: number;
}

export class LookUps<Value> {
	private readonly remembered: ExpiringCache<{ value: Value }>;
	private readonly underWay = new Map<string, Promise<Value>>();

	constructor(maxEntries: number, maxAgeMs: number) {
		this.remembered = new ExpiringCache(maxEntries, maxAgeMs);
	}

	async get(key: string, now: number, lookUp: () => Promise<LookedUp<Value>>): Promise<Value> {
		const known = this.remembered.get(key, now);
		if (known !== undefined) return known.value;
		const shared = this.underWay.get(key) ?? this.begin(key, now, lookUp);
		return await shared;
	}

	/** Forgets a value, if it is one that `isStale` says so of. */
	forget(key: string, now: number, isStale: (value: Value) => boolean): void {
		const known = this.remembered.get(key, now);
		if (known !== undefined && isStale(known.value)) this.remembered.delete(key);
	}

	private async begin(key: string, now: number, lookUp: () => Promise<LookedUp<Value>>): Promise<Value> {
		const work = lookUp().then(({ value, ageMs }) => {
			if (ageMs > 0) this.remembered.set(key, { value }, now, ageMs);
			return value;
		});
		this.underWay.set(key, work);
		try {
			return await work;
		} finally {
			this.underWay.delete(key);
		}
	}
}
