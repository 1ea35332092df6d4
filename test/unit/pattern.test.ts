/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import fc from 'fast-check';
import {
	compilePattern,
	MAX_PATTERN_LENGTH,
	MAX_PATTERN_TEXT,
} from '../../nodes/Messenger/trigger/events/pattern/pattern';
import { MAX_PATTERN_DEPTH } from '../../nodes/Messenger/trigger/events/pattern/patternParser';
import { MAX_PATTERN_STEPS } from '../../nodes/Messenger/trigger/events/pattern/patternProgram';

const matches = (pattern: string, text: string, ignoreCase = false) => {
	const compiled = compilePattern(pattern, ignoreCase);
	if (!compiled.ok) throw new Error(`/${pattern}/ ${compiled.why}`);
	return compiled.matches(text);
};

const nestedGroups = (levels: number) => `${'('.repeat(levels)}a${')'.repeat(levels)}`;

const PATTERNS = [
	'BUY',
	'^BUY$',
	'^BUY',
	'BUY$',
	'B.Y',
	'a*',
	'a+b?',
	'(ab)+',
	'(?:ab|cd)*e',
	'a|b|',
	'[abc]+',
	'[^abc]',
	'[a-c-]',
	'\\d{2,3}',
	'\\d{2}',
	'a{2,}',
	'a{0,2}b',
	'\\w+\\s\\W',
	'\\bBUY\\b',
	'\\Bx',
	'[\\d_]+$',
	'\\.',
	'\\u0041',
	'\\x41',
	'(?<name>a)b',
	'(a*)*b',
	'(a|a)*$',
	'a{',
	'a{,2}',
	']',
	'}',
	'\\-',
	'^$',
	'(^a|b$)',
	'[\\b]',
	'\\t',
	'a??b',
	'(?:)',
	'[^]',
	'\\cA',
];
const TEXTS = [
	'',
	'BUY',
	'buy',
	'xBUYx',
	'x BUY x',
	'B\nY',
	'a',
	'b',
	'ab',
	'aab',
	'abab',
	'abcde',
	'e',
	'd',
	'-',
	'1',
	'12',
	'123',
	'1234',
	'ab !',
	'a.b',
	'A',
	'aaab',
	'aaaa',
	'a{',
	'a{,2}',
	']',
	'}',
	'_9',
	'\t',
	'\b',
	'x x',
	'\u0001',
	'é',
];

describe('pattern', () => {
	it.each(PATTERNS)("answers as JavaScript's engine does: /%s/", (pattern) => {
		for (const ignoreCase of [false, true]) {
			const reference = new RegExp(pattern, ignoreCase ? 'i' : '');
			for (const text of TEXTS) {
				expect({ text, matches: matches(pattern, text, ignoreCase) }).toEqual({
					text,
					matches: reference.test(text),
				});
			}
		}
	});

	it("answers as JavaScript's engine does for generated patterns and texts", () => {
		const atom = fc.constantFrom(
			'a',
			'b',
			'.',
			'[ab]',
			'[^a]',
			'\\w',
			'\\d',
			'\\b',
			'^',
			'$',
			'(a|b)',
			'(?:ab)',
		);
		const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}');
		const piece = fc
			.tuple(atom, quantifier)
			.map(([one, many]) => (/[\^$]|\\b/.test(one) && one.length < 3 ? one : one + many));
		const pattern = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
		const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', 'A'), maxLength: 8 });
		fc.assert(
			fc.property(
				pattern,
				text,
				(source, subject) => matches(source, subject) === new RegExp(source).test(subject),
			),
			{ numRuns: 2_000 },
		);
	});

	it.each([
		['(a+)+$', `${'a'.repeat(5_000)}!`],
		['(a|a)*$', `${'a'.repeat(5_000)}!`],
		['(.*)*x$', 'y'.repeat(5_000)],
		['(\\w+\\s?)*$', `${'word '.repeat(1_000)}!`],
		['(a?){150}a{150}', 'a'.repeat(149)],
	])('/%s/ cannot hold the process', (pattern, text) => {
		const start = process.cpuUsage();
		matches(pattern, text);
		const { user, system } = process.cpuUsage(start);
		expect((user + system) / 1000).toBeLessThan(1_000);
	});

	it(`never matches a text longer than ${MAX_PATTERN_TEXT} characters`, () => {
		expect(matches('a', 'a'.repeat(MAX_PATTERN_TEXT))).toBe(true);
		expect(matches('a', 'a'.repeat(MAX_PATTERN_TEXT + 1))).toBe(false);
	});

	it.each([
		['(', 'is not valid'],
		['[z-a]', 'is not valid'],
		['*', 'is not valid'],
		['(?=a)', 'uses a look-ahead'],
		['(?<!a)b', 'uses a look-behind'],
		['(a)\\1', 'uses a back-reference'],
		['(?<n>a)\\k<n>', 'uses a back-reference'],
		['a{1000}', `uses more than ${MAX_PATTERN_STEPS} steps`],
		['((a{40}){40}){40}', `uses more than ${MAX_PATTERN_STEPS} steps`],
	])('/%s/ is refused, because it %s', (pattern, why) => {
		expect(compilePattern(pattern, false)).toEqual({ ok: false, why: expect.stringContaining(why) });
	});

	it('is refused when it is longer than the bound, before JavaScript reads it', () => {
		const why = `has more than ${MAX_PATTERN_LENGTH} characters`;
		expect(compilePattern('('.repeat(MAX_PATTERN_LENGTH + 1), false)).toEqual({ ok: false, why });
		expect(compilePattern('('.repeat(10_000_000), false)).toEqual({ ok: false, why });
		expect(compilePattern('[a]'.repeat(160).padEnd(MAX_PATTERN_LENGTH, '(?:)'), false).ok).toBe(true);
	});

	it('is refused when it needs more steps than the bound', () => {
		const why = `uses more than ${MAX_PATTERN_STEPS} steps, which is not supported`;
		expect(compilePattern(`a{${MAX_PATTERN_STEPS}}`, false).ok).toBe(true);
		expect(compilePattern(`a{${MAX_PATTERN_STEPS + 1}}`, false)).toEqual({ ok: false, why });
		expect(compilePattern('|'.repeat(MAX_PATTERN_STEPS / 2), false).ok).toBe(true);
		expect(compilePattern('|'.repeat(MAX_PATTERN_STEPS / 2 + 1), false)).toEqual({ ok: false, why });
	});

	it('is refused when its groups are nested deeper than the bound', () => {
		const why = `uses groups nested more than ${MAX_PATTERN_DEPTH} deep, which is not supported`;
		expect(compilePattern(nestedGroups(MAX_PATTERN_DEPTH), false).ok).toBe(true);
		expect(compilePattern(nestedGroups(MAX_PATTERN_DEPTH + 1), false)).toEqual({ ok: false, why });
		expect(compilePattern('(a)'.repeat(MAX_PATTERN_DEPTH + 1), false).ok).toBe(true);
	});
});
