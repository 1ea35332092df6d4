import { readDelivery, routeEvents } from '../../nodes/Messenger/trigger/events/delivery';
import {
	compileRules,
	type Condition,
	type RoutingOptions,
	type Rule,
} from '../../nodes/Messenger/trigger/events/routing';
import {
	aBody,
	aLogInEvent,
	anEntry,
	anOptInEvent,
	aPostbackEvent,
	aReferralEvent,
	metaBytes,
} from '../support/delivery';
import { openFilters } from '../support/settings';
import { verified } from '../support/verified.ts';

const OPTIONS: RoutingOptions = { sendTo: 'first', fallbackOutput: 'drop', ignoreCase: false };
const aCondition = (changes: Partial<Condition> = {}): Condition => ({
	field: 'payload',
	key: '',
	operator: 'equals',
	value: 'BUY',
	...changes,
});
const aRule = (...conditions: Array<Partial<Condition>>): Rule => ({
	outputName: '',
	combine: 'all',
	conditions: conditions.map(aCondition),
});

function route(rules: Rule[], postbacks: unknown[], options: Partial<RoutingOptions> = {}, object = 'page') {
	const messaging = postbacks.map((postback, index) =>
		aPostbackEvent({ postback, timestamp: 1_790_000_000_000 + index }),
	);
	const reading = readDelivery(
		verified(metaBytes(aBody({ object, entry: [anEntry({ messaging })] }))),
		openFilters(),
		true,
	);
	if (!reading.ok) throw new Error(reading.reason);
	const { router, findings } = compileRules(rules, { ...OPTIONS, ...options });
	expect(findings).toEqual([]);
	const { outputs, skipped } = routeEvents(reading, router, 'simplified');
	return { payloads: outputs.map((items) => items.map(({ payload }) => payload)), skipped };
}
const isMatch = (condition: Partial<Condition>, postback: unknown, options: Partial<RoutingOptions> = {}) =>
	route([aRule(condition)], [postback], options).payloads[0]?.length === 1;

/** Every object in a value, itself included. */
function objectsIn(value: unknown): object[] {
	if (typeof value !== 'object' || value === null) return [];
	return [value, ...Object.values(value).flatMap(objectsIn)];
}

describe('a field beside the payload', () => {
	const matches = (condition: Partial<Condition>, event: unknown) => {
		const reading = readDelivery(
			verified(metaBytes(aBody({ entry: [anEntry({ messaging: [event] })] }))),
			openFilters(),
			true,
		);
		if (!reading.ok) throw new Error(reading.reason);
		const { router } = compileRules([aRule(condition)], OPTIONS);
		return routeEvents(reading, router, 'simplified').itemCount === 1;
	};

	it.each<[Partial<Condition>, unknown, boolean]>([
		[{ field: 'referralType', value: 'OPEN_THREAD' }, aReferralEvent(), true],
		[{ field: 'referralType', value: 'LEAD_COMPLETE' }, aReferralEvent(), false],
		[{ field: 'referralType', operator: 'notExists' }, aPostbackEvent(), true],
		[{ field: 'detail', key: 'status', value: 'linked' }, aLogInEvent(), true],
		[{ field: 'detail', key: 'status', value: 'linked' }, aLogInEvent({ status: 'unlinked' }), false],
		[{ field: 'detail', key: 'token_expiry_timestamp', value: '1800000000000' }, anOptInEvent(), true],
		[
			{ field: 'detail', key: 'product.id', value: '7' },
			aReferralEvent({ referral: { product: { id: '7' } } }),
			true,
		],
		[{ field: 'detail', operator: 'exists' }, anOptInEvent(), true],
		[{ field: 'detail', operator: 'exists' }, aPostbackEvent(), false],
		[{ field: 'event', value: 'optIn' }, anOptInEvent(), true],
		[{ field: 'event', value: 'logIn' }, aLogInEvent(), true],
		[{ field: 'ref', value: 'blog' }, anOptInEvent({ ref: 'blog' }), true],
		[
			{ field: 'payloadData', key: 'product_id', value: '86438510390082021' },
			aPostbackEvent({ postback: { payload: '{"product_id":86438510390082021}' } }),
			true,
		],
		[
			// What JavaScript makes of the number.
			{ field: 'payloadData', key: 'product_id', value: '86438510390082020' },
			aPostbackEvent({ postback: { payload: '{"product_id":86438510390082021}' } }),
			false,
		],
		[
			{ field: 'payloadData', key: 'item[].1', value: '2' },
			aPostbackEvent({ postback: { payload: 'item[]=1&item[]=2' } }),
			true,
		],
		[
			{ field: 'payloadData', key: 'pick.0', value: 'b' },
			aPostbackEvent({ postback: { payload: 'pick=a&pick=b' } }),
			false,
		],
		[
			{ field: 'payloadData', key: 'pick.0', value: 'a' },
			aPostbackEvent({ postback: { payload: 'pick=a&pick=b' } }),
			true,
		],
		[
			{ field: 'payloadData', key: 'constructor', value: 'Ferrari' },
			aPostbackEvent({ postback: { payload: '{"constructor":"Ferrari"}' } }),
			true,
		],
		[
			{ field: 'payloadData', key: 'constructor', operator: 'exists' },
			aPostbackEvent({ postback: { payload: '{"driver":"x"}' } }),
			false,
		],
	])('%j on %j is %s', (condition, event, expected) => {
		expect(matches(condition, event)).toBe(expected);
	});
});

