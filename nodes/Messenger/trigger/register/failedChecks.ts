// Checks that failed: they changed nothing, so n8n's clean-up after them has nothing to undo.
const CLEAN_UP_MS = 2_000;

const checks = new Map<string, { at: number; cleanUps: number }>();

/** `cleanUps`: how often n8n will call `delete` for it. */
export function noteFailedCheck(key: string, cleanUps: number): void {
	checks.set(key, { at: Date.now(), cleanUps });
}

/**
 * Whether n8n calls `delete` only because of a failed check; what it calls afterwards is about
 * something else.
 */
export function isCleanUpOfCheck(key: string): boolean {
	const check = checks.get(key);
	if (check === undefined) return false;
	check.cleanUps -= 1;
	if (check.cleanUps === 0) checks.delete(key);
	return Date.now() - check.at < CLEAN_UP_MS;
}
