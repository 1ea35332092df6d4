// Decides what to write at Meta: wanted state and actual state to actions. Joining, leaving,
// owning; docs/ARCHITECTURE.md says by which rules.
import type { AppRecord } from '../../graph/appRecord';
import type { Channel } from '../../graph/channel';
import { ourFields } from '../events/fields';
import { hasAuthenticList, MAX_MEMBERS, parseCallback, type Callback } from '../members/callback';
import { endpointOf } from '../members/home';
import { answerOf, type MemberReply, type Replies } from '../members/memberReply';
import type { Wants } from '../members/wants';

/** The URL this trigger listens on. */
export interface Self {
	origin: string;
	path: string;
	/** Listening for a test event; such members come after the published ones. */
	isTest: boolean;
}

export interface Conflict {
	kind: 'conflict';
	why: 'otherHost' | 'oldAddress' | 'otherReceiver' | 'tooMany' | 'silentOwner';
	/** The receiver that is in the way, or that a test could not do without. */
	at: string;
}

/** Members, the owner first, and all fields of the object. */
export interface WriteApp {
	kind: 'write';
	members: string[];
	fields: string[];
}

export type RegisterPlan = { kind: 'nothing' } | WriteApp | Conflict;
export type UnregisterPlan = { kind: 'nothing' } | WriteApp | { kind: 'deleteFields'; fields: string[] };

/** The other members of all objects' callbacks on our origin. */
export function membersToAsk(self: Self, records: readonly AppRecord[]): string[] {
	const paths = records.flatMap((record) => ownCallback(self, record)?.members ?? []);
	return [...new Set(paths)].filter((path) => path !== self.path);
}

/**
 * The list of a callback on another origin that may be ours from before this n8n moved; null for
 * any other.
 */
export function callbackElsewhere(
	self: Self,
	record: AppRecord | null,
	mayReplace: boolean,
): Callback | null {
	const callback = record === null ? null : parseCallback(record.callbackUrl);
	if (callback === null || callback.origin === self.origin) return null;
	return mayReplace || callback.members.includes(self.path) ? callback : null;
}

export function isMember(self: Self, record: AppRecord | null): boolean {
	return record !== null && (ownCallback(self, record)?.members.includes(self.path) ?? false);
}

/** Whether Meta holds what we want for one object, whoever owns the callback. */
export function isInOrder(situation: {
	self: Self;
	record: AppRecord | null;
	wanted: readonly string[];
	/** Any of them may have signed the list. */
	secrets: readonly string[];
}): boolean {
	const { self, record, wanted, secrets } = situation;
	return (
		record !== null &&
		record.isActive &&
		isMember(self, record) &&
		hasAuthenticList(record.callbackUrl, secrets) &&
		missingFrom(record.fields, wanted).length === 0
	);
}

/**
 * Whose death would leave everybody without deliveries; null when it is ourselves, or nobody on our
 * origin.
 */
export function otherOwner(self: Self, record: AppRecord | null): string | null {
	const owner = record === null ? undefined : ownCallback(self, record)?.members[0];
	return owner === undefined || owner === self.path ? null : owner;
}

export function planRegister(situation: {
	self: Self;
	record: AppRecord | null;
	wanted: readonly string[];
	secrets: readonly string[];
	replies: Replies;
	/** What a callback on another origin answered there; empty when nobody asked. */
	elsewhere: Replies;
	mayReplace: boolean;
}): RegisterPlan {
	const { self, record, wanted, replies, elsewhere, mayReplace } = situation;
	const owner = otherOwner(self, record);
	const hasOwner = owner === null || replies.get(owner)?.answer !== 'gone';
	if (isInOrder(situation) && hasOwner) return { kind: 'nothing' };
	if (record === null) return { kind: 'write', members: [self.path], fields: [...wanted] };
	const fields = union(record.fields, wanted);
	const callback = parseCallback(record.callbackUrl);
	if (callback?.origin !== self.origin) {
		const conflict = mayReplace ? null : conflictElsewhere(self, record.callbackUrl, elsewhere);
		if (conflict !== null) return conflict;
		const here = (callback?.members ?? []).filter((path) => replies.get(path)?.answer === 'ours');
		return { kind: 'write', members: insertSelf(self, here, callback?.members ?? []), fields };
	}
	const others = callback.members.filter((path) => path !== self.path && answerOf(replies, path) !== 'gone');
	const foreign = others.find((path) => answerOf(replies, path) === 'foreign');
	if (foreign !== undefined && !mayReplace) {
		return { kind: 'conflict', why: 'otherReceiver', at: self.origin + foreign };
	}
	const staying = others.filter((path) => answerOf(replies, path) !== 'foreign');
	if (staying.length >= MAX_MEMBERS) return { kind: 'conflict', why: 'tooMany', at: record.callbackUrl };
	const members = ownerFirst(insertSelf(self, staying, callback.members), replies, self.path);
	const silent = self.isTest ? silentBehindTest(self, members, replies) : undefined;
	if (silent !== undefined) return { kind: 'conflict', why: 'silentOwner', at: self.origin + silent };
	return { kind: 'write', members, fields };
}

