/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// What `startMeta` takes and gives, and the words of its verbs.
import type { FastifyInstance } from 'fastify';
import type { Call, Fault } from './callTypes.ts';
import type {
	BodyToSend,
	Delivery,
	EventsToSend,
	PostbackToSend,
	Redelivery,
	RedeliveryPolicy,
	TestButton,
} from './deliveryTypes.ts';
import type { MessengerProfile } from './profileStore.ts';
import type { NewPerson, SentAction, SentMessage } from './sendingTypes.ts';

export type Channel = 'messenger' | 'instagram';
export type SubscribedObject = 'page' | 'instagram';
export type SubscriptionWrites = 'replace' | 'merge';
export type TokenKind = 'user' | 'system_user' | 'page';
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
	/** For a picture or video of a message. */
	mediaTimeoutMs?: number;
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
	/** Whether Meta has granted it the profiles of people. */
	readsProfiles: boolean;
}

/** What keeps a Page from sending; may be changed at run time. */
export interface PageTroubles {
	/** Meta has barred it. */
	isRestricted?: boolean;
	/** Its owner has switched off the access of apps. */
	refusesInstagramMessages?: boolean;
	/** ID of the app that is the primary receiver: no other writes the profile. */
	primaryReceiver?: string;
}

export interface NewPage extends PageTroubles {
	id?: string;
	name?: string;
	instagramAccount?: { id?: string; username?: string };
}

export interface Page extends PageTroubles {
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
	/** The person behind the token loses their role on the Page, and the token the Page. */
	closePage(token: string, pageId: string): void;
	/** Whom a Page can write to, and until when. Whoever taps or writes is known without it. */
	addPerson(person: NewPerson): void;
	/** What the Send API took, in order. */
	sentMessages(): SentMessage[];
	/** Gives the function that ends it. */
	onMessageSent(listener: (sent: SentMessage) => void): () => void;
	sentActions(): SentAction[];
	onActionSent(listener: (sent: SentAction) => void): () => void;
	/** Meta's parameters by name; those that are not set are not there. Messenger by default. */
	messengerProfile(pageId: string, channel?: Channel): MessengerProfile;
	/** In place of what is there, unchecked. */
	seedMessengerProfile(pageId: string, profile: MessengerProfile, channel?: Channel): void;
	/** Null: the person sees the menu of the Page. */
	personMenu(pageId: string, psid: string): unknown;
	/** A profile, or the menu of a person. Gives the function that ends it. */
	onProfileChanged(listener: (pageId: string) => void): () => void;
	/** As if ten minutes had passed since the last call that was counted. */
	refillBudgets(): void;
	/** Null: Meta knows the person and has no profile. */
	addProfile(userId: string, profile: Record<string, unknown> | null): void;
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
	/** Resolves when no redelivery and no echo is under way. */
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