describe('operator', () => {
	it.each([
		['equals', 'BUY', 'BUY', true],
		['equals', 'BUY', 'BUY_NOW', false],
		['notEquals', 'BUY', 'SELL', true],
		['notEquals', 'BUY', 'BUY', false],
		['notEquals', 'BUY', undefined, true],
		['notEquals', '', undefined, true],
		['startsWith', 'BUY', 'BUY_NOW', true],
		['startsWith', 'BUY', 'NOW_BUY', false],
		['endsWith', 'BUY', 'NOW_BUY', true],
		['endsWith', 'BUY', 'BUY_NOW', false],
		['contains', 'BUY', 'NOW_BUY_IT', true],
		['contains', 'BUY', 'SELL', false],
		['contains', '', undefined, false],
		['regex', '^BUY_\\d+$', 'BUY_12', true],
		['regex', '^BUY_\\d+$', 'BUY_x', false],
		['regex', '^$', undefined, true],
		['regex', '.', undefined, false],
		['exists', '', '', true],
		['exists', '', undefined, false],
		['notExists', '', undefined, true],
		['notExists', '', 'BUY', false],
	] as const)('%s %j on the payload %j is %s', (operator, value, payload, expected) => {
		expect(isMatch({ operator, value }, { payload })).toBe(expected);
	});

	it.each(['equals', 'startsWith', 'endsWith', 'contains', 'regex'] as const)(
		'%s can ignore case',
		(operator) => {
			expect(isMatch({ operator, value: 'buy' }, { payload: 'BUY' }, { ignoreCase: true })).toBe(true);
			expect(isMatch({ operator, value: 'buy' }, { payload: 'BUY' })).toBe(false);
		},
	);

	it('ignores case letter by letter: one letter is never two', () => {
		const title = { field: 'title', value: 'STRASSE' } as const;
		expect(isMatch(title, { title: 'Strasse' }, { ignoreCase: true })).toBe(true);
		expect(isMatch(title, { title: 'Straße' }, { ignoreCase: true })).toBe(false);
	});

	it('notEquals can ignore case', () => {
		expect(isMatch({ operator: 'notEquals', value: 'buy' }, { payload: 'BUY' }, { ignoreCase: true })).toBe(
			false,
		);
		expect(isMatch({ operator: 'notEquals', value: 'buy' }, { payload: 'BUY' })).toBe(true);
	});
});

