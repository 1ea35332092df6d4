// PURE: until when a question waits, from 'Limit Wait Time'.
import { isObject } from '../../../graph/json';
import { refused } from '../../refusals/actionFailure';

const UNITS_MS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 60 * 60_000,
	days: 24 * 60 * 60_000,
};

/**
 * Null without a limit.
 * @throws {ActionFailure} for a time that is none, or past
 */
export function waitLimit(limitWaitTime: unknown, now: number): number | null {
	const values = isObject(limitWaitTime) ? limitWaitTime.values : undefined;
	if (!isObject(values)) return null;
	const until =
		values.limitType === 'atSpecifiedTime'
			? timeOf(values.maxDateAndTime)
			: now + Number(values.resumeAmount ?? 1) * (UNITS_MS[String(values.resumeUnit ?? 'hours')] ?? NaN);
	if (Number.isNaN(until)) {
		throw refused("'Limit Wait Time' is no time", 'Choose an amount with its unit, or a date and time.');
	}
	if (until <= now) {
		throw refused(
			"'Limit Wait Time' ends before the question is asked",
			'Choose an amount above 0, or a date and time in the future.',
		);
	}
	return until;
}

/** A text, a date, or what an expression makes of one. */
function timeOf(value: unknown): number {
	if (typeof value === 'string' && value.trim() === '') return NaN;
	return new Date(typeof value === 'number' || typeof value === 'string' ? value : Number(value)).getTime();
}
