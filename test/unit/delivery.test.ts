import { dropDuplicates, readDelivery, routeEvents } from '../../nodes/Messenger/trigger/events/delivery';
import { SINGLE_OUTPUT } from '../../nodes/Messenger/trigger/events/routing';
import { aBody, anEntry, aPostbackEvent, aQuickReplyEvent, metaBytes } from '../support/delivery';
import { nothingSeen, openFilters } from '../support/settings';
import { verified } from '../support/verified.ts';

const read = (body: unknown) => {
	const reading = readDelivery(verified(metaBytes(body)), openFilters(), true);
	if (!reading.ok) throw new Error(reading.reason);
	return reading;
};
const bodyOf = (...messaging: unknown[]) => aBody({ entry: [anEntry({ messaging })] });
const testBody = { field: 'messaging_postbacks', value: aPostbackEvent() };

describe('duplicates', () => {
	it('drop an event that was seen and keep one that was not', () => {
		const events = read(bodyOf(aPostbackEvent(), aPostbackEvent({ timestamp: 5_000_000_000_000 })));
		const seen = events.wanted[0]?.id;
		const kept = dropDuplicates(events, nothingSeen({ isSeen: (id) => id === seen }));
		expect(kept.wanted).toEqual([events.wanted[1]]);
		expect(kept.skipped).toEqual(['duplicate']);
	});

	it('drop the second copy in one delivery', () => {
		const kept = dropDuplicates(read(bodyOf(aPostbackEvent(), aPostbackEvent())), nothingSeen());
		expect(kept.wanted).toHaveLength(1);
		expect(kept.skipped).toEqual(['duplicate']);
	});

	it('keep two quick taps on one button, which share their mid', () => {
		const taps = bodyOf(
			aPostbackEvent({ timestamp: 1_790_000_000_001 }),
			aPostbackEvent({ timestamp: 1_790_000_000_240 }),
		);
		expect(dropDuplicates(read(taps), nothingSeen()).wanted).toHaveLength(2);
	});

	it('keep two taps of one second that differ in mid, or in who made them, and drop the copy of one', () => {
		const tap = (mid: string, id = 'PSID-1') =>
			aPostbackEvent({ timestamp: 1_790_000_000, sender: { id }, postback: { mid, payload: 'BUY' } });
		const taps = bodyOf(tap('m_1'), tap('m_2'), tap('m_1', 'PSID-2'), tap('m_2'));
		const kept = dropDuplicates(read(taps), nothingSeen());
		expect(kept.wanted.map(({ event }) => [event.mid, event.senderId])).toEqual([
			['m_1', 'PSID-1'],
			['m_2', 'PSID-1'],
			['m_1', 'PSID-2'],
		]);
		expect(kept.skipped).toEqual(['duplicate']);
	});

	it('keep two standby taps of one second on different buttons, and drop the copy of one', () => {
		const standbyTap = (title: string) => aPostbackEvent({ timestamp: 1_790_000_000, postback: { title } });
		const standby = [standbyTap('Buy'), standbyTap('Hours'), standbyTap('Buy')];
		const kept = dropDuplicates(read(aBody({ entry: [anEntry({ messaging: [], standby })] })), nothingSeen());
		expect(kept.wanted.map(({ event }) => event.title)).toEqual(['Buy', 'Hours']);
		expect(kept.skipped).toEqual(['duplicate']);
	});

	describe('on standby', () => {
		const tap = (changes: Record<string, unknown> = {}, postback: Record<string, unknown> = {}) =>
			aPostbackEvent({ postback: { mid: 'm_1', title: 'Buy', payload: 'BUY', ...postback }, ...changes });
		const copy = (changes: Record<string, unknown> = {}, postback: Record<string, unknown> = {}) =>
			tap(changes, { payload: undefined, ...postback });
		const bodyWith = (messaging: unknown[], standby: unknown[]) =>
			aBody({ entry: [anEntry({ messaging: [], standby }), anEntry({ messaging })] });
		/** Payloads of what is kept of some deliveries, one after another. */
		const keptOf = (...deliveries: Array<{ messaging?: unknown[]; standby?: unknown[] }>) => {
			const ids = new Set<string>();
			const taps = new Set<string>();
			const seen = nothingSeen({
				isSeen: (id) => ids.has(id) || !ids.add(id),
				isTapSeen: (id) => taps.has(id),
				noteTap: (id) => void taps.add(id),
			});
			return deliveries.flatMap(({ messaging = [], standby = [] }) =>
				dropDuplicates(read(bodyWith(messaging, standby)), seen).wanted.map(({ event }) => event.payload),
			);
		};

		it('drop the copy of a tap that came with its payload, in one delivery', () => {
			expect(keptOf({ messaging: [tap()], standby: [copy()] })).toEqual(['BUY']);
		});

		it('drop it in a later delivery, however often', () => {
			expect(keptOf({ messaging: [tap()] }, { standby: [copy()] }, { standby: [copy()] })).toEqual(['BUY']);
		});

		it('drop it beside a redelivery of the tap', () => {
			expect(keptOf({ messaging: [tap()] }, { messaging: [tap()], standby: [copy()] })).toEqual(['BUY']);
		});

		it('keep the payload that comes after its copy', () => {
			expect(keptOf({ standby: [copy()] }, { messaging: [tap()] }, { standby: [copy()] })).toEqual([
				null,
				'BUY',
			]);
		});

		it.each<[string, unknown]>([
			['of another mid in the same second', copy({}, { mid: 'm_2' })],
			['of the same button, later', copy({ timestamp: 1_790_000_000_002 })],
			['of somebody else', copy({ sender: { id: 'PSID-2' } })],
			['of another button of the same message', copy({}, { title: 'Hours' })],
			['without a time', copy({ timestamp: undefined })],
			['with a payload of its own', tap({}, { payload: 'SELL' })],
		])('keep a tap %s', (_label, other) => {
			expect(keptOf({ messaging: [tap()], standby: [other] })).toHaveLength(2);
			expect(keptOf({ messaging: [tap()] }, { standby: [other] })).toHaveLength(2);
		});

		it('keep two copies that differ in what else Meta says, unless their tap came before', () => {
			const other = copy({}, { referral: { ref: 'autumn' } });
			expect(keptOf({ standby: [copy()] }, { standby: [other] })).toEqual([null, null]);
			expect(keptOf({ messaging: [tap()] }, { standby: [copy()] }, { standby: [other] })).toEqual(['BUY']);
		});

		it('keep what is a tap without a time on both, because the button can be tapped again', () => {
			const timestamp = undefined;
			expect(keptOf({ messaging: [tap({ timestamp })] }, { standby: [copy({ timestamp })] })).toHaveLength(2);
		});

		it('keep two taps of one second on buttons that are called the same', () => {
			expect(keptOf({ messaging: [tap(), tap({}, { payload: 'SELL' })] })).toEqual(['BUY', 'SELL']);
		});

		it('are not told while standby is left out, at no cost', () => {
			const body = bodyWith([tap()], []);
			const bytes = verified(metaBytes(body));
			const reading = readDelivery(bytes, openFilters({ includeStandby: false }), true);
			expect(reading.ok && reading.wanted.map(({ tapId }) => tapId)).toEqual([null]);
		});
	});

	it('drop a quick reply that is delivered again with another time, and keep one with another mid', () => {
		const again = { ...aQuickReplyEvent(), timestamp: 1_790_000_099_999 };
		const other = aQuickReplyEvent({ mid: 'm_3' });
		const kept = dropDuplicates(read(bodyOf(aQuickReplyEvent(), again, other)), nothingSeen());
		expect(kept.wanted.map(({ event }) => event.mid)).toEqual(['m_2', 'm_3']);
	});

	it("never drop events of Meta's Test button", () => {
		expect(dropDuplicates(read(testBody), nothingSeen({ isSeen: () => true })).wanted).toHaveLength(1);
	});
});

describe('body of a verified delivery', () => {
	it.each([
		['', 'notJson'],
		['{"object":', 'notJson'],
		['null', 'notAnEnvelope'],
		['7', 'notAnEnvelope'],
	])('%j is refused', (text, reason) => {
		expect(readDelivery(verified(Buffer.from(text)), openFilters(), true)).toEqual({ ok: false, reason });
	});

	it('is read from a view into a larger buffer', () => {
		const bytes = metaBytes(aBody());
		const larger = Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('yy')]);
		const reading = readDelivery(verified(larger.subarray(2, 2 + bytes.length)), openFilters(), true);
		expect(reading.ok).toBe(true);
	});
});

describe('items of a single output', () => {
	it('are counted, and made without a copy of what Meta sent', () => {
		const reading = read(bodyOf(aPostbackEvent(), aPostbackEvent()));
		const { outputs, itemCount, skipped } = routeEvents(reading, SINGLE_OUTPUT, 'raw');
		expect([outputs.length, itemCount, skipped]).toEqual([1, 2, []]);
		for (const [index, { event }] of reading.wanted.entries()) expect(outputs[0]?.[index]).toBe(event.source);
	});
});
