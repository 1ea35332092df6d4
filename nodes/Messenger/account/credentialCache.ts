// Keeps a decrypted credential in process memory for a minute: each `getCredentials` inside
// webhook() makes n8n build an isolate, about a fifth of a request's cost. Never written anywhere.
import { ExpiringCache } from '../graph/expiringCache';
import type { MessengerCredential } from './credential';

const MAX_AGE_MS = 60_000;
/**
 * A refused signature may ask for the credential again, but forged traffic must not make that the
 * rule.
 */
const MIN_REREAD_MS = 1_000;
const MAX_ENTRIES = 10_000;

interface Cached {
	credential: MessengerCredential;
	/** When a refused signature last made us read it again. */
	rereadAt: number;
}

export class CredentialCache {
	private readonly cached = new ExpiringCache<Cached>(MAX_ENTRIES, MAX_AGE_MS);
	private readonly rereads = new Map<string, Promise<MessengerCredential>>();

	/** `isFresh` tells a value that was read in this call from one that may be out of date. */
	async get(
		key: string,
		now: number,
		read: () => Promise<MessengerCredential>,
	): Promise<{ credential: MessengerCredential; isFresh: boolean }> {
		const cached = this.cached.get(key, now);
		if (cached !== undefined) return { credential: cached.credential, isFresh: false };
		const credential = await read();
		this.cached.set(key, { credential, rereadAt: 0 }, now);
		return { credential, isFresh: true };
	}

	/**
	 * Reads the credential again, at most once a second; null when it was read again just now. While
	 * that is under way it is for everybody who asks.
	 */
	async reread(
		key: string,
		now: number,
		read: () => Promise<MessengerCredential>,
	): Promise<MessengerCredential | null> {
		const underWay = this.rereads.get(key);
		if (underWay !== undefined) return await underWay;
		const cached = this.cached.get(key, now);
		if (cached !== undefined && now - cached.rereadAt < MIN_REREAD_MS) return null;
		if (cached !== undefined) cached.rereadAt = now;
		const reading = read().then((credential) => {
			this.cached.set(key, { credential, rereadAt: now }, now);
			return credential;
		});
		this.rereads.set(key, reading);
		try {
			return await reading;
		} finally {
			this.rereads.delete(key);
		}
	}
}
