import { LookUps } from '../../nodes/Messenger/account/lookUps';

/** Look-ups that end when they are told to, and are counted. */
function aSource() {
	const asked: Array<{ answer(value: string, ageMs: number): void; fail(error: Error): void }> = [];
	const lookUp = async () =>
		await new Promise<{ value: string; ageMs: number }>((resolve, reject) => {
			asked.push({ answer: (value, ageMs) => resolve({ value, ageMs }), fail: reject });
		});
	return { asked, lookUp };
}

describe('look-up', () => {
	it('that is under way is shared by all who ask', async () => {
		const { asked, lookUp } = aSource();
		const lookUps = new LookUps<string>(10, 1_000);
		const answers = Array.from({ length: 30 }, async () => await lookUps.get('a', 0, lookUp));
		asked[0]?.answer('x', 1_000);
		expect(new Set(await Promise.all(answers))).toEqual(new Set(['x']));
		expect(asked).toHaveLength(1);
	});

	it('of another key is another one', async () => {
		const { asked, lookUp } = aSource();
		const lookUps = new LookUps<string>(10, 1_000);
		const answers = ['a', 'b'].map(async (key) => await lookUps.get(key, 0, lookUp));
		asked.forEach(({ answer }, index) => answer(String(index), 1_000));
		expect(await Promise.all(answers)).toEqual(['0', '1']);
	});

	it('is remembered as long as its outcome says, at most as long as the memory does', async () => {
		const { asked, lookUp } = aSource();
		const lookUps = new LookUps<string>(10, 1_000);
		for (const [key, ageMs] of [
			['short', 100],
			['long', 9_999],
		] as const) {
			const first = lookUps.get(key, 0, lookUp);
			asked.at(-1)?.answer(key, ageMs);
			await first;
		}
		expect(await lookUps.get('short', 99, lookUp)).toBe('short');
		expect(await lookUps.get('long', 999, lookUp)).toBe('long');
		expect(asked).toHaveLength(2);
		const again = [lookUps.get('short', 100, lookUp), lookUps.get('long', 1_000, lookUp)];
		expect(asked).toHaveLength(4);
		for (const { answer } of asked) answer('new', 0);
		expect(await Promise.all(again)).toEqual(['new', 'new']);
	});

	it('that asks for no memory, or failed, is made again', async () => {
		const { asked, lookUp } = aSource();
		const lookUps = new LookUps<string>(10, 1_000);
		const passing = lookUps.get('a', 0, lookUp);
		asked[0]?.answer('x', 0);
		expect(await passing).toBe('x');
		const failing = lookUps.get('a', 0, lookUp);
		asked[1]?.fail(new Error('no'));
		await expect(failing).rejects.toThrow('no');
		const third = lookUps.get('a', 0, lookUp);
		asked[2]?.answer('y', 10);
		expect(await third).toBe('y');
	});

	it('is forgotten when its value is the stale one, and kept otherwise', async () => {
		const { asked, lookUp } = aSource();
		const lookUps = new LookUps<string>(10, 1_000);
		const first = lookUps.get('a', 0, lookUp);
		asked[0]?.answer('old', 1_000);
		await first;
		lookUps.forget('a', 1, (value) => value === 'other');
		expect(await lookUps.get('a', 1, lookUp)).toBe('old');
		lookUps.forget('a', 1, (value) => value === 'old');
		const second = lookUps.get('a', 1, lookUp);
		asked[1]?.answer('new', 1_000);
		expect(await second).toBe('new');
	});
});
