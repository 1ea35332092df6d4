// The callback URL Meta holds, `<owner URL>?also=<path>,<path>`: one app's list of members, owner first.

/** URL paths on one origin. The first one, the owner, receives Meta's requests and relays them to the others. */
export interface Callback {
	origin: string;
	members: string[];
}

/** More members than this are not kept: a delivery must reach all of them in a few seconds. */
export const MAX_MEMBERS = 50;

/** Null when the text is no http(s) URL. Other query parameters than `also` are left out. */
export function parseCallback(callbackUrl: string): Callback | null {
	if (!URL.canParse(callbackUrl)) return null;
	const url = new URL(callbackUrl);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
	const also = parseAlso(url.searchParams.getAll('also'));
	return { origin: url.origin, members: unique([url.pathname, ...also]) };
}

export function formatCallback({ origin, members }: Callback): string {
	const [owner = '/', ...also] = members;
	return origin + owner + (also.length > 0 ? `?also=${also.map(encodePath).join(',')}` : '');
}

/**
 * The `also` list of a received query, whatever the parser made of it. Only absolute paths count, so that an entry can
 * never name another host.
 */
export function parseAlso(value: unknown): string[] {
	const texts = Array.isArray(value) ? value : [value];
	const paths = texts.flatMap((text) => (typeof text === 'string' ? text.split(',') : []));
	return unique(paths.filter(isAbsolutePath)).slice(0, MAX_MEMBERS - 1);
}

function isAbsolutePath(path: string): boolean {
	return /^\/(?![/\\])[^\s?#\\]*$/.test(path);
}

// Slashes are allowed in a query and keep the URL readable in Meta's dashboard.
function encodePath(path: string): string {
	return encodeURIComponent(path).replaceAll('%2F', '/');
}

function unique(values: readonly string[]): string[] {
	return [...new Set(values)];
}
