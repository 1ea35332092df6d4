import { parsePayload } from '../../nodes/MessengerPostbackTrigger/lib/payloadData';

describe('payload data', () => {
	it.each([
		['a JSON object', '{"action":"BUY","sku":7}', { action: 'BUY', sku: 7 }],
		['a JSON array', '[1,{"a":null}]', [1, { a: null }]],
		['JSON with blanks around it', ' {"a":1} ', { a: 1 }],
		['pairs', 'a=1&b=2', { a: '1', b: '2' }],
		['one pair', 'sku=7', { sku: '7' }],
		['an action with pairs', 'BUY?sku=7', { action: 'BUY', sku: '7' }],
		['encoded pairs', 'name=J%C3%BCrgen+M&x=%zz', { name: 'Jürgen M', x: '%zz' }],
		['a pair without value among others', 'a=&b=2', { a: '', b: '2' }],
		['a value with an equals sign', 'a=b=c&d=1', { a: 'b=c', d: '1' }],
	])('reads %s', (_label, payload, expected) => {
		expect(parsePayload(payload)).toEqual(expected);
	});

	it.each([
		['nothing', null],
		['empty text', ''],
		['plain text', 'GET_STARTED'],
		['a sentence', 'Is 1 + 1 = 2?'],
		['a question', 'Where? a place'],
		['broken JSON', '{"a":'],
		['a JSON number', '7'],
		['Base64 text', 'SGVsbG8='],
		['Base64 text with two pads', 'SGVsbA=='],
		['JSON nested thousands of levels deep', '['.repeat(5_000) + ']'.repeat(5_000)],
		['a URL', 'https://shop.example/?a'],
	])('is null for %s', (_label, payload) => {
		expect(parsePayload(payload)).toBeNull();
	});

	it.each([
		['JSON', '{"__proto__":{"polluted":true},"a":{"constructor":1,"b":2}}', { a: { b: 2 } }],
		['JSON with an escaped key', '{"\\u005f_proto__":{"polluted":true},"a":1}', { a: 1 }],
		['pairs', '__proto__=1&constructor=2&a=3', { a: '3' }],
		['encoded pairs', '%5F_proto__=1&a=3', { a: '3' }],
	])('leaves prototype keys out of %s', (_label, payload, expected) => {
		const data = parsePayload(payload);
		expect(data).toEqual(expected);
		expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it("keeps the action before the question mark when a pair is called 'action' too", () => {
		expect(parsePayload('BUY?action=SELL')).toEqual({ action: 'BUY' });
	});
});