describe('field', () => {
	const postback = {
		title: 'Buy now',
		payload: '{"action":"BUY","cart":{"items":[{"sku":7}],"a.b":"dotted"},"gift":true}',
		referral: { ref: 'spring', source: 'ADS', ad_id: '120' },
	};
	const keyed = '{"cart":{"items":[{"sku":7}],"a.b":"dotted"}}';
	it.each([
		['title', '', 'Buy now'],
		['ref', '', 'spring'],
		['source', '', 'ADS'],
		['adId', '', '120'],
		['accountId', '', '1000'],
		['channel', '', 'messenger'],
		['event', '', 'postback'],
		['senderId', '', 'PSID-1'],
		['payloadData', 'action', 'BUY'],
		['payloadData', 'cart.items.0.sku', '7'],
		['payloadData', 'cart.a.b', 'dotted'],
		['payloadData', 'gift', 'true'],
		['payloadData', 'cart.items', '[{"sku":7}]'],
	] as const)('%s %s is %j', (field, key, value) => {
		expect(isMatch({ field, key, value }, postback)).toBe(true);
		expect(isMatch({ field, key, value: `${value}x` }, postback)).toBe(false);
	});

	it.each([
		['', true],
		['cart.items.0', true],
		['cart.items.1', false],
		['cart.items.0.sku.x', false],
		['cart.a', false],
		['cart.a.b', true],
		['.cart', false],
		['none', false],
	])('payloadData key %j is there: %s', (key, isThere) => {
		expect(isMatch({ field: 'payloadData', key, operator: 'exists' }, { ...postback, payload: keyed })).toBe(
			isThere,
		);
		expect(
			isMatch({ field: 'payloadData', key, operator: 'notExists' }, { ...postback, payload: keyed }),
		).toBe(!isThere);
	});

	it('payloadData without a key is all of it, and null is nothing', () => {
		expect(isMatch({ field: 'payloadData', value: '{"a":null}' }, { payload: '{"a":null}' })).toBe(true);
		expect(
			isMatch({ field: 'payloadData', key: 'a', operator: 'notExists' }, { payload: '{"a":null}' }),
		).toBe(true);
		for (const key of ['', 'a', 'a.b']) {
			const condition = { field: 'payloadData', key, operator: 'notExists' } as const;
			expect(isMatch(condition, { payload: 'GET_STARTED' })).toBe(true);
		}
	});

	it('payloadData finds keys with dots in them at the start of a path', () => {
		const payload = '{"a.b":{"c":1}}';
		expect(isMatch({ field: 'payloadData', key: 'a.b.c', value: '1' }, { payload })).toBe(true);
	});

	it.each(['ref', 'source', 'adId', 'payloadData', 'title', 'payload'] as const)(
		'%s that was not sent does not exist',
		(field) => {
			expect(isMatch({ field, operator: 'notExists' }, {})).toBe(true);
			expect(isMatch({ field, operator: 'exists' }, {})).toBe(false);
			expect(isMatch({ field, value: '' }, {})).toBe(false);
		},
	);

	it.each(['toString', 'constructor', 'cart.items.length', '__proto__'])(
		'payloadData has no key %s that was not sent',
		(key) => {
			expect(isMatch({ field: 'payloadData', key, operator: 'exists' }, postback)).toBe(false);
		},
	);
});

