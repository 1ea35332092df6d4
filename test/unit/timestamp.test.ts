import { isoTimestamp } from '../../nodes/MessengerPostbackTrigger/lib/timestamp';

describe('timestamp', () => {
	it.each([
		['milliseconds as number', 1_790_000_000_001, '2026-09-21T14:13:20.001Z'],
		['milliseconds as text', '1790000000001', '2026-09-21T14:13:20.001Z'],
		['seconds as number', 1_790_000_000, '2026-09-21T14:13:20.000Z'],
		['seconds as text', '1527459824', '2018-05-27T22:23:44.000Z'],
		["Meta's Instagram sample", 233_445_667, '1977-05-25T22:01:07.000Z'],
	])('reads %s', (_label, value, expected) => {
		expect(isoTimestamp(value)).toBe(expected);
	});

	it.each([
		['absent', undefined],
		['null', null],
		['zero', 0],
		['negative', -5],
		['words', 'yesterday'],
		['empty text', ''],
		['beyond what a date can hold', 9e15],
		['not a number', Number.NaN],
		['infinite', Number.POSITIVE_INFINITY],
		['an object', {}],
	])('falls back to the next candidate when it is %s', (_label, value) => {
		expect(isoTimestamp(value, 1_790_000_000)).toBe('2026-09-21T14:13:20.000Z');
		expect(isoTimestamp(value)).toBeNull();
	});
});
