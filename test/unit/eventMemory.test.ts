import fc from 'fast-check';
import { Claim } from '../../nodes/Messenger/trigger/receive/claim';
import { EventMemory } from '../../nodes/Messenger/trigger/receive/eventMemory';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Claims as a delivery does; null when another one holds the event. */
function arrive(memory: EventMemory, id: string, now: number): Claim | null {
	const claim = new Claim(now);
	return memory.claim(id, claim, now) === null ? claim : null;
}

function takeOver(memory: EventMemory, id: string, now: number): void {
	arrive(memory, id, now)?.settle('takenOver');
}

const isHeld = (memory: EventMemory, id: string, now: number) => arrive(memory, id, now) === null;

describe('event memory', () => {
	it('knows an event that was taken over, and no other', () => {
		const memory = new EventMemory();
		takeOver(memory, 'a', 0);
		expect(isHeld(memory, 'a', 1)).toBe(true);
		expect(isHeld(memory, 'b', 1)).toBe(false);
	});

	it('remembers for at least one generation and at most two', () => {
		const memory = new EventMemory({ events: 100, milliseconds: MINUTE });
		takeOver(memory, 'a', 1_000_000);
		expect(isHeld(memory, 'a', 1_000_000 + MINUTE)).toBe(true);
		takeOver(memory, 'b', 1_000_000 + MINUTE);
		expect(isHeld(memory, 'a', 1_000_000 + 2 * MINUTE)).toBe(false);
		expect(isHeld(memory, 'b', 1_000_000 + 2 * MINUTE)).toBe(true);
	});

	it.each([
		['one millisecond before', 2 * MINUTE - 1, true],
		['at', 2 * MINUTE, false],
	])('%s the end of two generations a pause has lasted', (_label, pause, isKnown) => {
		const memory = new EventMemory({ events: 100, milliseconds: MINUTE });
		takeOver(memory, 'a', 1_000_000);
		expect(isHeld(memory, 'a', 1_000_000 + pause)).toBe(isKnown);
	});

	const fill = (memory: EventMemory, ids: string[]) => ids.forEach((id) => takeOver(memory, id, 1_000_000));

	// Asking about one that is not held claims it, so that is asked last.
	it('begins a generation when the one before is full, not earlier', () => {
		const memory = new EventMemory({ events: 2, milliseconds: MINUTE });
		fill(memory, ['a', 'b', 'c', 'd', 'e']);
		expect(['c', 'd', 'e', 'a'].map((id) => isHeld(memory, id, 1_000_000))).toEqual([
			true,
			true,
			true,
			false,
		]);
		const roomy = new EventMemory({ events: 3, milliseconds: MINUTE });
		fill(roomy, ['a', 'b', 'c', 'd', 'e']);
		expect(['a', 'b', 'c', 'd', 'e'].map((id) => isHeld(roomy, id, 1_000_000))).toEqual(Array(5).fill(true));
	});

	it('counts both generations in its size', () => {
		const memory = new EventMemory({ events: 2, milliseconds: MINUTE });
		fill(memory, ['a', 'b', 'c']);
		expect(memory.size).toBe(3);
	});

	it('remembers fifty thousand events for an hour by default', () => {
		const memory = new EventMemory();
		fill(memory, ['first', ...Array.from({ length: 49_999 }, (_, index) => String(index)), 'last']);
		expect([isHeld(memory, 'first', 1_000_000 + 60 * MINUTE - 1), isHeld(memory, 'last', 1_000_000)]).toEqual(
			[true, true],
		);
		fill(
			memory,
			Array.from({ length: 50_000 }, (_, index) => `more-${index}`),
		);
		expect(isHeld(memory, 'first', 1_000_000)).toBe(false);
	});

	it('forgets everything after a long pause', () => {
		const memory = new EventMemory({ events: 100, milliseconds: MINUTE });
		takeOver(memory, 'a', 1_000_000);
		expect(isHeld(memory, 'a', 1_000_000 + 60 * MINUTE)).toBe(false);
	});

	it.each([
		['taken over', true],
		['that nobody ever tells about', false],
	])('stays bounded over a million distinct events %s', (_label, isSettled) => {
		const memory = new EventMemory({ events: 1_000, milliseconds: MINUTE });
		let largest = 0;
		for (let index = 0; index < 1_000_000; index++) {
			const claim = arrive(memory, `event-${index}`, 1_000_000);
			if (isSettled) claim?.settle('takenOver');
			largest = Math.max(largest, memory.size);
		}
		expect(largest).toBeLessThanOrEqual(2_000);
		expect(isHeld(memory, 'event-999999', 1_000_000)).toBe(true);
		expect(isHeld(memory, 'event-0', 1_000_000)).toBe(false);
	});
});

describe('an event that is being handed over', () => {
	it('is held against a second copy, which learns what became of the first', async () => {
		const memory = new EventMemory();
		const first = arrive(memory, 'a', 0);
		const held = memory.claim('a', new Claim(1), 1);
		expect(held).toBe(first);
		expect(held?.isInProgress).toBe(true);
		const told = held?.outcome();
		first?.settle('takenOver');
		expect(await told).toBe(true);
		expect(await held?.outcome()).toBe(true);
		expect(isHeld(memory, 'a', HOUR - 1)).toBe(true);
	});

	it('that n8n did not take over is free for the next copy, and the waiting one is told', async () => {
		const memory = new EventMemory();
		const first = arrive(memory, 'a', 0);
		const told = memory.claim('a', new Claim(1), 1)?.outcome();
		first?.settle('notTakenOver');
		expect(await told).toBe(false);
		const second = arrive(memory, 'a', 2);
		expect(second).not.toBeNull();
		expect(isHeld(memory, 'a', 3)).toBe(true);
	});

	it('that there was nothing to hand over for is looked at anew, and the waiting copy is content', async () => {
		const memory = new EventMemory();
		const first = arrive(memory, 'a', 0);
		const told = memory.claim('a', new Claim(1), 1)?.outcome();
		first?.settle('released');
		expect(await told).toBe(true);
		expect(isHeld(memory, 'a', 2)).toBe(false);
	});

	it('keeps the first outcome it is told', async () => {
		const claim = new Claim(0);
		claim.settle('takenOver');
		claim.settle('notTakenOver');
		expect(await claim.outcome()).toBe(true);
	});

	it('is free again after a minute without a word from n8n', () => {
		const memory = new EventMemory();
		arrive(memory, 'a', 0);
		expect(isHeld(memory, 'a', MINUTE - 1)).toBe(true);
		const second = arrive(memory, 'a', MINUTE);
		expect(second).not.toBeNull();
		second?.settle('takenOver');
		expect(isHeld(memory, 'a', 10 * MINUTE)).toBe(true);
	});

	it('is never handed over twice, and never lost, in whatever order copies arrive and outcomes come', async () => {
		const step = fc.constantFrom('arrive', 'fail', 'takeOver');
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
				const memory = new EventMemory();
				let open: Claim | null = null;
				let isTakenOver = false;
				for (const [now, what] of steps.entries()) {
					if (what === 'arrive') {
						const mayStart = arrive(memory, 'a', now);
						// It may start if, and only if, nothing is under way and nothing has been taken over.
						expect(mayStart !== null).toBe(open === null && !isTakenOver);
						open ??= mayStart;
					} else if (open !== null) {
						open.settle(what === 'takeOver' ? 'takenOver' : 'notTakenOver');
						isTakenOver = what === 'takeOver';
						open = null;
					}
				}
			}),
		);
	});
});
