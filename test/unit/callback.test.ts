import {
	formatCallback,
	hasAuthenticList,
	MAX_MEMBERS,
	parseAlso,
	parseCallback,
} from '../../nodes/Messenger/trigger/members/callback';
import { tagMembers } from '../../nodes/Messenger/trigger/members/memberTag';

const ORIGIN = 'https://n8n.example';
const A = '/webhook/a/webhook';
const B = '/webhook/b/webhook';
const SECRET = 'secret';

describe('callback URL', () => {
	it('holds the owner as path and the others in the query', () => {
		const also = [B, '/webhook-test/c/webhook'];
		expect(formatCallback({ origin: ORIGIN, members: [A, ...also] }, SECRET)).toBe(
			`${ORIGIN}${A}?also=${B},/webhook-test/c/webhook&tag=${tagMembers(also, SECRET)}`,
		);
	});

	it('has no query for a single member', () => {
		expect(formatCallback({ origin: ORIGIN, members: [A] }, SECRET)).toBe(ORIGIN + A);
	});

	it.each([[[A]], [[A, B]], [['/base path/webhook/ä/webhook', '/base%20path/webhook/b/webhook']]])(
		'reads back what it wrote: %j',
		(members) => {
			const encoded = members.map((path) => new URL(path, ORIGIN).pathname);
			expect(parseCallback(formatCallback({ origin: ORIGIN, members: encoded }, SECRET))).toEqual({
				origin: ORIGIN,
				members: encoded,
			});
		},
	);

	it('reads a list that was percent-encoded on the way', () => {
		expect(parseCallback(`${ORIGIN}${A}?also=${encodeURIComponent(`${B},/c`)}`)?.members).toEqual([
			A,
			B,
			'/c',
		]);
	});

	it('counts a member once', () => {
		expect(parseCallback(`${ORIGIN}${A}?also=${A},${B},${B}`)?.members).toEqual([A, B]);
	});

	it.each(['', 'not a URL', 'ftp://n8n.example/a', '/webhook/a'])('gives null for %j', (text) => {
		expect(parseCallback(text)).toBeNull();
	});
});

describe('the list of a callback is authentic', () => {
	const url = formatCallback({ origin: ORIGIN, members: [A, B] }, SECRET);

	it.each([
		['as it was written', url, ['secret']],
		['percent-encoded on the way', url.replace(`${B}&`, `${encodeURIComponent(B)}&`), ['secret']],
		['under an additional secret', url, ['rotated', 'secret']],
		['with nobody in it', ORIGIN + A, ['secret']],
	])('%s', (_how, callbackUrl, secrets) => {
		expect(hasAuthenticList(callbackUrl, secrets)).toBe(true);
	});

	it.each([
		['no tag', url.replace(/&tag=.*/, '')],
		['another path', url.replace(B, '/rest/login')],
		['a tag of another list', url.replace(/tag=./, 'tag=x')],
		['no URL', 'x'],
	])('but not with %s', (_how, callbackUrl) => {
		expect(hasAuthenticList(callbackUrl, [SECRET])).toBe(false);
	});
});

describe('received list of members', () => {
	it.each([
		['another host', '//evil.example/a'],
		['another host with a backslash', '/\\evil.example/a'],
		['a whole URL', 'https://evil.example/a'],
		['a relative path', 'webhook/a'],
		['a query', '/a?x=1'],
		['a fragment', '/a#x'],
		['spaces', '/a b'],
	])('leaves out %s', (_label, entry) => {
		expect(parseAlso(`${A},${entry},${B}`)).toEqual([A, B]);
	});

	it('reads a parameter that was given twice', () => {
		expect(parseAlso([A, B])).toEqual([A, B]);
	});

	it.each([[undefined], [null], [7], [{ a: 1 }]])('is empty for %j', (value) => {
		expect(parseAlso(value)).toEqual([]);
	});

	it('is bounded', () => {
		const many = Array.from({ length: 500 }, (_, index) => `/m/${index}`).join(',');
		expect(parseAlso(many)).toHaveLength(MAX_MEMBERS - 1);
	});
});
