import { EventMemory } from '../../nodes/MessengerPostbackTrigger/lib/deduplicate';

const MINUTE = 60_000;

describe('event memory', () => {
	it('knows an event that was added, and no other', () => {
		const memory = new EventMemory();
		memory.add(['a'], 0);
		expect(memory.has('a', 1)).toBe(true);
		expect(memory.has('b', 1)).toBe(false);
	});

	it('remembers for at least one generation and at most two', () => {
		const memory = new EventMemory({ events: 100, milliseconds: MINUTE });
		memory.add(['a'], 1_000_000);
		expect(memory.has('a', 1_000_000 + MINUTE)).toBe(true);
		memory.add(['b'], 1_000_000 + MINUTE);
		expect(memory.has('a', 1_000_000 + 2 * MINUTE)).toBe(false);
		expect(memory.has('b', 1_000_000 + 2 * MINUTE)).toBe(true);
	});

	it.each([
		['one millisecond before', 2 * MINUTE - 1, true],
		['at', 2 * MINUTE, false],
	])('%s the end of two generations a pause has lasted', (_label, pause, isKnown) => {
		const memory = new EventMemory({ events: 100, milliseconds: MINUTE });
		memory.add(['a'], 1_000_000);
		expect(memory.has('a', 1_000_000 + pause)).toBe(isKnown);
	});

	it('begins a generation when the one before is full, not earlier', () => {
		const memory = new EventMemory({ events: 2, milliseconds: MINUTE });
		memory.add(['a', 'b', 'c', 'd'], 1_000_000);
		expect(['a', 'b', 'c', 'd'].map((id) => memory.has(id, 1_000_000))).toEqual([false, false, true, true]);
		const roomy = new EventMemory({ events: 3, milliseconds: MINUTE });
		roomy.add(['a', 'b', 'c', 'd'], 1_000_000);
		expect(['a', 'b', 'c', 'd'].map((id) => roomy.has(id, 1_000_000))).toEqual([true, true, true, true]);
	});

	it('counts both generations in its size', () => {
		const memory = new EventMemory({ events: 2, milliseconds: MINUTE });
		memory.add(['a', 'b', 'c'], 1_000_000);
		expect(memory.size).toBe(3);
	});

	it('remembers fifty thousand events for an hour by default', () => {
		const memory = new EventMemory();
		memory.add(['first', ...Array.from({ length: 49_999 }, (_, index) => String(index)), 'last'], 1_000_000);
		expect([memory.has('first', 1_000_000 + 60 * MINUTE - 1), memory.has('last', 1_000_000)]).toEqual([
			true,
			true,
		]);
		memory.add(
			Array.from({ length: 50_000 }, (_, index) => `more-${index}`),
			1_000_000,
		);
		expect(memory.has('first', 1_000_000)).toBe(false);
	});

	it('forgets everything after a long pause', () => {
		const memory = new EventMemory({ events: 100, milliseconds: MINUTE });
		memory.add(['a'], 1_000_000);
		expect(memory.has('a', 1_000_000 + 60 * MINUTE)).toBe(false);
	});

	it('stays bounded over a million distinct events', () => {
		const memory = new EventMemory({ events: 1_000, milliseconds: MINUTE });
		let largest = 0;
		for (let index = 0; index < 1_000_000; index++) {
			memory.add([`event-${index}`], 1_000_000);
			largest = Math.max(largest, memory.size);
		}
		expect(largest).toBeLessThanOrEqual(2_000);
		expect(memory.has('event-999999', 1_000_000)).toBe(true);
		expect(memory.has('event-0', 1_000_000)).toBe(false);
	});
});
