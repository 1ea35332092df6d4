// What everything remembered is kept by. An App ID is public: anybody on the same n8n can put it
// into a credential of their own, with another secret and a Base URL that is theirs.
import { createHash } from 'node:crypto';

/** Differs as soon as one part does; never logged, because it could be told from a guess. */
export function fingerprintOf(parts: readonly string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