/** Others stay: the list without us. Nobody does: our fields end. */
export function planUnregister(situation: {
	self: Self;
	record: AppRecord | null;
	channel: Channel;
	replies: Replies;
}): UnregisterPlan {
	const { self, record, channel, replies } = situation;
	if (record === null || !isMember(self, record)) return { kind: 'nothing' };
	const staying = stayingOthers(self, record, replies).map(({ path }) => path);
	const surplus = surplusFields({ record, channel, self, replies, candidates: ourFields(channel) });
	if (staying.length === 0) return { kind: 'deleteFields', fields: surplus };
	const fields = record.fields.filter((field) => !surplus.includes(field));
	const members = ownerFirst(staying, replies, null);
	const silent = silentBehindTest(self, members, replies);
	return { kind: 'write', members: silent === undefined ? members : union([silent], members), fields };
}

/** Of these fields, the ones the object has although no other member of its callback needs them. */
export function surplusFields(situation: {
	record: AppRecord;
	channel: Channel;
	self: Self;
	replies: Replies;
	candidates: readonly string[];
}): string[] {
	const { record, channel, self, replies, candidates } = situation;
	const wants = stayingOthers(self, record, replies).map((one) => one.wants);
	if (wants.includes(null)) return [];
	const needed = wants.flatMap((one) => one?.fields[channel] ?? []);
	return record.fields.filter((field) => candidates.includes(field) && !needed.includes(field));
}

/**
 * The other members of one object's callback that stay when we go; `wants` is null where one may
 * need anything.
 */
export function stayingOthers(
	self: Self,
	record: AppRecord,
	replies: Replies,
): Array<{ path: string; wants: Wants | null }> {
	const members = ownCallback(self, record)?.members ?? [];
	return members
		.filter((path) => path !== self.path && answerOf(replies, path) !== 'gone')
		.map((path) => ({ path, wants: replies.get(path)?.wants ?? null }));
}

/** Null for a callback on another origin. */
export function ownCallback(self: Self, record: AppRecord): Callback | null {
	const callback = parseCallback(record.callbackUrl);
	return callback?.origin === self.origin ? callback : null;
}

// Our old address is taken over only if nobody answers there any more. A 4xx but "not found" is an
// answer of somebody.
function conflictElsewhere(self: Self, callbackUrl: string, elsewhere: Replies): Conflict | null {
	const isOurs = parseCallback(callbackUrl)?.members.includes(self.path) ?? false;
	if (!isOurs) return { kind: 'conflict', why: 'otherHost', at: callbackUrl };
	const replies = [...elsewhere.values()];
	const isAlive = ({ answer, status }: MemberReply) =>
		answer === 'ours' || answer === 'foreign' || (answer === 'sick' && status >= 400 && status < 500);
	const isDead = replies.length > 0 && !replies.some(isAlive);
	return isDead ? null : { kind: 'conflict', why: 'oldAddress', at: callbackUrl };
}

// Published members come first: a test ends soon, and the owner is the one every delivery depends
// on.
function insertSelf(self: Self, others: readonly string[], before: readonly string[]): string[] {
	if (before.includes(self.path)) {
		return before.filter((path) => path === self.path || others.includes(path));
	}
	if (self.isTest) return [...others, self.path];
	const published = others.filter((path) => !isTest(self, path));
	const tests = others.filter((path) => isTest(self, path));
	return [...published, self.path, ...tests];
}

function isTest(self: Self, path: string): boolean {
	return (endpointOf(path) === endpointOf(self.path)) === self.isTest;
}

/**
 * The first published member that gave no answer, where a test would be the owner before it. n8n
 * may not reach itself, while Meta reaches both: the test would take its taps and pass none on.
 */
function silentBehindTest(
	self: Self,
	[owner = self.path, ...others]: readonly string[],
	replies: Replies,
): string | undefined {
	if (!isTest(self, owner)) return undefined;
	return others.find((path) => !isTest(self, path) && (replies.get(path)?.status ?? 0) === 0);
}

// Meta verifies the owner during the write, so one that answers has to come first. We do ourselves
// while we join.
function ownerFirst(paths: readonly string[], replies: Replies, selfPath: string | null): string[] {
	const owner = paths.find((path) => path === selfPath || answerOf(replies, path) === 'ours');
	return owner === undefined ? [...paths] : [owner, ...paths.filter((path) => path !== owner)];
}

export function missingFrom(actual: readonly string[], wanted: readonly string[]): string[] {
	return wanted.filter((field) => !actual.includes(field));
}

export function union(first: readonly string[], second: readonly string[]): string[] {
	return [...new Set([...first, ...second])];
}
