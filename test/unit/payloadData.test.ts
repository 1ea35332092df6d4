import { parsePayload } from '../../nodes/Messenger/trigger/events/payloadData';

describe('payload data', () => {
	it.each([
		['a JSON object', '{"action":"BUY","sku":7}', { action: 'BUY', sku: 7 }],
		['a JSON array', '[1,{"a":null}]', [1, { a: null }]],
		['JSON with spaces around it', ' {"a":1} ', { a: 1 }],
		['pairs', 'a=1&b=2', { a: '1', b: '2' }],
		['one pair', 'sku=7', { sku: '7' }],
		['an action with pairs', 'BUY?sku=7', { action: 'BUY', sku: '7' }],
		['encoded pairs', 'name=J%C3%BCrgen+M&x=%zz', { name: 'Jürgen M', x: '%zz' }],
		['a pair without value among others', 'a=&b=2', { a: '', b: '2' }],
		['pairs without values', 'a=&b=', { a: '', b: '' }],
		['one pair whose value begins with equals signs', 'a===', { a: '==' }],
		['keys with all that a key may have', 'a.b[0]-c_%41+d=1&x=2', { 'a.b[0]-c_A d': '1', x: '2' }],
		[
			'an action with all that an action may have',
			'shop:BUY/now.v-2_b?sku=7',
			{ action: 'shop:BUY/now.v-2_b', sku: '7' },
		],
		['a plus beside a broken escape as a space', 'x=%zz+1&y=2', { x: '%zz 1', y: '2' }],
		['a second question mark as part of a value', 'BUY?q=why?', { action: 'BUY', q: 'why?' }],
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
		['a lone key', 'a='],
		['two pads behind a key', 'a=='],
		['a pair without a key', '=1&b=2'],
		['a pair without an equals sign', 'a=1&b'],
		['a key that begins with a sign', '!a=1&b=2'],
		['a key that ends with a sign', 'a!=1&b=2'],
		['a key with a space', 'a b=1&c=2'],
		['an action with a space', 'BUY NOW?a=1'],
		['an action that begins with a sign', '!BUY?a=1'],
		['an action that ends with a sign', 'BUY!?a=1'],
		['a question mark without an action', '?a=1'],
		['an action with a pair that has no key', 'BUY?=1'],
		['JSON text with more behind it', '{"a":1}x'],
		['JSON that begins with a letter', 'x{"a":1}'],
		['a URL', 'https://shop.example/?a'],
	])('is null for %s', (_label, payload) => {
		expect(parsePayload(payload)).toBeNull();
	});

	it.each([
		['JSON', '{"__proto__":{"polluted":true},"a":{"constructor":1,"b":2}}', { a: { b: 2 } }],
		['JSON with a constructor', '{"constructor":{"polluted":true},"a":1}', { a: 1 }],
		['JSON with a prototype', '{"prototype":{"polluted":true},"a":1}', { a: 1 }],
		['a list', '[{"__proto__":{"polluted":true}}]', [{}]],
		['JSON with an escaped letter', '{"\\u0063onstructor":{"polluted":true},"a":1}', { a: 1 }],
		['pairs called prototype', 'prototype=1&a=3', { a: '3' }],
		['an action', 'BUY?constructor=1', { action: 'BUY' }],
		['JSON with an escaped key', '{"\\u005f_proto__":{"polluted":true},"a":1}', { a: 1 }],
		['pairs', '__proto__=1&constructor=2&a=3', { a: '3' }],
		['encoded pairs', '%5F_proto__=1&a=3', { a: '3' }],
	])('leaves prototype keys out of %s', (_label, payload, expected) => {
		const data = parsePayload(payload);
		expect(data).toEqual(expected);
		expect(Object.getPrototypeOf(data)).toBe(Array.isArray(data) ? Array.prototype : Object.prototype);
		expect(JSON.stringify(data)).toBe(JSON.stringify(expected));
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it('is null for JSON that is nested deeper than n8n can write again', () => {
		const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
		expect(parsePayload(nested(500))).not.toBeNull();
		expect(parsePayload(nested(501))).toBeNull();
	});

	it("keeps the action before the question mark when a pair is called 'action' too", () => {
		expect(parsePayload('BUY?action=SELL')).toEqual({ action: 'BUY' });
	});
});
