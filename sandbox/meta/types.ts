/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What `startMeta` takes and gives, and the words of its verbs.
import type { FastifyInstance } from 'fastify';

export type Channel = 'messenger' | 'instagram';
export type SubscribedObject = 'page' | 'instagram';
export type SubscriptionWrites = 'replace' | 'merge';
export type TokenKind = 'user' | 'system_user' | 'page';
/** `tampered` changes the body after signing; `sha1` sends the legacy header only. */
export type SignMode = 'valid' | 'missing' | 'wrongSecret' | 'tampered' | 'sha1';

export interface MetaOptions {
	/** A free one by default. */
	port?: number;
	/**
	 * Whether a write replaces the fields that are there, at both levels; Meta's documentation
	 * contradicts itself.
	 */
	subscriptionWrites?: SubscriptionWrites;
	deliveryTimeoutMs?: number;
	handshakeTimeoutMs?: number;
	/** The size of a result page of /me/accounts, and the most that `limit` can ask for. */
	accountsPageSize?: number;
	/**
	 * How long the token of a login lasts; 5,400 by default, while people report about 60 days as
	 * well.
	 */
	loginTokenSeconds?: number;
	/** More routes on the same server. */
	routes?: (server: FastifyInstance) => void;
}

export interface App {
	id: string;
	secret: string;
	name: string;
	requireAppSecretProof: boolean;
	/** `refused`: the app-level edge does not take the object `instagram`. */
	instagramSubscriptions: 'allowed' | 'refused';
}

export interface NewPage {
	id?: string;
	name?: string;
	instagramAccount?: { id?: string; username?: string };
}

export interface Page {
	id: string;
	name: string;
	instagramAccount?: { id: string; username: string };
}

export interface NewToken {
	appId: string;
	kind?: TokenKind;
	pageIds?: string[];
	/** Reachable by ID but not listed in /me/accounts. */
	hiddenPageIds?: string[];
	scopes?: string[];
	/** Seconds; 0 is never. */
	expiresAt?: number;
	/** Seconds; 0 is never. */
	dataAccessExpiresAt?: number;
	tasks?: string[];
	/** Its Page tokens end with it. */
	isShortLived?: boolean;
}

/** A configuration of Facebook Login for Business: what is asked for, and which token comes out. */
export interface LoginConfiguration {
	id: string;
	appId: string;
	scopes: string[];
	tokenKind: 'user' | 'system_user';
	/** 0 is never. */
	tokenSeconds: number;
}

export interface NewLoginConfiguration {
	appId: string;
	scopes: string[];
	/** `system_user` by default. */
	tokenKind?: 'user' | 'system_user';
	/** 0, never, by default. */
	tokenSeconds?: number;
}

export interface AppSubscription {
	object: string;
	callback_url: string;
	active: boolean;
	fields: string[];
}

export interface NewAppSubscription {
	object: string;
	callback_url: string;
	fields: string[];
	active?: boolean;
}

/** Null leaves the key out, absence takes the default. */
export interface PostbackToSend {
	pageId: string;
	senderId?: string;
	userRef?: string;
	title?: string | null;
	payload?: string | null;
	mid?: string | null;
	referral?: unknown;
	timestamp?: number | string;
	channel?: Channel;
	standby?: boolean;
}

export interface EntryToSend {
	pageId: string;
	messaging?: unknown[];
	standby?: unknown[];
	changes?: unknown[];
	time?: number;
}

export interface EventsToSend {
	channel?: Channel;
	/** Only this app, if it is subscribed. */
	appId?: string;
	entries: EntryToSend[];
}

export interface TestButton {
	appId: string;
	object?: SubscribedObject;
	field?: string;
	value?: unknown;
}

export interface BodyToSend {
	appId: string;
	object?: SubscribedObject;
	/** Text and bytes are sent as they are, everything else is serialised as Meta does. */
	body: unknown;
	sign?: SignMode;
	url?: string;
	headers?: Record<string, string>;
}

