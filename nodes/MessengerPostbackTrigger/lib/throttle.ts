// How long Meta asks to wait, from the headers of a throttled answer.
import { isObject, parseJson } from './json';

const DEFAULT_WAIT_SECONDS = 60;
const SECONDS_PER_MINUTE = 60;

/** `Retry-After` in seconds, else the business usage header in minutes, else a minute. */
export function waitSeconds(headers: Record<string, unknown>): number {
	const retryAfter = Number(headers['retry-after']);
	if (headers['retry-after'] !== undefined && Number.isFinite(retryAfter) && retryAfter >= 0)
		return retryAfter;
	const minutes = businessMinutes(headers['x-business-use-case-usage']);
	return minutes > 0 ? minutes * SECONDS_PER_MINUTE : DEFAULT_WAIT_SECONDS;
}

// JSON keyed by business ID, each a list of usages with `estimated_time_to_regain_access`.
function businessMinutes(header: unknown): number {
	const usage = typeof header === 'string' ? parseJson(header) : { ok: false as const };
	if (!usage.ok || !isObject(usage.value)) return 0;
	const minutes = Object.values(usage.value)
		.flatMap((usages): unknown[] => (Array.isArray(usages) ? usages : []))
		.map((entry) => (isObject(entry) ? Number(entry.estimated_time_to_regain_access) : 0));
	return Math.max(0, ...minutes.filter(Number.isFinite));
}
