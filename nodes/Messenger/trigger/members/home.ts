// PURE: where n8n reaches its own webhooks: at their public address or, with 'Internal URL', at
// that one, which serves them at its root, without what a proxy in front takes away.

/** This n8n, as its webhooks name it. */
export interface Home {
	origin: string;
	/** Of some of its webhooks, such as `/n8n/webhook/`: nobody else's path begins so. */
	base: string;
	/** Of the credential. Empty for none, and null for a wrong one, which counts as none. */
	internalUrl: string | null;
}

export interface Address {
	url: URL;
	isInternal: boolean;
}

/** From the URL of any trigger: `<base><webhook ID>/webhook`. */
export function homeOf({ origin, pathname }: URL, internalUrl: string | null): Home {
	return { origin, base: `${endpointOf(pathname)}/`, internalUrl };
}

/**
 * n8n serves published and test webhooks below different, configurable paths; what stands before
 * the webhook's own two segments tells them apart without knowing the names.
 */
export function endpointOf(path: string): string {
	return path.split('/').slice(0, -2).join('/');
}

/** Whether n8n serves a published trigger there; n8n names a published URL to tests as well. */
export function isPublished(path: string, { base }: Home): boolean {
	return `${endpointOf(path)}/` === base;
}

/** Null for a path that names another host. What is not at home is where it says. */
export function addressOf(path: string, origin: string, home: Home): Address | null {
	const url = URL.canParse(path, origin) ? new URL(path, origin) : null;
	if (url?.origin !== origin) return null;
	const served = home.internalUrl && origin === home.origin ? servedAs(url.pathname, home.base) : null;
	if (served === null) return { url, isInternal: false };
	const internal = new URL(home.internalUrl ?? '');
	// Set apart, a path cannot become a host.
	internal.pathname = served;
	internal.search = url.search;
	return { url: internal, isInternal: true };
}

/** As n8n names the webhooks of nodes of this kind; the word in front can be configured. */
const TRIGGER_PATH = /^\/[^/]+\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/webhook$/i;

/** Null where n8n may not serve it: other servers can share the public address. */
function servedAs(path: string, base: string): string | null {
	const root = base.slice(0, base.lastIndexOf('/', base.length - 2));
	if (!path.startsWith(`${root}/`)) return null;
	const served = path.slice(root.length);
	return path.startsWith(base) || TRIGGER_PATH.test(served) ? served : null;
}