export interface Redelivery {
	sign?: SignMode;
	url?: string;
}

export interface RedeliveryPolicy {
	attempts: number;
	/** The last one is used for all further attempts. */
	delaysMs?: number[];
}

/** One HTTP POST to a callback. */
export interface Delivery {
	id: string;
	appId: string;
	object: string;
	url: string;
	body: Buffer;
	signature: string | null;
	/** Null without an answer; `error` says why. */
	status: number | null;
	answer: string;
	error?: string;
	durationMs: number;
	attempt: number;
	redeliveryOf?: string;
}

export interface FaultAction {
	status?: number;
	/** An object is sent as JSON, text as it is. */
	body?: unknown;
	headers?: Record<string, string>;
	delayMs?: number;
	hang?: true;
	reset?: true;
	/** The effect happens, then the fault answers. */
	afterEffect?: true;
	/** Success is answered, nothing is written. */
	loseWrite?: true;
	beforeEffect?: () => void;
}

export interface Fault {
	method?: 'GET' | 'POST' | 'DELETE';
	/** Compared with the path without version; text matches anywhere in it. */
	path: RegExp | string;
	/** 1 by default. */
	times?: number;
	/** Matching calls that pass before the fault begins. */
	skip?: number;
	do: FaultAction;
}

/** One Graph call, with tokens and proofs taken out. */
export interface Call {
	at: number;
	method: string;
	/** Without version prefix and query. */
	path: string;
	version: string;
	query: Record<string, string>;
	body: Record<string, string>;
	tokenKind: 'app' | TokenKind | 'none' | 'unknown';
	tokenIn: 'header' | 'query' | 'body' | 'none';
	hasProof: boolean;
	hasProofTime: boolean;
	/** Null while unanswered, like the time of the answer. */
	status: number | null;
	answeredAt: number | null;
	isWrite: boolean;
}

export interface Meta {
	/** Goes into the credential. */
	readonly baseUrl: string;
	/** May be changed at run time. */
	options: { subscriptionWrites: SubscriptionWrites; loginTokenSeconds: number };
	addApp(app?: Partial<App>): App;
	addPage(page?: NewPage): Page;
	addToken(token: NewToken): string;
	addLoginConfiguration(configuration: NewLoginConfiguration): LoginConfiguration;
	pageToken(userToken: string, pageId: string): string;
	invalidateToken(token: string, why?: { code?: number; subcode?: number; message?: string }): void;
	addProfile(userId: string, profile: Record<string, unknown>): void;
	appSubscriptions(appId: string): AppSubscription[];
	/** Null: the app is not installed on the Page. */
	pageSubscription(pageId: string, appId: string): string[] | null;
	seedAppSubscription(appId: string, subscription: NewAppSubscription): void;
	seedPageSubscription(pageId: string, appId: string, fields: string[]): void;
	/** Both levels of every app and Page, sorted: two snapshots can be compared. */
	snapshot(): unknown;
	/** One delivery per app that is subscribed at both levels. */
	sendPostback(postback: PostbackToSend): Promise<Delivery[]>;
	sendEvents(events: EventsToSend): Promise<Delivery[]>;
	sendTestButton(test: TestButton): Promise<Delivery>;
	sendBody(body: BodyToSend): Promise<Delivery>;
	redeliver(delivery: Delivery, how?: Redelivery): Promise<Delivery>;
	deliveries(): Delivery[];
	setRedelivery(policy: RedeliveryPolicy | null): void;
	/** Resolves when no redelivery is under way. */
	settled(): Promise<void>;
	signFor(appId: string, bytes: Buffer): string;
	serialise(body: unknown): Buffer;
	addFault(fault: Fault): void;
	clearFaults(): void;
	getCalls(): Call[];
	clearCalls(): void;
	advanceClock(ms: number): void;
	setUsageHeaders(headers: Record<string, string> | null): void;
	stop(): Promise<void>;
}
