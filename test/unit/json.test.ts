import { idOrNull, parseJson } from '../../nodes/MessengerPostbackTrigger/lib/json';

describe('JSON', () => {
	it('keeps every digit of a number that is too long for a double', () => {
		expect(parseJson('{"id":12345678901234567890,"ids":[98765432109876543210]}')).toEqual({
			ok: true,
			value: { id: '12345678901234567890', ids: ['98765432109876543210'] },
		});
	});

	it('leaves numbers that fit as numbers', () => {
		expect(parseJson('{"a":9007199254740991,"b":1.5,"long":11111111111111111111}')).toEqual({
			ok: true,
			value: { a: 9_007_199_254_740_991, b: 1.5, long: '11111111111111111111' },
		});
	});

	it('does not mistake digits in a text for a number', () => {
		expect(parseJson('{"a":"x: 12345678901234567890"}')).toEqual({
			ok: true,
			value: { a: 'x: 12345678901234567890' },
		});
	});

	it.each(['', '{', 'undefined', '\u0000'])('refuses %j', (text) => {
		expect(parseJson(text)).toEqual({ ok: false });
	});
});

describe('ID', () => {
	it.each([
		['12', '12'],
		[12, '12'],
		['', null],
		[null, null],
		[Number.NaN, null],
		[{}, null],
	])('%j becomes %j', (value, expected) => {
		expect(idOrNull(value)).toBe(expected);
	});
});
