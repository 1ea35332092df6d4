// PURE: the payload of a button that was left without one.

/**
 * The title in capitals, with one underscore for whatever is neither letter nor digit:
 * "Opening hours" becomes OPENING_HOURS. A title of emoji alone stays as it is.
 */
export function payloadOf(title: string): string {
	const made = title
		.toUpperCase()
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
		.replace(/^_|_$/g, '');
	return made === '' ? title.trim() : made;
}
