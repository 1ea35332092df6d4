// How long Meta asks to wait, from the headers of a throttled answer.
import { arrayOf, isObject, parseJson } from './json';

const DEFAULT_WAIT_SECONDS = 60;
const SECONDS_PER_MINUTE = 60;
/**
 * However much a header asks for: Meta's real waits are minutes, and a wrong header must not
 * silence a workflow.
 */
export const MAX_WAIT_SECONDS = 15 * SECONDS_PER_MINUTE;

/**
 * `Retry-After` in seconds, else the business usage header in minutes, else `unasked` seconds;
 * never more than 15 minutes.
 */
export function waitSeconds(
	headers: Record<string, unknown>,
	unasked: number = DEFAULT_WAIT_SECONDS,
): number {
	return Math.min(askedSeconds(headers) ?? unasked, MAX_WAIT_SECONDS);
}

function askedSeconds(headers: Record<string, unknown>): number | null {
	const retryAfter = wholeNumber(headers['retry-after']);
	if (retryAfter !== null) return retryAfter;
	const minutes = businessMinutes(headers['x-business-use-case-usage']);
	return minutes > 0 ? minutes * SECONDS_PER_MINUTE : null;
}

/** Null for a date, a negative number, an empty header and whatever else is no count of seconds. */
function wholeNumber(header: unknown): number | null {
	const text = typeof header === 'number' || typeof header === 'string' ? String(header).trim() : '';
	return /^\d+$/.test(text) ? Number(text) : null;
}

// JSON keyed by business ID, each a list of usages with `estimated_time_to_regain_access`.
function businessMinutes(header: unknown): number {
	const usage = typeof header === 'string' ? parseJson(header) : { ok: false as const };
	if (!usage.ok || !isObject(usage.value)) return 0;
	const minutes = Object.values(usage.value)
		.flatMap(arrayOf)
		.map((entry) => (isObject(entry) ? Number(entry.estimated_time_to_regain_access) : 0));
	return Math.max(0, ...minutes.filter(Number.isFinite));
}
