// A pattern means what it means to JavaScript without the u flag, or is refused; it never means
// anything else.
import fc from 'fast-check';
import { compilePattern } from '../../nodes/Messenger/trigger/events/pattern/pattern';
import { withCaseVariants } from '../../nodes/Messenger/trigger/events/pattern/patternCase';
import { rangesOf } from '../../nodes/Messenger/trigger/events/pattern/patternCharacters';

const UNITS = Array.from({ length: 0x10000 }, (_, unit) => unit);
const isCased = (unit: number) => {
	const character = String.fromCharCode(unit);
	return character.toUpperCase() !== character || character.toLowerCase() !== character;
};

function reference(pattern: string, ignoreCase: boolean): RegExp | null {
	try {
		return new RegExp(pattern, ignoreCase ? 'i' : '');
	} catch {
		return null;
	}
}

/** What ours and JavaScript's engine answer; null for a pattern that ours refuses in words. */
function answers(pattern: string, texts: readonly string[], ignoreCase: boolean) {
	const compiled = compilePattern(pattern, ignoreCase);
	const javaScript = reference(pattern, ignoreCase);
	if (!compiled.ok) {
		expect({ pattern, why: compiled.why }).toEqual({
			pattern,
			why: expect.stringMatching(
				javaScript === null ? /^is not valid: ./ : /^uses (a |inline flags|more than|groups nested)/,
			),
		});
		return null;
	}
	return {
		ours: texts.filter((text) => compiled.matches(text)),
		javaScript: texts.filter((text) => javaScript?.test(text)),
	};
}

// Every code unit where something happens: ASCII, Latin, Greek, Cyrillic, spaces, letter-like
// signs, and some others.
const SINGLE = UNITS.filter(
	(unit) =>
		unit < 0x180 ||
		(unit >= 0x370 && unit < 0x460) ||
		(unit >= 0x1e80 && unit < 0x1fa0) ||
		(unit >= 0x2000 && unit < 0x2190) ||
		unit % 1021 === 0 ||
		unit >= 0xfef0,
).map((unit) => String.fromCharCode(unit));

const LEGACY = [
	...[
		'\\0',
		'\\00',
		'\\01',
		'\\012',
		'\\08',
		'\\1',
		'\\7',
		'\\8',
		'\\9',
		'\\18',
		'\\81',
		'\\377',
		'\\400',
		'\\3777',
	],
	...[
		'[\\0]',
		'[\\1]',
		'[\\8]',
		'[\\012]',
		'[\\377]',
		'[\\400]',
		'[\\1-\\7]',
		'[\\08]',
		'[\\b]',
		'[\\B]',
		'[\\k]',
	],
	...[
		'\\c',
		'\\cA',
		'\\cz',
		'\\c1',
		'\\c_',
		'\\c*',
		'[\\c]',
		'[\\cA]',
		'[\\c1]',
		'[\\c_]',
		'[\\c*]',
		'[^\\c]',
		'\\c+',
	],
	...[
		'\\u',
		'\\u1',
		'\\u004',
		'\\u0041',
		'\\u{41}',
		'\\u{2}',
		'\\x',
		'\\x4',
		'\\x41',
		'[\\u{41}]',
		'[\\x4]',
		'\\xg',
	],
	...[
		'{',
		'}',
		']',
		'a{',
		'a{1',
		'a{,3}',
		'a{1,2',
		'a{1,}',
		'a{ 1}',
		'{a}',
		'{,1}',
		'x{1}{',
		'a{01}',
		'a{0}',
		'a{0,0}',
	],
	...[
		'\\k',
		'\\k<a>',
		'\\k<',
		'(a)\\k<b>',
		'\\p{L}',
		'\\P',
		'\\a',
		'\\_',
		'\\-',
		'\\/',
		'\\}',
		'\\é',
		'\\\n',
		'\n',
	],
	...[
		'[\\d-z]',
		'[a-\\d]',
		'[\\d--/]',
		'[+--/]',
		'[a-c--/]',
		'[a-c-e]',
		'[-a]',
		'[a-]',
		'[^-]',
		'[\\w-\\d]',
		'[--]',
	],
	...['[]', '[^]', '[[]', '[^[]', '[]]', '[\\]]', '[a|b]', '[(]', '[(?:]', '[\\\\]', '.', '\\.', '[.]'],
	...[
		'\\d',
		'\\D',
		'\\w',
		'\\W',
		'\\s',
		'\\S',
		'[\\W]',
		'[^\\W]',
		'[\\s\\S]',
		'[^\\s\\S]',
		'[^\\D\\d]',
		'[\\Wk]',
	],
	...[
		'(?:)',
		'()',
		'(|)',
		'|',
		'a|',
		'|a',
		'(?:){9}',
		'(?:){0,}',
		'()*',
		'(?:a|){3}',
		'(?<x>a)\\2',
		'(\\()\\2',
		'\\1[(]',
	],
	...[
		'[ſ]',
		'[k-s]',
		'[^s]',
		'[^ſ]',
		'ſ',
		'K',
		'\\u212a',
		'ß',
		'ẞ',
		'İ',
		'ı',
		'i',
		'Σ',
		'ς',
		'[α-ω]',
		'µ',
		'Å',
		'\\u2126',
	],
	...[
		'ǅ',
		'ŉ',
		'ΐ',
		'ᾳ',
		'ῼ',
		'ꙋ',
		'ᲈ',
		'\\ud801\\udc00',
		'[\\ud800-\\udfff]',
		'[Z-a]',
		'[@-`]',
		'[^Z-a]',
		'[à-þ]',
	],
];

