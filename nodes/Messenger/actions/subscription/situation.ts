// PURE: what was found at Meta and on this n8n: the app's webhooks, who answers where, the Pages.
import type { AppRecord } from '../../graph/appRecord';
import type { Channel } from '../../graph/channel';
import type { GraphFailure, MetaError } from '../../graph/graphFailure';
import type { JsonObject } from '../../graph/json';
import { ALL_CHANNELS, CHANNELS, type EventKind } from '../../trigger/events/fields';
import type { RoutingOptions, Rule } from '../../trigger/events/routing';
import { parseCallback, type Callback } from '../../trigger/members/callback';
import type { Replies } from '../../trigger/members/memberReply';
import { rememberedMembers, type Remembered } from './remembered';

/** A trigger of the workflow that the check is in. */
export interface WorkflowTrigger {
	name: string;
	/** Of its published webhook. */
	path: string;
	/** Null when an expression failed. */
	settings: ListeningSettings | null;
	/** Of the same app, as far as can be told without asking it. */
	sharesCredential: boolean;
}

/** What of a trigger's settings decides what arrives, and where it leaves. */
export interface ListeningSettings {
	channels: readonly Channel[];
	isManual: boolean;
	/** Null takes every Page. */
	pageIds: readonly string[] | null;
	events: readonly EventKind[];
	/** Null sends everything to a single output. */
	rules: readonly Rule[] | null;
	routing: RoutingOptions;
	parsesPayload: boolean;
}

export interface Situation {
	/** Of this n8n, as its webhooks have it. */
	origin: string;
	records: readonly AppRecord[];
	/** Of everybody that is or was in a list, and of the workflow's triggers, at our origin. */
	replies: Replies;
	/** Of a callback that may be at our old address, there. */
	elsewhere: Replies;
	triggers: readonly WorkflowTrigger[];
	remembered: Remembered | null;
	/** Any of them may have signed a list. */
	secrets: readonly string[];
}

/** What Meta holds for a channel, with the callback taken apart. */
export interface ChannelState {
	channel: Channel;
	object: string;
	record: AppRecord | null;
	/** Null without a record, or for a URL that is none. */
	callback: Callback | null;
	isOnOurHost: boolean;
	/** On another host, where this n8n was before. */
	isAtOldAddress: boolean;
}

export function channelState(situation: Situation, channel: Channel): ChannelState {
	const { origin, records } = situation;
	const { object } = CHANNELS[channel];
	const record = records.find((one) => one.object === object) ?? null;
	const callback = record === null ? null : parseCallback(record.callbackUrl);
	const isOnOurHost = callback?.origin === origin;
	const isFormer = formerCallbacks(situation).some((one) => one.origin === callback?.origin);
	return {
		channel,
		object,
		record,
		callback,
		isOnOurHost,
		isAtOldAddress: isFormer && !answersElsewhere(situation),
	};
}

/** Somebody who answers there may be another n8n with a copy of the same workflows. */
function answersElsewhere({ elsewhere }: Situation): boolean {
	return [...elsewhere.values()].some(
		({ answer, status }) =>
			answer === 'ours' || answer === 'foreign' || (answer === 'sick' && status >= 400 && status < 500),
	);
}

/** Of our triggers, told without Meta. */
export function knownPaths({ triggers, remembered }: Pick<Situation, 'triggers' | 'remembered'>): string[] {
	return [...triggers.map(({ path }) => path), ...rememberedMembers(remembered)];
}

/** Everybody in the lists at Meta, on whatever host. */
export function listedPaths(records: readonly AppRecord[]): string[] {
	const objects: readonly string[] = ALL_CHANNELS.map((channel) => CHANNELS[channel].object);
	const ofOurs = records.filter(({ object }) => objects.includes(object));
	return [...new Set(ofOurs.flatMap(({ callbackUrl }) => parseCallback(callbackUrl)?.members ?? []))];
}

/** Callbacks on another host that this n8n may have been at. */
export function formerCallbacks(known: {
	origin: string;
	records: readonly AppRecord[];
	triggers: readonly WorkflowTrigger[];
	remembered: Remembered | null;
}): Callback[] {
	const { origin, records } = known;
	const ours = knownPaths(known);
	return records
		.flatMap(({ callbackUrl }) => parseCallback(callbackUrl) ?? [])
		.filter((callback) => callback.origin !== origin && callback.members.some((path) => ours.includes(path)));
}

/** What a call to Meta gave. */
export type Reading<Value> = { ok: true; value: Value } | { ok: false; failure: GraphFailure };

/** What Meta showed of one Page. */
export interface SeenPage {
	page: { id: string; name: string; instagramId: string | null };
	/** The app's fields there; null when it is not installed. */
	fields: Reading<string[] | null>;
	/** In the spelling of a Page's subscription. */
	needed: string[];
	/** Of the channels that were asked for. */
	profiles: Partial<Record<Channel, Reading<JsonObject>>>;
}

export interface SeenPages {
	pages: SeenPage[];
	/** That the token does not open. */
	unreachable: ReadonlyArray<{ id: string; error: MetaError | null }>;
}
