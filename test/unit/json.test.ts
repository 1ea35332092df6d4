import { idOrNull, isTooDeep, parseJson, textOrNull } from '../../nodes/Messenger/graph/json';

describe('JSON', () => {
	it('keeps every digit of a number that is too long for a double', () => {
		expect(parseJson('{"id":12345678901234567890,"ids":[98765432109876543210]}')).toEqual({
			ok: true,
			value: { id: '12345678901234567890', ids: ['98765432109876543210'] },
		});
	});

	it.each([
		['a negative number', '{"a":-12345678901234567890}', { a: '-12345678901234567890' }],
		['a number behind a line end', '{"a":\n\t12345678901234567890}', { a: '12345678901234567890' }],
		['a number of sixteen digits', '{"a":9007199254740993}', { a: '9007199254740993' }],
		['a later element of a list', '[1, 12345678901234567890]', [1, '12345678901234567890']],
		['a fraction', '{"a":12345678901234567890.5}', { a: '12345678901234567890.5' }],
		['no power', '{"a":1e30,"b":12345678901234567890}', { a: 1e30, b: '12345678901234567890' }],
		['no text', '{"a":"1","b":12345678901234567890}', { a: '1', b: '12345678901234567890' }],
	])('keeps the digits of %s', (_label, text, value) => {
		expect(parseJson(text)).toEqual({ ok: true, value });
	});

	it.each([
		['12345678901234567', '"12345678901234567"'],
		['9007199254740993.0', '"9007199254740993.0"'],
		['0.1234567890123456789', '"0.1234567890123456789"'],
		['1e400', '"1e400"'],
		['-1E-400', '"-1E-400"'],
		['123456789012345678e3', '"123456789012345678e3"'],
		['1.50e+3', '1500'],
		['1e21', '1e+21'],
		['0.0000001e0', '1e-7'],
		['0.10000000000000000', '0.1'],
		['123456789012345.600', '123456789012345.6'],
		[`1.${'0'.repeat(63)}`, `"1.${'0'.repeat(63)}"`],
		[`1.${'0'.repeat(62)}`, '1'],
		['-0.000000000000000000', '0'],
		['100000000000000000000', '"100000000000000000000"'],
	])('keeps %s as a number only if a double holds it', (number, written) => {
		const parsed = parseJson(`{"a":[${number}]}`);
		expect(parsed.ok && JSON.stringify(parsed.value)).toBe(`{"a":[${written}]}`);
	});

	it('takes the last value of a repeated key, with and without long numbers', () => {
		for (const number of ['1', '12345678901234567']) {
			expect(parseJson(`{"a":1,"a":{"b":${number}},"a":"last"}`)).toEqual({ ok: true, value: { a: 'last' } });
		}
	});

	it('reads long numbers in a text that is nested as deep as it is long', () => {
		const levels = 200_000;
		const text = `${'['.repeat(levels)}12345678901234567${']'.repeat(levels)}`;
		const parsed = parseJson(text);
		let value: unknown = parsed.ok && parsed.value;
		while (Array.isArray(value)) value = value[0];
		expect(value).toBe('12345678901234567');
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

describe('depth', () => {
	it.each([
		['lists', '[', ']'],
		['objects', '{"a":', '}'],
	])('of %s is too much beyond five hundred levels', (_label, open, close) => {
		const nested = (levels: number): unknown =>
			JSON.parse(`${open.repeat(levels - 1)}{}${close.repeat(levels - 1)}`);
		expect(isTooDeep(nested(500) as object)).toBe(false);
		expect(isTooDeep(nested(501) as object)).toBe(true);
	});

	it('is that of the deepest value, behind values that are not deep', () => {
		expect(isTooDeep({ a: 1, b: null, c: 'text', d: [{ e: [] }] }, 4)).toBe(false);
		expect(isTooDeep({ a: 1, b: null, c: 'text', d: [{ e: [] }] }, 3)).toBe(true);
	});
});

describe('text', () => {
	it.each([
		['a', 'a'],
		['', ''],
		[7, null],
		[null, null],
		[['a'], null],
	])('%j becomes %j', (value, expected) => {
		expect(textOrNull(value)).toBe(expected);
	});
});

describe('ID', () => {
	it.each([
		['12', '12'],
		[12, '12'],
		['', null],
		[null, null],
		[Number.NaN, null],
		[Infinity, null],
		[0, '0'],
		[true, null],
		[['12'], null],
		[{}, null],
	])('%j becomes %j', (value, expected) => {
		expect(idOrNull(value)).toBe(expected);
	});
});