describe("a pattern's meaning", () => {
	it.each(LEGACY)('of %j is that of JavaScript, for each character', (pattern) => {
		for (const ignoreCase of [false, true]) {
			for (const source of [pattern, `^(?:${pattern})$`]) {
				expect(reference(source, ignoreCase)).not.toBeNull();
				const answered = answers(source, ['', ...SINGLE], ignoreCase);
				expect(answered).not.toBeNull();
				expect(answered?.ours).toEqual(answered?.javaScript);
			}
		}
	});

	// What a back-reference would be if there were as many groups.
	it.each([
		['(a)\\1', 'a back-reference'],
		['\\1(a)', 'a back-reference'],
		['(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10', 'a back-reference'],
		['(?<n>a)\\k<n>', 'a back-reference'],
		['(?<n>a)[(]\\1', 'a back-reference'],
		['([)])\\1', 'a back-reference'],
		['(?:a)(?<!b)\\1', 'a look-behind'],
	])('/%s/ is refused for %s', (pattern, what) => {
		expect(compilePattern(pattern, false)).toEqual({
			ok: false,
			why: `uses ${what}, which is not supported`,
		});
	});

	it('takes the same characters for variants of each other as JavaScript, for every code unit', () => {
		const everything =
			String.fromCharCode(...UNITS.slice(0, 0x8000)) + String.fromCharCode(...UNITS.slice(0x8000));
		const cased = UNITS.filter((unit) => isCased(unit) || unit % 997 === 0);
		expect(cased.length).toBeGreaterThan(2_000);
		for (const unit of cased) {
			const escaped = `\\u${unit.toString(16).padStart(4, '0')}`;
			const found = [...everything.matchAll(new RegExp(escaped, 'gi'))].map(({ index }) => index);
			const ours = rangesOf(withCaseVariants([unit, unit])).flatMap(([from, to]) =>
				UNITS.slice(from, to + 1),
			);
			if (ours.join() !== found.join()) expect({ escaped, units: ours }).toEqual({ escaped, units: found });
		}
	});
});

