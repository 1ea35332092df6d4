/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
// No pattern of a rule holds the process: neither while it is read, nor on any text.
import {
	compilePattern,
	MAX_PATTERN_LENGTH,
	MAX_PATTERN_TEXT,
} from '../../nodes/Messenger/trigger/events/pattern/pattern';
import { MAX_PATTERN_DEPTH } from '../../nodes/Messenger/trigger/events/pattern/patternParser';
import { MAX_PATTERN_STEPS } from '../../nodes/Messenger/trigger/events/pattern/patternProgram';

const LIMIT_MS = 500;
const TEXTS = [
	'a'.repeat(MAX_PATTERN_TEXT),
	`${'a'.repeat(MAX_PATTERN_TEXT - 1)}!`,
	'a '.repeat(MAX_PATTERN_TEXT / 2),
	'\uffff'.repeat(MAX_PATTERN_TEXT),
];

/**
 * The processor's time, not the clock's, and the best of three attempts: other programs run too.
 */
function isQuick(work: () => void): boolean {
	return [1, 2, 3].some(() => {
		const start = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(start);
		return (user + system) / 1000 < LIMIT_MS;
	});
}

/** As long as a pattern may be. */
const fill = (piece: string, length = MAX_PATTERN_LENGTH) => piece.repeat(Math.floor(length / piece.length));
const nested = (open: string, inner: string, close: string, levels: number) =>
	`${open.repeat(levels)}${inner}${close.repeat(levels)}`;
const longestNested = (open: string, inner: string, close: string) =>
	nested(open, inner, close, Math.floor((MAX_PATTERN_LENGTH - inner.length) / (open.length + close.length)));
/** A class of as many ranges as fit, none touching another. */
const widestClass = (length: number) =>
	`[${Array.from({ length: length - 2 }, (_, index) => String.fromCharCode(0x3400 + 2 * index)).join('')}]`;

const HOSTILE: Array<[label: string, pattern: string]> = [
	['nested counts of nothing', '(?:(?:(?:){9999}){9999}){9999}'],
	['nested counts of no copies', '(?:(?:(?:a{0}){9999}){9999}){9999}'],
	['nested counts of an empty choice', '(?:(?:(?:|){9999}){9999}){9999}'],
	['nested counts of an assertion', '(?:(?:(?:^){9999}){9999}){9999}'],
	['nested counts of a character', '(?:(?:(?:a){9999}){9999}){9999}'],
	['nested ranges of nothing', '(?:(?:(?:){0,9999}){0,9999}){0,9999}'],
	['nested ranges of a character', '(?:(?:(?:a?){0,9999}){0,9999}){0,9999}'],
	['a count beyond all numbers', `(?:){${'9'.repeat(400)}}a`],
	['a count beyond all numbers, of a character', `a{${'9'.repeat(400)}}`],
	['the deepest counts of nothing', longestNested('(?:', '', '){9}')],
	['the deepest ranges of a character', longestNested('(?:', 'a', '){1,2}')],
	['deep counts of nothing that are not too deep', nested('(?:', '', '){99999}', MAX_PATTERN_DEPTH)],
	['deep choices that are not too deep', nested('(?:|', 'a', ')*', MAX_PATTERN_DEPTH)],
	['the deepest groups', longestNested('(', '', ')')],
	['groups that do not end', fill('(')],
	['groups that do not begin', fill(')')],
	['classes that do not end', fill('[')],
	['braces that are no counts', fill('{1,')],
	['braces of many digits', `a${fill(`{${'1'.repeat(90)}`, 1_900)}`],
	['the widest choice of nothing', fill('|')],
	['the widest choice', fill('a|')],
	['the most names', Array.from({ length: 200 }, (_, index) => `(?<n${index}>)`).join('')],
	['the most numbers', fill('\\9')],
	['the widest class', widestClass(MAX_PATTERN_LENGTH)],
	['the widest class, as often as it fits', `(?:${widestClass(1_900)}?){${MAX_PATTERN_STEPS / 2 - 1}}$`],
	['the most classes of nearly everything', fill('[\\W]')],
	['as many of them as steps', `(?:${fill('[\\W\\w]?', 1_600)})$`],
	['the most spaces in a class', `[${fill('\\s', MAX_PATTERN_LENGTH - 2)}]`],
	['the most optional characters', `(?:a?){${MAX_PATTERN_STEPS / 2 - 1}}$`],
	['the most optional boundaries', `(?:\\b|a){${Math.floor(MAX_PATTERN_STEPS / 4) - 1}}$`],
	['stars in stars', nested('(?:', 'a', ')*', MAX_PATTERN_DEPTH)],
	['a choice of the same in a star', `(?:${fill('a|', 240)}a)*$`],
	['the greediest', `${fill('.*', 480)}x`],
];

describe('a hostile pattern', () => {
	it.each(HOSTILE)('is dealt with at once: %s', (_label, pattern) => {
		expect(pattern.length).toBeLessThanOrEqual(MAX_PATTERN_LENGTH);
		for (const ignoreCase of [false, true]) {
			expect(isQuick(() => compilePattern(pattern, ignoreCase))).toBe(true);
		}
		const compiled = compilePattern(pattern, true);
		if (!compiled.ok) return;
		for (const text of TEXTS) expect(isQuick(() => compiled.matches(text))).toBe(true);
	});
});
