// Decides what to write at Meta: wanted state and actual state to actions. Joining, leaving, owning; see design §5.
import { formatCallback, parseCallback, MAX_MEMBERS } from './callback';

/** What Meta holds for one object of the app. */
export interface AppRecord {
	object: string;
	callbackUrl: string;
	isActive: boolean;
	fields: string[];
}

/** The URL this trigger listens on. */
export interface Self {
	origin: string;
	path: string;
	/** Listening for a test event; such members come after the published ones. */
	isTest: boolean;
}

/** How a URL on our origin answered a handshake with our verify token. */
export type MemberAnswer = 'ours' | 'gone' | 'foreign' | 'unreachable';
export type MemberAnswers = ReadonlyMap<string, MemberAnswer>;

export interface Conflict {
	kind: 'conflict';
	why: 'otherHost' | 'otherReceiver' | 'unreachable' | 'tooMany';
	callbackUrl: string;
}

export interface WriteApp {
	kind: 'write';
	callbackUrl: string;
	/** The `also` list in that URL, which the verify token covers. */
	also: string[];
	fields: string[];
}

export type JoinPlan = { kind: 'nothing' } | WriteApp | Conflict;
export type LeavePlan = { kind: 'nothing' } | WriteApp | { kind: 'deleteFields'; fields: string[] };

/** The members of this record that have to be asked before joining or leaving. */
export function membersToAsk(self: Self, record: AppRecord | null): string[] {
	const callback = record === null ? null : parseCallback(record.callbackUrl);
	if (callback?.origin !== self.origin) return [];
	return callback.members.filter((path) => path !== self.path);
}

export function isMember(self: Self, record: AppRecord | null): boolean {
	const callback = record === null ? null : parseCallback(record.callbackUrl);
	return callback?.origin === self.origin && callback.members.includes(self.path);
}

/** Whether Meta already delivers these fields to us: what `checkExists` answers for one object. */
export function isJoined(self: Self, record: AppRecord | null, fields: readonly string[]): boolean {
	return (
		record !== null &&
		record.isActive &&
		isMember(self, record) &&
		missingFrom(record.fields, fields).length === 0
	);
}

export function planJoin(situation: {
	self: Self;
	record: AppRecord | null;
	wanted: readonly string[];
	answers: MemberAnswers;
	mayReplace: boolean;
}): JoinPlan {
	const { self, record, wanted, answers, mayReplace } = situation;
	if (isJoined(self, record, wanted)) return { kind: 'nothing' };
	if (record === null) return write(self.origin, [self.path], wanted);
	const fields = union(record.fields, wanted);
	const { callbackUrl } = record;
	const callback = parseCallback(callbackUrl);
	if (callback?.origin !== self.origin) {
		return mayReplace
			? write(self.origin, [self.path], fields)
			: { kind: 'conflict', why: 'otherHost', callbackUrl };
	}
	const others = callback.members.filter((path) => path !== self.path && answers.get(path) !== 'gone');
	// One that cannot be asked may be a workflow of ours, so not even 'replace' may drop it.
	if (others.some((path) => (answers.get(path) ?? 'unreachable') === 'unreachable')) {
		return { kind: 'conflict', why: 'unreachable', callbackUrl };
	}
	if (!mayReplace && others.some((path) => answers.get(path) === 'foreign')) {
		return { kind: 'conflict', why: 'otherReceiver', callbackUrl };
	}
	const ours = others.filter((path) => answers.get(path) === 'ours');
	if (ours.length >= MAX_MEMBERS) return { kind: 'conflict', why: 'tooMany', callbackUrl };
	return write(self.origin, insertSelf(self, ours, callback.members), fields);
}

export function planLeave(situation: {
	self: Self;
	record: AppRecord | null;
	ourFields: readonly string[];
	answers: MemberAnswers;
}): LeavePlan {
	const { self, record, ourFields, answers } = situation;
	const callback = record === null ? null : parseCallback(record.callbackUrl);
	if (record === null || callback === null || !isMember(self, record)) return { kind: 'nothing' };
	const staying = callback.members.filter((path) => path !== self.path && answers.get(path) !== 'gone');
	if (staying.length > 0) return write(self.origin, ownerFirst(staying, answers), record.fields);
	return { kind: 'deleteFields', fields: record.fields.filter((field) => ourFields.includes(field)) };
}

/** A Page's fields after joining, or null when nothing has to be written. */
export function planPageJoin(actual: readonly string[] | null, wanted: readonly string[]): string[] | null {
	return missingFrom(actual ?? [], wanted).length === 0 && actual !== null
		? null
		: union(actual ?? [], wanted);
}

export type PageLeavePlan = { kind: 'nothing' } | { kind: 'write'; fields: string[] } | { kind: 'detach' };

/** A write of the Page's remaining fields. Detaching ends every field, so only when nothing of somebody else remains. */
export function planPageLeave(actual: readonly string[] | null, ourFields: readonly string[]): PageLeavePlan {
	if (actual === null) return { kind: 'nothing' };
	const remaining = actual.filter((field) => !ourFields.includes(field));
	if (remaining.length === actual.length) return { kind: 'nothing' };
	return remaining.length === 0 ? { kind: 'detach' } : { kind: 'write', fields: remaining };
}

// Published members come first: a test ends soon, and the owner is the one every delivery depends on.
function insertSelf(self: Self, others: readonly string[], before: readonly string[]): string[] {
	if (self.isTest) return [...others, self.path];
	if (before.includes(self.path)) {
		return before.filter((path) => path === self.path || others.includes(path));
	}
	const published = others.filter((path) => isSameEndpoint(path, self.path));
	const tests = others.filter((path) => !isSameEndpoint(path, self.path));
	return [...published, self.path, ...tests];
}

/**
 * n8n serves published and test webhooks below different, configurable paths; what stands before the webhook's own two
 * segments tells them apart without knowing the names.
 */
function isSameEndpoint(path: string, other: string): boolean {
	return endpointOf(path) === endpointOf(other);
}

function endpointOf(path: string): string {
	return path.split('/').slice(0, -2).join('/');
}

// Meta verifies the new owner during the write, so one that answers has to come first.
function ownerFirst(paths: readonly string[], answers: MemberAnswers): string[] {
	const owner = paths.find((path) => answers.get(path) === 'ours');
	return owner === undefined ? [...paths] : [owner, ...paths.filter((path) => path !== owner)];
}

function write(origin: string, members: string[], fields: readonly string[]): WriteApp {
	return {
		kind: 'write',
		callbackUrl: formatCallback({ origin, members }),
		also: members.slice(1),
		fields: [...fields],
	};
}

function missingFrom(actual: readonly string[], wanted: readonly string[]): string[] {
	return wanted.filter((field) => !actual.includes(field));
}

function union(first: readonly string[], second: readonly string[]): string[] {
	return [...new Set([...first, ...second])];
}