describe('rules', () => {
	it('send an event to the output of the rule, in the order of the rules', () => {
		const rules = [aRule({ value: 'A' }), aRule({ value: 'B' })];
		const { payloads } = route(rules, [{ payload: 'B' }, { payload: 'A' }, { payload: 'B' }]);
		expect(payloads).toEqual([['A'], ['B', 'B']]);
	});

	it('drop what matches none of them, with a reason', () => {
		expect(route([aRule({ value: 'A' })], [{ payload: 'Z' }])).toEqual({
			payloads: [[]],
			skipped: ['noRuleMatched'],
		});
	});

	it('send what matches none of them to the extra output, which is the last', () => {
		const { payloads, skipped } = route([aRule({ value: 'A' })], [{ payload: 'Z' }], {
			fallbackOutput: 'extra',
		});
		expect(payloads).toEqual([[], ['Z']]);
		expect(skipped).toEqual([]);
	});

	it('send to the first matching output, or to all of them', () => {
		const rules = [aRule({ operator: 'startsWith', value: 'B' }), aRule({ value: 'BUY' })];
		expect(route(rules, [{ payload: 'BUY' }]).payloads).toEqual([['BUY'], []]);
		expect(route(rules, [{ payload: 'BUY' }], { sendTo: 'all' }).payloads).toEqual([['BUY'], ['BUY']]);
	});

	it.each(['simplified', 'flat', 'raw'] as const)(
		'send an item to several outputs that share nothing, not even in its depths: %s',
		(form) => {
			const postback = {
				title: 'Buy',
				payload: '{"cart":{"items":[{"sku":7}]}}',
				referral: { ads_context_data: { ad_title: 'Boots' } },
			};
			const reading = readDelivery(
				verified(metaBytes(aBody({ entry: [anEntry({ messaging: [aPostbackEvent({ postback })] })] }))),
				openFilters(),
				true,
			);
			if (!reading.ok) throw new Error(reading.reason);
			const rules = Array.from({ length: 3 }, () => aRule({ field: 'title', value: 'Buy' }));
			const { router } = compileRules(rules, { ...OPTIONS, sendTo: 'all' });
			const items = routeEvents(reading, router, form).outputs.map(([item]) => item);
			expect(items).toHaveLength(3);
			expect(items).toEqual([items[0], items[0], items[0]]);
			const objects = items.flatMap(objectsIn);
			expect(objects.length).toBeGreaterThanOrEqual(3);
			expect(new Set(objects).size).toBe(objects.length);
		},
	);

	it('need all of their conditions, or any', () => {
		const conditions = [{ value: 'BUY' }, { field: 'title', value: 'Other' }] as const;
		expect(route([aRule(...conditions)], [{ payload: 'BUY', title: 'Buy' }]).payloads).toEqual([[]]);
		expect(
			route([{ ...aRule(...conditions), combine: 'any' }], [{ payload: 'BUY', title: 'Buy' }]).payloads,
		).toEqual([['BUY']]);
	});

	it.each([
		[0, 'drop', 1],
		[0, 'extra', 1],
		[2, 'drop', 2],
		[2, 'extra', 3],
	] as const)('%i with the fallback %s have %i outputs', (count, fallbackOutput, outputs) => {
		const rules = Array.from({ length: count }, () => aRule({}));
		expect(compileRules(rules, { ...OPTIONS, fallbackOutput }).router.outputCount).toBe(outputs);
	});

	it('with any condition need at least one that holds', () => {
		const conditions = [{ value: 'BUY' }, { field: 'title', value: 'Other' }] as const;
		const rule: Rule = { ...aRule(...conditions), combine: 'any' };
		expect(route([rule], [{ payload: 'SELL', title: 'Sell' }]).payloads).toEqual([[]]);
	});

	it('whose regular expression cannot be used match nothing, and leave the others at work', () => {
		const rules = [aRule({ operator: 'regex', value: '(?=a)' }), aRule({})];
		const { router } = compileRules(rules, OPTIONS);
		const reading = readDelivery(verified(metaBytes(aBody())), openFilters(), true);
		if (!reading.ok) throw new Error(reading.reason);
		expect(routeEvents(reading, router, 'simplified').outputs.map((items) => items.length)).toEqual([0, 1]);
	});

	it('name the rule and the cause when a regular expression cannot be used', () => {
		const rules = [
			aRule({}),
			aRule({ operator: 'regex', value: '(' }),
			aRule({ operator: 'regex', value: '(?=a)' }),
		];
		expect(compileRules(rules, OPTIONS).findings).toEqual([
			{ ruleNumber: 2, why: expect.stringContaining('is not valid') },
			{ ruleNumber: 3, why: expect.stringContaining('look-ahead') },
		]);
	});

	it('without a condition match nothing', () => {
		const reading = readDelivery(verified(metaBytes(aBody())), openFilters(), true);
		if (!reading.ok) throw new Error(reading.reason);
		for (const combine of ['all', 'any'] as const) {
			const { router } = compileRules([{ ...aRule(), combine }, aRule({})], OPTIONS);
			expect(reading.wanted.map((ready) => router.outputsFor(ready))).toEqual([[1]]);
		}
	});

	it('name the rule that has no condition', () => {
		expect(compileRules([aRule({})], OPTIONS).findings).toEqual([]);
		expect(compileRules([aRule({}), { ...aRule(), conditions: [] }], OPTIONS).findings).toEqual([
			{ ruleNumber: 2, why: 'has no condition: add one, or remove the rule' },
		]);
	});
});
