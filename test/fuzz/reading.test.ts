// The pure core against hostile bodies: no throw, no lost event, no polluted prototype, nothing but
// the documented shape.
import fc from 'fast-check';
import { dropDuplicates, readDelivery, routeEvents } from '../../nodes/Messenger/trigger/events/delivery';
import { ALL_EVENT_KINDS } from '../../nodes/Messenger/trigger/events/fields';
import type { OutputForm } from '../../nodes/Messenger/trigger/events/item';
import {
	compileRules,
	RULE_FIELDS,
	RULE_OPERATORS,
	type Condition,
	type RuleField,
	type RuleOperator,
} from '../../nodes/Messenger/trigger/events/routing';
import { INSTAGRAM_ID, metaBytes, PAGE_ID } from '../support/delivery';
import { aDocument, lossIn, write } from '../support/jsonDocuments';
import { nothingSeen, openFilters } from '../support/settings';
import { verified } from '../support/verified.ts';
import { anyBody, jsonText } from './bodies';
import { holds } from './budget';

const aCondition: fc.Arbitrary<Condition> = fc.record({
	field: fc.constantFrom(...(Object.keys(RULE_FIELDS) as RuleField[])),
	operator: fc.constantFrom(...(Object.keys(RULE_OPERATORS) as RuleOperator[])),
	key: fc.constantFrom('', 'a', 'a.b', '__proto__', 'constructor.name', '0', 'length', '.', 'a.'),
	value: fc.oneof(fc.constantFrom('BUY', '', '^(a+)+$', '(', '[', '.*', '\\'), fc.string({ maxLength: 8 })),
});

const settings = fc.record({
	form: fc.constantFrom<OutputForm>('simplified', 'flat', 'raw'),
	filters: fc.constantFrom(
		openFilters(),
		openFilters({ includeStandby: false }),
		openFilters({ pageIds: new Set([PAGE_ID]), instagramIds: new Set([INSTAGRAM_ID]) }),
		openFilters({ channels: new Set(['instagram']), events: new Set(['postback']) }),
	),
	parsesPayload: fc.boolean(),
	sendTo: fc.constantFrom('first' as const, 'all' as const),
	rules: fc.array(
		fc.record({
			outputName: fc.constant(''),
			combine: fc.constantFrom('all' as const, 'any' as const),
			conditions: fc.array(aCondition, { maxLength: 2 }),
		}),
		{ maxLength: 3 },
	),
});

const textOrNull = (value: unknown) => value === null || typeof value === 'string';

function expectSimplified(item: Record<string, unknown>): void {
	expect(Object.keys(item)).toEqual(
		'id event channel timestamp accountId sender recipient mid title payload payloadData referral details isStandby isTest'.split(
			' ',
		),
	);
	expect(item.id).toMatch(/^[0-9a-f]{32}$/);
	expect(ALL_EVENT_KINDS).toContain(item.event);
	if (item.event === 'postback') expect(item.details).toBeNull();
	expect(['messenger', 'instagram']).toContain(item.channel);
	if (item.timestamp !== null) expect(new Date(String(item.timestamp)).toISOString()).toBe(item.timestamp);
	const { sender, recipient } = item as Record<'sender' | 'recipient', Record<string, unknown>>;
	const texts = [
		item.accountId,
		sender.id,
		sender.user_ref,
		recipient.id,
		item.mid,
		item.title,
		item.payload,
	];
	expect(texts.filter((text) => !textOrNull(text))).toEqual([]);
	for (const value of [item.payloadData, item.referral, item.details]) expect(typeof value).toBe('object');
	for (const flag of [item.isStandby, item.isTest]) expect(typeof flag).toBe('boolean');
}

/**
 * Own keys at every level, without recursion: the value may be nested as deep as a body is long.
 */
function ownKeys(value: unknown): Set<string> {
	const keys = new Set<string>();
	const left = [value];
	for (let next = left.pop(); left.length > 0 || next !== undefined; next = left.pop()) {
		if (typeof next !== 'object' || next === null) continue;
		for (const [key, inner] of Object.entries(next)) {
			if (!Array.isArray(next)) keys.add(key);
			left.push(inner);
		}
	}
	return keys;
}

describe('any body', () => {
	it('is refused or read into items of the documented shape, whatever the settings', async () => {
		const builtIns = Object.getOwnPropertyNames(Object.prototype).length;
		await holds(
			0.2,
			fc.tuple(anyBody, settings),
			([body, { form, filters, parsesPayload, sendTo, rules }]) => {
				const reading = readDelivery(verified(body), filters, parsesPayload);
				if (!reading.ok) return;
				const events = reading.wanted.length + reading.skipped.length;
				const fresh = dropDuplicates(reading, nothingSeen());
				expect(fresh.wanted.length + fresh.skipped.length).toBe(events);
				const { router } = compileRules(rules, { sendTo, fallbackOutput: 'extra', ignoreCase: true });
				const { outputs, itemCount } = routeEvents(fresh, router, form);
				expect(outputs.flat()).toHaveLength(itemCount);
				expect(itemCount).toBeGreaterThanOrEqual(fresh.wanted.length);
				if (form === 'simplified') outputs.flat().forEach(expectSimplified);
				for (const { payloadData } of fresh.wanted) {
					const keys = ownKeys(payloadData);
					expect(keys.has('__proto__')).toBe(false);
				}
				expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(builtIns);
				expect({}).not.toHaveProperty('polluted');
			},
		);
	});
});

