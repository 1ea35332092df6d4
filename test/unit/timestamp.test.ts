import { isoTimestamp } from '../../nodes/Messenger/trigger/events/timestamp';

describe('timestamp', () => {
	it.each([
		['milliseconds as number', 1_790_000_000_001, '2026-09-21T14:13:20.001Z'],
		['milliseconds as text', '1790000000001', '2026-09-21T14:13:20.001Z'],
		['seconds as number', 1_790_000_000, '2026-09-21T14:13:20.000Z'],
		['seconds as text', '1527459824', '2018-05-27T22:23:44.000Z'],
		["Meta's Instagram sample", 233_445_667, '1977-05-25T22:01:07.000Z'],
		['parts of a second as number', 1_790_000_000.25, '2026-09-21T14:13:20.250Z'],
		['parts of a second as text', '1790000000.25', '2026-09-21T14:13:20.250Z'],
		['parts of a millisecond, which are left out', 1_790_000_000_001.9, '2026-09-21T14:13:20.001Z'],
		['the largest number of seconds', 99_999_999_999, '5138-11-16T09:46:39.000Z'],
		['the smallest number of milliseconds', 100_000_000_000, '1973-03-03T09:46:40.000Z'],
		['the last time that a date can hold', 8.64e15, '+275760-09-13T00:00:00.000Z'],
	])('reads %s', (_label, value, expected) => {
		expect(isoTimestamp(value)).toBe(expected);
	});

	it('reads times of different seconds one after another', () => {
		const times = [1_790_000_000_001, 1_790_000_001_002, 1_790_000_000_003].map((time) => isoTimestamp(time));
		expect(times.map((time) => time?.slice(-7))).toEqual(['20.001Z', '21.002Z', '20.003Z']);
	});

	it.each([
		['absent', undefined],
		['null', null],
		['zero', 0],
		['negative', -5],
		['words', 'yesterday'],
		['empty text', ''],
		['beyond what a date can hold', 8.64e15 + 1],
		['text with a space before it', ' 1790000000'],
		['text with a space behind it', '1790000000 '],
		['text with a line end', '1790000000\n'],
		['text with a sign', '+1790000000'],
		['text with an exponent', '179e7'],
		['hexadecimal text', '0x6ab13b80'],
		['text without digits behind the point', '1790000000.'],
		['true', true],
		['a list of one', [1_790_000_001]],
		['a list of one text', ['1790000001']],
		['a date', new Date(1_790_000_001_000)],
		['not a number', Number.NaN],
		['infinite', Number.POSITIVE_INFINITY],
		['an object', {}],
	])('falls back to the next candidate when it is %s', (_label, value) => {
		expect(isoTimestamp(value, 1_790_000_000)).toBe('2026-09-21T14:13:20.000Z');
		expect(isoTimestamp(value)).toBeNull();
	});
});
