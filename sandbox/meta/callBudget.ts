// A number of calls in a span of time, by whatever they are counted for.
import { GraphError } from './graphError.ts';

const MINUTE_MS = 60_000;

export class CallBudget {
	private readonly limit: { calls: number; spanMs: number };
	/** When each call of the last span was made. */
	private readonly made = new Map<string, number[]>();

	constructor(limit: { calls: number; spanMs: number }) {
		this.limit = limit;
	}

	/**
	 * Counts one call; a refused one costs nothing.
	 * @throws {GraphError} when there were as many already
	 */
	spend(key: string, { pageId, now }: { pageId: string; now: number }): void {
		const { calls, spanMs } = this.limit;
		const recent = (this.made.get(key) ?? []).filter((at) => at > now - spanMs);
		const [oldest] = recent;
		if (oldest !== undefined && recent.length >= calls) throw exceeded(pageId, oldest + spanMs - now);
		this.made.set(key, [...recent, now]);
	}

	refill(): void {
		this.made.clear();
	}
}

function exceeded(pageId: string, waitMs: number): GraphError {
	return new GraphError({
		message: '(#613) Calls to this api have exceeded the rate limit.',
		code: 613,
		headers: { 'x-business-use-case-usage': usageOf(pageId, Math.ceil(waitMs / MINUTE_MS)) },
	});
}

/** Meta's header for whoever called too often. */
function usageOf(pageId: string, minutes: number): string {
	const usage = { type: 'messenger', call_count: 100, total_cputime: 25, total_time: 25 };
	return JSON.stringify({ [pageId]: [{ ...usage, estimated_time_to_regain_access: minutes }] });
}