describe('any JSON as a payload', () => {
	it('is read without losing a digit or a key, but __proto__', async () => {
		await holds(0.1, aDocument, (document) => {
			const event = { sender: { id: 'S' }, timestamp: 1, postback: { payload: write(document) } };
			const body = metaBytes({ object: 'page', entry: [{ id: PAGE_ID, messaging: [event] }] });
			const reading = readDelivery(verified(body), openFilters(), true);
			if (!reading.ok) throw new Error(reading.reason);
			expect(lossIn(document.model, reading.wanted[0]?.payloadData)).toBeNull();
		});
	});
});

describe('a tap and its copies on standby', () => {
	const aTap = fc.record({
		sender: fc.constantFrom('S1', 'S2'),
		timestamp: fc.constantFrom(1_790_000_000, 1_790_000_001),
		mid: fc.constantFrom('m_1', 'm_2', undefined),
		button: fc.constantFrom<[string, string]>(['Buy', 'BUY'], ['Buy', 'BUY_AGAIN'], ['Hours', 'HOURS']),
		isCopy: fc.boolean(),
	});

	it('are told apart in any order and any deliveries: no payload is lost, and no copy follows its tap', async () => {
		await holds(0.05, fc.array(fc.array(aTap, { maxLength: 5 }), { maxLength: 4 }), (deliveries) => {
			const memory = { ids: new Set<string>(), taps: new Set<string>() };
			const seen = nothingSeen({
				isSeen: (id) => memory.ids.has(id) || !memory.ids.add(id),
				isTapSeen: (id) => memory.taps.has(id),
				noteTap: (id) => void memory.taps.add(id),
			});
			const kept: string[] = [];
			const tapped = new Set<string>();
			for (const taps of deliveries) {
				const eventOf = ({
					sender,
					timestamp,
					mid,
					button: [title, payload],
					isCopy,
				}: (typeof taps)[number]) => ({
					sender: { id: sender },
					timestamp,
					postback: { mid, title, ...(isCopy ? {} : { payload }) },
				});
				const messaging = taps.filter(({ isCopy }) => !isCopy).map(eventOf);
				const standby = taps.filter(({ isCopy }) => isCopy).map(eventOf);
				const body = metaBytes({
					object: 'page',
					entry: [
						{ id: PAGE_ID, standby },
						{ id: PAGE_ID, messaging },
					],
				});
				const reading = readDelivery(verified(body), openFilters(), true);
				if (!reading.ok) throw new Error(reading.reason);
				for (const event of messaging)
					tapped.add(JSON.stringify({ ...event, postback: { ...event.postback, payload: undefined } }));
				for (const { event } of dropDuplicates(reading, seen).wanted) {
					const text = JSON.stringify(event.source);
					expect(kept).not.toContain(text);
					kept.push(text);
					if (event.isStandby) expect(tapped.has(text)).toBe(false);
				}
				for (const event of messaging) expect(kept).toContain(JSON.stringify(event));
			}
		});
	});
});

const LISTS = ['messaging', 'standby', 'changes', 'flat', 'bare'] as const;
/** Where taps are put, and what lies between them. */
const aPlan = fc.array(
	fc.record({
		where: fc.constantFrom(...LISTS),
		taps: fc.integer({ min: 1, max: 3 }),
		junk: fc.array(fc.constantFrom('null', '7', '"x"', '[]', 'true'), { maxLength: 2 }),
		isExtraKeyed: fc.boolean(),
		extra: jsonText,
	}),
	{ minLength: 1, maxLength: 6 },
);

describe('taps that lie among junk in any mix of envelopes', () => {
	it('all come out, in order, and every piece of junk is counted', async () => {
		await holds(0.1, aPlan, (plan) => {
			const expected: string[] = [];
			let junkCount = 0;
			const tap = (): string => {
				const payload = `P${expected.length}`;
				expected.push(payload);
				return `{"sender":{"id":"S"},"timestamp":1790000000001,"postback":{"payload":"${payload}","title":"T"}}`;
			};
			const bodies = plan.map(({ where, taps, junk, isExtraKeyed, extra }) => {
				const more = isExtraKeyed ? `,"unheard_of":${extra}` : '';
				const change = (value: string) => `{"field":"messaging_postbacks","value":${value}${more}}`;
				if (where === 'bare') return change(tap());
				const inEntry = (inside: string) =>
					`{"object":"page","entry":[{"id":"${PAGE_ID}",${inside}${more}}]${more}}`;
				if (where === 'flat') return inEntry(`"field":"messaging_postbacks","value":${tap()}`);
				junkCount += junk.length;
				const values = Array.from({ length: taps }, () => (where === 'changes' ? change(tap()) : tap()));
				return inEntry(`"${where}":[${[...junk, ...values].join(',')}]`);
			});
			const reading = readDelivery(verified(Buffer.from(`[${bodies.join(',')}]`)), openFilters(), true);
			if (!reading.ok) throw new Error(reading.reason);
			expect(reading.wanted.map(({ event }) => event.payload)).toEqual(expected);
			expect(reading.skipped).toEqual(Array(junkCount).fill('malformedEvent'));
		});
	});
});
