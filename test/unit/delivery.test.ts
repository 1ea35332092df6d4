import { dropDuplicates, readDelivery, routeEvents } from '../../nodes/Messenger/trigger/events/delivery';
import { SINGLE_OUTPUT } from '../../nodes/Messenger/trigger/events/routing';
import { aBody, anEntry, aPostbackEvent, metaBytes } from '../support/delivery';
import { openFilters } from '../support/settings';
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
		const kept = dropDuplicates(events, (id) => id === seen);
		expect(kept.wanted).toEqual([events.wanted[1]]);
		expect(kept.skipped).toEqual(['duplicate']);
	});

	it('drop the second copy in one delivery', () => {
		const kept = dropDuplicates(read(bodyOf(aPostbackEvent(), aPostbackEvent())), () => false);
		expect(kept.wanted).toHaveLength(1);
		expect(kept.skipped).toEqual(['duplicate']);
	});

	it('keep two quick taps on one button, which share their mid', () => {
		const taps = bodyOf(
			aPostbackEvent({ timestamp: 1_790_000_000_001 }),
			aPostbackEvent({ timestamp: 1_790_000_000_240 }),
		);
		expect(dropDuplicates(read(taps), () => false).wanted).toHaveLength(2);
	});

	it('keep two standby taps of one second on different buttons, and drop the copy of one', () => {
		const standbyTap = (title: string) => aPostbackEvent({ timestamp: 1_790_000_000, postback: { title } });
		const standby = [standbyTap('Buy'), standbyTap('Hours'), standbyTap('Buy')];
		const kept = dropDuplicates(read(aBody({ entry: [anEntry({ messaging: [], standby })] })), () => false);
		expect(kept.wanted.map(({ event }) => event.title)).toEqual(['Buy', 'Hours']);
		expect(kept.skipped).toEqual(['duplicate']);
	});

	it("never drop events of Meta's Test button", () => {
		expect(dropDuplicates(read(testBody), () => true).wanted).toHaveLength(1);
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
