// A Meta app with Pages and a token in the simulator, and the credential data for it.
import { createHmac } from 'node:crypto';
import type { App, AppSubscription, Meta, Page } from '../../sandbox/meta/index.ts';

export interface Account {
	app: App;
	pages: Page[];
	pageIds: string[];
	token: string;
	credential: { appId: string; appSecret: string; accessToken: string; baseUrl: string };
	/** What Meta holds for the app. */
	record(object?: 'page' | 'instagram'): AppSubscription | undefined;
	/** What Meta holds for a Page, in alphabetical order. */
	fieldsOfPage(index?: number): string[] | null;
}

export function anAccount(
	meta: Meta,
	options: { pages?: number; withInstagram?: boolean; app?: Parameters<Meta['addApp']>[0] } = {},
): Account {
	const app = meta.addApp(options.app);
	const instagram = options.withInstagram === true ? { instagramAccount: {} } : {};
	const pages = Array.from({ length: options.pages ?? 1 }, () => meta.addPage(instagram));
	const pageIds = pages.map(({ id }) => id);
	const token = meta.addToken({ appId: app.id, pageIds });
	return {
		app,
		pages,
		pageIds,
		token,
		credential: credentialFor(meta, app, token),
		record: (object = 'page') => meta.appSubscriptions(app.id).find((found) => found.object === object),
		fieldsOfPage: (index = 0) => meta.pageSubscription(pageIds[index] ?? '', app.id)?.sort() ?? null,
	};
}

export function credentialFor(meta: Meta, app: App, accessToken: string): Account['credential'] {
	return { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
}

/** What Meta holds when these share the app, the owner first. */
export function sharedCallback(app: App, owner: { url: string }, ...others: Array<{ path: string }>): string {
	if (others.length === 0) return owner.url;
	const also = others.map(({ path }) => path).join(',');
	const label = `n8n-nodes-messenger-postbacks:members:${also}`;
	return `${owner.url}?also=${also}&tag=${createHmac('sha256', app.secret).update(label).digest('hex')}`;
}
