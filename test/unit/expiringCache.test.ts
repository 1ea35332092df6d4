import { ExpiringCache } from '../../nodes/Messenger/graph/expiringCache';

describe('expiring cache', () => {
	it('gives a value back until it is too old', () => {
		const cache = new ExpiringCache<string | null>(10, 1_000);
		cache.set('a', 'value', 0);
		cache.set('b', null, 0);
		expect([cache.get('a', 999), cache.get('a', 1_000)]).toEqual(['value', undefined]);
		expect(cache.get('b', 999)).toBeNull();
		expect(cache.get('c', 0)).toBeUndefined();
	});

	it('stays bounded, and forgets what was set the longest ago', () => {
		const cache = new ExpiringCache<number>(3, 1_000);
		for (const [index, key] of ['a', 'b', 'c', 'a', 'd'].entries()) cache.set(key, index, 0);
		expect(cache.size).toBe(3);
		expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key, 1))).toEqual([3, undefined, 2, 4]);
	});

	it('can keep a value for less than its age, and never for more', () => {
		const cache = new ExpiringCache<string>(10, 1_000);
		cache.set('less', 'value', 0, 100);
		cache.set('more', 'value', 0, 9_999);
		expect([cache.get('less', 99), cache.get('less', 100)]).toEqual(['value', undefined]);
		expect([cache.get('more', 999), cache.get('more', 1_000)]).toEqual(['value', undefined]);
	});

	it('lets go of what has expired', () => {
		const cache = new ExpiringCache<string>(10, 1_000);
		for (const key of ['a', 'b', 'c']) cache.set(key, 'value', 0);
		cache.set('d', 'value', 999);
		expect(cache.size).toBe(4);
		cache.set('e', 'value', 1_000);
		expect(cache.size).toBe(2);
	});

	it('keeps the others when a value is replaced', () => {
		const cache = new ExpiringCache<number>(3, 1_000);
		for (const [index, key] of ['a', 'b', 'c', 'b'].entries()) cache.set(key, index, 0);
		expect(['a', 'b', 'c'].map((key) => cache.get(key, 1))).toEqual([0, 3, 2]);
	});

	it('forgets at once what is deleted, and nothing else', () => {
		const cache = new ExpiringCache<number>(3, 1_000);
		cache.set('a', 1, 0);
		cache.set('b', 2, 0);
		cache.delete('a');
		expect(['a', 'b'].map((key) => cache.get(key, 1))).toEqual([undefined, 2]);
		expect(cache.size).toBe(1);
	});
});
