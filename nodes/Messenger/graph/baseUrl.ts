// The address of the Graph API: Meta's own, and as somebody typed it.

export const DEFAULT_BASE_URL = 'https://graph.facebook.com';
export const DEFAULT_API_VERSION = 'v25.0';

export const NO_WEB_ADDRESS =
	"'Base URL' in the credential is not a web address: let it begin with https://, or leave it empty for Meta's own";

/**
 * In one spelling, without a slash at the end; empty text is Meta's own. Null for what cannot be a
 * Base URL.
 */
export function readBaseUrl(text: string): string | null {
	const typed = text.trim();
	if (typed === '') return DEFAULT_BASE_URL;
	if (!URL.canParse(typed)) return null;
	const { protocol, origin, pathname, search, hash, username, password } = new URL(typed);
	const isWeb = protocol === 'https:' || protocol === 'http:';
	// Paths are put behind it, and the Authorization header has to be ours.
	const isPlain = [search, hash, username, password].every((part) => part === '');
	return isWeb && isPlain ? `${origin}${pathname}`.replace(/\/+$/, '') : null;
}
