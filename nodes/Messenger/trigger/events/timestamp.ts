// Meta's four kinds of time (string or number, seconds or milliseconds) to ISO 8601 UTC.

// Milliseconds below this lie before March 1973; seconds reach it in the year 5138.
const SECONDS_BELOW = 1e11;
const LATEST_DATE_MS = 8.64e15;

/**
 * The first candidate that is a time, else null. Never the current time: a made-up time looks like
 * a real one.
 */
export function isoTimestamp(...candidates: readonly unknown[]): string | null {
	for (const candidate of candidates) {
		const milliseconds = toMilliseconds(candidate);
		if (milliseconds !== null) return toIso(Math.trunc(milliseconds));
	}
	return null;
}

// The taps of a delivery mostly fall into the same second, and writing a date out is a tenth of
// reading an event.
let lastSecond = NaN;
let lastPrefix = '';

function toIso(milliseconds: number): string {
	const second = Math.floor(milliseconds / 1000);
	if (second !== lastSecond) {
		lastSecond = second;
		lastPrefix = new Date(second * 1000).toISOString().slice(0, -4);
	}
	return `${lastPrefix}${String(milliseconds - second * 1000).padStart(3, '0')}Z`;
}

function toMilliseconds(value: unknown): number | null {
	const isNumeric =
		typeof value === 'number' || (typeof value === 'string' && /^\d{1,17}(\.\d+)?$/.test(value));
	if (!isNumeric) return null;
	const number = Number(value);
	if (!(number > 0)) return null;
	const milliseconds = number < SECONDS_BELOW ? number * 1000 : number;
	return milliseconds <= LATEST_DATE_MS ? milliseconds : null;
}
