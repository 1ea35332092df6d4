import { encodedRef, linkTo, readUsername } from '../../nodes/Messenger/actions/link/link';
import { refusalOf } from '../support/refusal';

describe('a link', () => {
	it('leads to the Page in Messenger, or to the account in Instagram', () => {
		expect(linkTo('messenger', '1049', 'poster')).toBe('https://m.me/1049?ref=poster');
		expect(linkTo('instagram', 'bread.shop', 'poster')).toBe('https://ig.me/m/bread.shop?ref=poster');
	});
});

describe('a ref', () => {
	it('stays as it is where Meta takes it so', () => {
		expect(encodedRef('Poster-1_a=b', 'messenger')).toBe('Poster-1_a=b');
	});

	it.each([
		['source=poster&city=Köln', 'source=poster%26city=K%C3%B6ln'],
		['a b', 'a%20b'],
		["it's (1.5)!*~", 'it%27s%20%281%2E5%29%21%2A%7E'],
		['100%', '100%25'],
		['👍', '%F0%9F%91%8D'],
	])('is encoded where Meta would not, and comes back the same: %s', (ref, encoded) => {
		expect(encodedRef(ref, 'messenger')).toBe(encoded);
		expect(new URL(linkTo('messenger', '1', ref)).searchParams.get('ref')).toBe(ref);
		expect(encoded).toMatch(/^[\w=%-]+$/);
	});

	it.each(['messenger', 'instagram'] as const)(
		'may be as long as Meta takes it, not longer: %s',
		(channel) => {
			expect(refusalOf(() => encodedRef('x'.repeat(2083), channel))).toBeNull();
			expect(refusalOf(() => encodedRef('x'.repeat(2084), channel))).toContain('has 2,084 characters');
			expect(refusalOf(() => encodedRef(`${'x'.repeat(2080)}.`, channel))).toBeNull();
			expect(refusalOf(() => encodedRef(`${'x'.repeat(2081)}.`, channel))).toContain('has 2,084 characters');
		},
	);

	it.each([
		['', /^'Ref', as it stands in the link, is empty/],
		['cut \ud83d', /^'Ref' contains half a character/],
	])('is refused in words when it is none: %j', (ref, words) => {
		expect(refusalOf(() => encodedRef(ref, 'messenger'))).toMatch(words);
	});
});

describe('a user name', () => {
	it.each([
		'bread.shop',
		'@bread.shop',
		'https://www.instagram.com/bread.shop/',
		'http://instagram.com/bread.shop',
	])('is read from %s', (typed) => {
		expect(readUsername(` ${typed} `)).toBe('bread.shop');
	});

	it.each(['bread shop', 'bread/shop', 'my@bread.shop', 'myinstagram.com/bread', 'x'.repeat(31), '@'])(
		'is not %s',
		(typed) => {
			expect(refusalOf(() => readUsername(typed))).toContain(`'Username' is '${typed}'`);
		},
	);
});