const LETTERS = ['a', 'b', 'A', 's', 'k', 'ß', 'ſ', 'K', 'İ', 'ı', 'i', 'Σ', 'ς', 'σ', 'µ', 'μ', 'é', 'É'];
const SIGNS = ['\\', 'c', 'u', 'x', '0', '1', '3', '8', '-', '_', '{', '}', ',', ']', '<', '>', '(', ' '];
const CONTROLS = [
	'\0',
	'\x01',
	'\b',
	'\t',
	'\n',
	'\r',
	'\x11',
	'\x1f',
	'\u2028',
	'\ufeff',
	'\ud83d',
	'\ude00',
];
const unit = fc.constantFrom(...LETTERS, ...LETTERS, ...SIGNS, ...CONTROLS);
const shortTexts = fc.array(fc.string({ unit, maxLength: 6 }), { minLength: 1, maxLength: 6 });

const ESCAPES =
	'd D w W s S t n 0 00 01 012 08 1 2 8 9 11 18 377 400 c cA c1 c_ u u{2} u0061 x x61 k k<a> - / ] } a B'
		.split(' ')
		.map((escape) => `\\${escape}`);
const literal = fc.constantFrom(
	...LETTERS,
	']',
	'{',
	'}',
	'{,3}',
	'{a',
	',',
	'-',
	'<',
	'0',
	'8',
	'_',
	' ',
	'\n',
	'\ud83d',
);
const classPart = fc.oneof(
	fc.constantFrom(...ESCAPES, '\\b', '[', '(', '^', '.', '-'),
	literal,
	fc
		.tuple(fc.constantFrom('a', 'A', '\\1', '\\d', '-', 'α'), fc.constantFrom('z', 'k', '\\w', '\\8', 'ω'))
		.map((ends) => ends.join('-')),
);
const charClass = fc
	.tuple(fc.constantFrom('[', '[^'), fc.array(classPart, { maxLength: 3 }))
	.map(([start, parts]) => `${start}${parts.join('')}]`);
const quantifier = fc.constantFrom(
	...['', '', '', '', '*', '+', '?', '*?', '??', '{2}', '{0}', '{0,1}', '{1,}', '{01,2}?', '{,2}'],
);

const grammar = fc.letrec<{ choice: string; sequence: string; term: string }>((tie) => ({
	choice: fc.oneof(
		{ depthSize: 'small' },
		tie('sequence'),
		fc.tuple(tie('sequence'), tie('choice')).map((parts) => parts.join('|')),
	),
	sequence: fc.array(tie('term'), { maxLength: 3 }).map((terms) => terms.join('')),
	term: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.tuple(literal, quantifier).map((parts) => parts.join('')),
		fc.tuple(fc.constantFrom(...ESCAPES, '.'), quantifier).map((parts) => parts.join('')),
		fc.tuple(charClass, quantifier).map((parts) => parts.join('')),
		fc.constantFrom('^', '$', '\\b', '\\B'),
		fc
			.tuple(fc.constantFrom('(', '(?:', '(?:', '(?<a>'), tie('choice'), quantifier)
			.map(([start, inner, many]) => `${start}${inner})${many}`),
	),
}));

/** Valid or not: pieces of the grammar in any order. */
const soup = fc
	.array(
		fc.constantFrom(
			...'\\ \\ ( ) [ ] [^ { } , - | ^ $ * + ? ?: ?<a> . 0 1 8 c k b u x a A _ < > k<a> {2} ( )'.split(' '),
		),
		{
			maxLength: 8,
		},
	)
	.map((pieces) => pieces.join(''));

describe.each([
	['of the grammar', grammar.choice, 0.7],
	['out of pieces in any order', soup, 0.1],
])('generated patterns %s', (_label, pattern, acceptedShare) => {
	it('are matched as JavaScript matches them, or refused', () => {
		let accepted = 0;
		const numRuns = 4_000;
		fc.assert(
			fc.property(pattern, shortTexts, fc.boolean(), (source, texts, ignoreCase) => {
				const answered = answers(source, texts, ignoreCase);
				if (answered === null) return;
				accepted += 1;
				expect(answered.ours).toEqual(answered.javaScript);
			}),
			{ numRuns },
		);
		// Refusing everything would pass the property as well.
		expect(accepted / numRuns).toBeGreaterThan(acceptedShare);
	});
});
