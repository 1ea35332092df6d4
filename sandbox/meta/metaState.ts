// What exists at Meta: apps, Pages, profiles and both levels of subscriptions. Tokens are in
// tokens.ts.
import { randomBytes, randomInt } from 'node:crypto';
import type { App, AppSubscription, NewAppSubscription, NewPage, Page } from './types.ts';

export const DEFAULT_VERSION = 'v25.0';

export interface StoredAppSubscription {
	callbackUrl: string;
	active: boolean;
	/** The Graph version with which each field was subscribed. */
	fields: Map<string, string>;
}

export class MetaState {
	readonly apps = new Map<string, App>();
	readonly pages = new Map<string, Page>();
	readonly profiles = new Map<string, Record<string, unknown> | null>();
	/** App ID to object to subscription. */
	private readonly appLevel = new Map<string, Map<string, StoredAppSubscription>>();
	/** Page ID to app ID to fields. */
	private readonly pageLevel = new Map<string, Map<string, string[]>>();
	private clockOffsetMs = 0;
	private lastTimestamp = 0;

	get now(): number {
		return Date.now() + this.clockOffsetMs;
	}

	advanceClock(ms: number): void {
		this.clockOffsetMs += ms;
	}

	/** Milliseconds, and never the same twice. */
	nextTimestamp(): number {
		this.lastTimestamp = Math.max(this.lastTimestamp + 1, this.now);
		return this.lastTimestamp;
	}

	addApp(app: Partial<App> = {}): App {
		const added: App = {
			id: app.id ?? newId(),
			secret: app.secret ?? randomBytes(16).toString('hex'),
			name: app.name ?? 'Demo App',
			requireAppSecretProof: app.requireAppSecretProof ?? true,
			instagramSubscriptions: app.instagramSubscriptions ?? 'allowed',
			readsProfiles: app.readsProfiles ?? true,
		};
		this.mustBeFree(added.id);
		this.apps.set(added.id, added);
		return added;
	}

	addPage({ instagramAccount, ...page }: NewPage = {}): Page {
		const added: Page = { ...page, id: page.id ?? newId(), name: page.name ?? 'Demo Page' };
		this.mustBeFree(added.id);
		if (instagramAccount !== undefined) {
			const { id = `17841${newId().slice(0, 12)}`, username = 'demo_page' } = instagramAccount;
			added.instagramAccount = { id, username };
		}
		this.pages.set(added.id, added);
		return added;
	}

	app(id: string): App {
		const app = this.apps.get(id);
		if (app === undefined) throw new Error(`The simulator has no app ${id}`);
		return app;
	}

	/** By Page ID or by the ID of its Instagram account. */
	page(id: string): Page {
		const page =
			this.pages.get(id) ?? [...this.pages.values()].find((one) => one.instagramAccount?.id === id);
		if (page === undefined) throw new Error(`The simulator has no Page ${id}`);
		return page;
	}

	appSubscription(appId: string, object: string): StoredAppSubscription | undefined {
		return this.appLevel.get(appId)?.get(object);
	}

	appSubscriptions(appId: string): Array<[object: string, StoredAppSubscription]> {
		return [...(this.appLevel.get(appId) ?? [])];
	}

	setAppSubscription(appId: string, object: string, subscription: StoredAppSubscription): void {
		const ofApp = this.appLevel.get(appId) ?? new Map<string, StoredAppSubscription>();
		ofApp.set(object, subscription);
		this.appLevel.set(appId, ofApp);
	}

	removeAppSubscription(appId: string, object: string): void {
		this.appLevel.get(appId)?.delete(object);
	}

	/** Null: the app is not installed on the Page. */
	pageSubscription(pageId: string, appId: string): string[] | null {
		return this.pageLevel.get(pageId)?.get(appId) ?? null;
	}

	pageSubscriptions(pageId: string): Array<[appId: string, fields: string[]]> {
		return [...(this.pageLevel.get(pageId) ?? [])];
	}

	setPageSubscription(pageId: string, appId: string, fields: string[]): void {
		const ofPage = this.pageLevel.get(pageId) ?? new Map<string, string[]>();
		ofPage.set(appId, [...new Set(fields)]);
		this.pageLevel.set(pageId, ofPage);
	}

	removePageSubscription(pageId: string, appId: string): void {
		this.pageLevel.get(pageId)?.delete(appId);
	}

	seedAppSubscription(appId: string, seed: NewAppSubscription): void {
		this.setAppSubscription(this.app(appId).id, seed.object, {
			callbackUrl: seed.callback_url,
			active: seed.active ?? true,
			fields: new Map(seed.fields.map((field) => [field, DEFAULT_VERSION])),
		});
	}

	seedPageSubscription(pageId: string, appId: string, fields: string[]): void {
		this.setPageSubscription(this.page(pageId).id, this.app(appId).id, fields);
	}

	describeAppSubscriptions(appId: string): AppSubscription[] {
		return this.appSubscriptions(appId).map(([object, { callbackUrl, active, fields }]) => ({
			object,
			callback_url: callbackUrl,
			active,
			fields: [...fields.keys()],
		}));
	}

	snapshot(): unknown {
		const apps = [...this.apps.keys()].sort().map((id) => ({
			id,
			subscriptions: this.describeAppSubscriptions(id)
				.map((subscription) => ({ ...subscription, fields: subscription.fields.toSorted() }))
				.sort((one, other) => (one.object < other.object ? -1 : 1)),
		}));
		const pages = [...this.pages.keys()].sort().map((id) => ({
			id,
			subscribedApps: this.pageSubscriptions(id)
				.map(([appId, fields]) => ({ appId, fields: fields.toSorted() }))
				.sort((one, other) => (one.appId < other.appId ? -1 : 1)),
		}));
		return { apps, pages };
	}

	private mustBeFree(id: string): void {
		if (this.apps.has(id) || this.pages.has(id)) throw new Error(`The simulator already has an object ${id}`);
	}
}

/** 15 digits, as Meta's IDs look. */
export function newId(): string {
	return `${randomInt(100_000, 999_999)}${String(randomInt(0, 1_000_000_000)).padStart(9, '0')}`;
}
