// JSON that was written anew on the way, written again as Meta writes it: no spaces between the
// values, and certain characters of a text escaped. Numbers and the order of keys stay as they are.

/** What Meta may have signed; nothing where the text is no JSON. */
export function asMetaWrites(json: string): string[] {
	if (!isJson(json)) return [];
	return [metaText, oldMetaText, (literal: string) => literal].map((write) => rewrite(json, write));
}

const BLANKS = ' \t\n\r';

function rewrite(json: string, writeText: (literal: string) => string): string {
	const parts: string[] = [];
	for (let at = 0; at < json.length; at++) {
		const character = json.charAt(at);
		if (character === '"') {
			const end = endOfText(json, at);
			parts.push(writeText(json.slice(at, end)));
			at = end - 1;
		} else if (!BLANKS.includes(character)) parts.push(character);
	}
	return parts.join('');
}

/** Behind the closing quote. */
function endOfText(json: string, start: number): number {
	let at = start + 1;
	while (json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
	return at + 1;
}

/** What may be written in several ways. */
const AMBIGUOUS = /[\\/<%@\u0080-\uffff]/;

/** With the slash and everything beyond ASCII escaped. */
function metaText(literal: string): string {
	if (!AMBIGUOUS.test(literal)) return literal;
	return JSON.stringify(JSON.parse(literal))
		.replaceAll('/', '\\/')
		.replace(/[\u0080-\uffff]/g, (character) => `\\u${hexOf(character)}`);
}

/** Meta's older pages name three characters more, in capitals. */
function oldMetaText(literal: string): string {
	return metaText(literal).replace(/[<%@]/g, (character) => `\\u${hexOf(character).toUpperCase()}`);
}

function hexOf(character: string): string {
	return character.charCodeAt(0).toString(16).padStart(4, '0');
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
