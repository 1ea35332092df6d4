// Regular expressions that cannot hold the process: read within fixed bounds, and matched by
// tracking all states at once, in time proportional to the text's length. JavaScript's own engine
// needs exponential time for patterns like (a+)+$.
import { parsePattern, UnsupportedPattern } from './patternParser';
import { programOf } from './patternProgram';
import { run } from './patternRun';

/** Whatever is this long and useful stays far below it; the bound keeps reading a pattern cheap. */
export const MAX_PATTERN_LENGTH = 2_000;
/** A longer text matches no pattern. Meta's payloads have at most 1,000 characters. */
export const MAX_PATTERN_TEXT = 10_000;

export type Pattern = (text: string) => boolean;
export type CompiledPattern = { ok: true; matches: Pattern } | { ok: false; why: string };

/** `why` completes the sentence "The regular expression …". */
export function compilePattern(pattern: string, ignoreCase: boolean): CompiledPattern {
	if (pattern.length > MAX_PATTERN_LENGTH)
		return { ok: false, why: `has more than ${MAX_PATTERN_LENGTH} characters` };
	const invalid = whyInvalid(pattern);
	if (invalid !== null) return { ok: false, why: `is not valid: ${invalid}` };
	try {
		const steps = programOf(parsePattern(pattern, ignoreCase));
		return { ok: true, matches: (text) => text.length <= MAX_PATTERN_TEXT && run(steps, text) };
	} catch (error) {
		const what = error instanceof UnsupportedPattern ? error.message : 'something';
		return { ok: false, why: `uses ${what}, which is not supported` };
	}
}

// JavaScript only reads the pattern here; its engine compiles a pattern when it is first used.
function whyInvalid(pattern: string): string | null {
	try {
		void new RegExp(pattern);
		return null;
	} catch (error) {
		return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
	}
}
