import { LogLimiter } from '../../nodes/Messenger/trigger/logLimiter';

const MINUTE = 60_000;
const aLimiter = () => new LogLimiter<'a' | 'b'>({ first: 3, intervalMs: MINUTE });

describe('log limiter', () => {
	it('writes the first ones, then leaves out what comes within an interval', () => {
		const limiter = aLimiter();
		expect([0, 1, 2, 3, 4].map((now) => limiter.admit('a', now))).toEqual([0, 0, 0, null, null]);
	});

	it('writes one line per interval of a flood, with the number left out since the last', () => {
		const limiter = aLimiter();
		const admitted: Array<[number, number]> = [];
		for (let second = 0; second < 300; second++) {
			for (let request = 0; request < 10; request++) {
				const leftOut = limiter.admit('a', second * 1_000);
				if (leftOut !== null) admitted.push([second, leftOut]);
			}
		}
		expect(admitted).toEqual([
			[0, 0],
			[0, 0],
			[0, 0],
			[60, 597],
			[120, 599],
			[180, 599],
			[240, 599],
		]);
	});

	it('counts each reason by itself', () => {
		const limiter = aLimiter();
		for (let request = 0; request < 10; request++) limiter.admit('a', 0);
		expect(limiter.admit('a', 1)).toBeNull();
		expect(limiter.admit('b', 1)).toBe(0);
	});

	it('writes the first ones again after a long quiet, and says what the flood before it left out', () => {
		const limiter = aLimiter();
		for (let request = 0; request < 10; request++) limiter.admit('a', 0);
		const later = 10 * MINUTE;
		expect([0, 1, 2, 3].map((ms) => limiter.admit('a', later + ms))).toEqual([7, 0, 0, null]);
	});
});
