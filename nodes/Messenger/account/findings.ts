// What keeps something from working, found before it is tried, and one message for all of it.
import { shorten } from '../graph/graphFailure';

/**
 * n8n shows only the message when publishing fails, in a box of nine lines that scrolls: everything
 * has to fit into it.
 */
export const MAX_MESSAGE_LENGTH = 900;

/** What is wrong with a token, as the log has it and a workflow can branch on. */
export type TokenCode =
	| 'permissionMissing'
	| 'secretWrong'
	| 'tokenEnded'
	| 'tokenEnding'
	| 'tokenMissing'
	| 'tokenNotChecked'
	| 'tokenOfAnotherApp';

/** What the log calls a warning. */
export type WarningReason = TokenCode | 'pageNotReachable' | 'pagesUnchecked';

/** Warnings alone do not stop publishing. */
export type Finding =
	| { isBlocking: true; text: string }
	| { isBlocking: false; text: string; reason: WarningReason };

/** All findings in one message, in the order given. */
export function formatFindings(findings: readonly Finding[]): string {
	const [first] = findings;
	if (findings.length === 1 && first) return shorten(first.text, MAX_MESSAGE_LENGTH);
	const numbers = findings.map((_, index) => `(${index + 1}) `);
	const room = MAX_MESSAGE_LENGTH - numbers.join(' ').length;
	const length = fairLength(
		findings.map(({ text }) => text.length),
		room,
	);
	return findings
		.map(({ text }, index) => `${numbers[index]}${shorten(text, Math.max(length, 40))}`)
		.join(' ')
		.slice(0, MAX_MESSAGE_LENGTH);
}

/**
 * The length to cut texts to so that they fit together: short ones leave their room to the long
 * ones.
 */
function fairLength(lengths: readonly number[], room: number): number {
	let left = room;
	for (const [index, length] of [...lengths].sort((a, b) => a - b).entries()) {
		const share = Math.floor(left / (lengths.length - index));
		if (length > share) return share;
		left -= length;
	}
	return room;
}

export function blocking(text: string): Finding {
	return { isBlocking: true, text };
}

// Five are enough to see the pattern; a list of hundreds would push every other finding out of the
// message.
export function enumerate(values: readonly string[]): string {
	return values.length <= 5
		? values.join(', ')
		: `${values.slice(0, 5).join(', ')} and ${values.length - 5} more`;
}
