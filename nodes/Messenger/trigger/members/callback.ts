// The callback URL Meta holds, `<owner URL>?also=<path>,<path>&tag=<HMAC>`: one app's list of
// members, owner first.
import { hasValidTag, tagMembers } from './memberTag';

/**
 * URL paths on one origin. The first one, the owner, receives Meta's requests and relays them to
 * the others.
 */
export interface Callback {
	origin: string;
	members: string[];
}

/** More members than this are not kept: a delivery must reach all of them in a few seconds. */
export const MAX_MEMBERS = 50;

/** Null when the text is no http(s) URL. Query parameters that are not ours are left out. */
export function parseCallback(callbackUrl: string): Callback | null {
	const url = urlOf(callbackUrl);
	if (url === null) return null;
	return { origin: url.origin, members: unique([url.pathname, ...alsoIn(url)]) };
}

export function formatCallback({ origin, members }: Callback, appSecret: string): string {
	const [owner = '/', ...also] = members;
	if (also.length === 0) return origin + owner;
	return `${origin}${owner}?also=${also.map(encodePath).join(',')}&tag=${tagMembers(also, appSecret)}`;
}

/** Whether the owner will pass deliveries on to the list in this URL. */
export function hasAuthenticList(callbackUrl: string, secrets: readonly string[]): boolean {
	const url = urlOf(callbackUrl);
	if (url === null) return false;
	const also = alsoIn(url);
	return also.length === 0 || hasValidTag(also, url.searchParams.get('tag'), secrets);
}

/**
 * The `also` list of a received query, whatever the parser made of it. Only absolute paths count,
 * so that an entry can never name another host.
 */
export function parseAlso(value: unknown): string[] {
	const texts = Array.isArray(value) ? value : [value];
	const paths = texts.flatMap((text) => (typeof text === 'string' ? text.split(',') : []));
	return unique(paths.filter(isAbsolutePath)).slice(0, MAX_MEMBERS - 1);
}

function urlOf(callbackUrl: string): URL | null {
	if (!URL.canParse(callbackUrl)) return null;
	const url = new URL(callbackUrl);
	return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

function alsoIn(url: URL): string[] {
	return parseAlso(url.searchParams.getAll('also'));
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
