// Small helpers for numbers.

export function median(values: readonly number[]): number {
	return percentile(values, 50);
}

/** By nearest rank; NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const rank = Math.ceil((percent / 100) * sorted.length);
	return sorted[Math.max(rank - 1, 0)] ?? NaN;
}

/**
 * Round by round, then the median: what slows the machine down for a while slows both sides of a
 * round.
 */
export function medianRatio(above: readonly number[], below: readonly number[]): number {
	return median(above.map((value, round) => value / (below[round] ?? NaN)));
}
