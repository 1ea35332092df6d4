// EDGE: joins and leaves Meta's two levels. Reads the actual state, asks lib/subscription.ts what to do, and does it.
import { randomBytes } from 'node:crypto';
import { attempt } from './attempt';
import type { GraphApi, PageAccess } from './graphApi';
import type { HttpRequest } from './graphHttp';
import { mapInParallel } from './inParallel';
import { ALL_CHANNELS, CHANNELS, ourFields, wantedFields, type Channel } from './lib/fields';
import { isLastingRefusal } from './lib/graphFailure';
import {
	RegistrationRefused,
	conflictText,
	instagramRefusedText,
	lostWriteText,
	remainingPagesText,
} from './lib/registrationTexts';
import {
	isJoined,
	isMember,
	membersToAsk,
	planJoin,
	planLeave,
	planPageJoin,
	planPageLeave,
	type AppRecord,
	type Self,
} from './lib/subscription';
import { deriveVerifyToken } from './lib/verifyToken';
import { PARALLEL_PAGE_CALLS } from './pages';
import type { TriggerSettings } from './parameters';
import { askMember, type MemberReply } from './relay';

/** A write that somebody else's overtook is repeated this often. */
const MAX_ROUNDS = 3;

export interface Registrar {
	api: GraphApi;
	http: HttpRequest;
	app: { appId: string; appSecret: string };
	self: Self;
	settings: TriggerSettings;
	warn(message: string): void;
}

/** Whether Meta delivers to us already, at both levels. The Pages are asked for only when the app level is in order. */
export async function isRegistered(
	registrar: Registrar,
	findOwnPages: () => Promise<readonly PageAccess[]>,
): Promise<boolean> {
	const { api, self, settings } = registrar;
	const records = await api.appRecords();
	const isAtApp = settings.channels.every((channel) =>
		isJoined(self, recordOf(records, channel), fieldsFor(settings, channel)),
	);
	if (!isAtApp) return false;
	const pages = await findOwnPages();
	const missing = await mapInParallel(pages, PARALLEL_PAGE_CALLS, async (page) =>
		planPageJoin(await api.pageFields(page), fieldsFor(settings, 'messenger')),
	);
	return missing.every((fields) => fields === null);
}

/** Joins the app level first: until this trigger is in the list there, `unregister` has nothing to undo. */
export async function register(registrar: Registrar, pages: readonly PageAccess[]): Promise<void> {
	const { settings, warn } = registrar;
	for (const channel of settings.channels) {
		const joined = await attempt(async () => await joinApp(registrar, channel));
		if (joined.ok) continue;
		const fields = fieldsFor(settings, channel);
		const text =
			channel === 'instagram' ? instagramRefusedText(joined.failure, registrar.self, fields) : null;
		if (text === null) throw joined.failure;
		if (settings.channels.length === 1) throw new RegistrationRefused(text);
		warn(text);
	}
	await mapInParallel(pages, PARALLEL_PAGE_CALLS, async (page) => await subscribePage(registrar, page));
}

/** Null without a token to find them with. */
type FindOwnPages = () => Promise<readonly PageAccess[] | null>;

/**
 * Leaves both levels; nothing happens when this trigger is not in the list, whoever registered what. `findOwnPages` is
 * asked only when there is something to leave.
 */
export async function unregister(registrar: Registrar, findOwnPages: FindOwnPages): Promise<void> {
	const { api, self } = registrar;
	const records = await api.appRecords();
	const joined = ALL_CHANNELS.filter((channel) => isMember(self, recordOf(records, channel)));
	if (joined.length === 0) return;
	const replies = await askMembers(registrar, records, joined);
	// Pages before the app: a failure here leaves us in the list, so the next attempt finds everything again.
	await leavePages(registrar, replies, findOwnPages);
	for (const channel of joined) await leaveApp(registrar, channel, replies);
}

async function joinApp(registrar: Registrar, channel: Channel): Promise<void> {
	const { api, self, settings } = registrar;
	const wanted = fieldsFor(settings, channel);
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const records = await api.appRecords();
		const replies = await askMembers(registrar, records, [channel]);
		const plan = planJoin({
			self,
			record: recordOf(records, channel),
			wanted,
			answers: answersOf(replies),
			mayReplace: settings.mayReplaceCallback,
		});
		if (plan.kind === 'nothing') return;
		if (plan.kind === 'conflict') throw new RegistrationRefused(conflictText(plan, CHANNELS[channel].object));
		await writeApp(registrar, channel, plan);
	}
	const records = await api.appRecords();
	if (!isJoined(self, recordOf(records, channel), wanted)) {
		throw new RegistrationRefused(lostWriteText(CHANNELS[channel].object, 'app'));
	}
}

async function leaveApp(registrar: Registrar, channel: Channel, first: Replies): Promise<void> {
	const { api, self } = registrar;
	let replies = first;
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const records = await api.appRecords();
		if (round > 0) replies = await askMembers(registrar, records, [channel]);
		const plan = planLeave({
			self,
			record: recordOf(records, channel),
			ourFields: ourFields(channel),
			answers: answersOf(replies),
		});
		if (plan.kind === 'nothing') return;
		if (plan.kind === 'write') await writeApp(registrar, channel, plan);
		else await api.deleteAppFields(CHANNELS[channel].object, plan.fields);
		// With none of our fields left nothing is delivered here, though a record of others may keep the URL.
		if (plan.kind === 'deleteFields') return;
	}
}

async function writeApp(
	{ api, app }: Registrar,
	channel: Channel,
	plan: { callbackUrl: string; also: readonly string[]; fields: readonly string[] },
): Promise<void> {
	await api.writeAppRecord({
		object: CHANNELS[channel].object,
		callbackUrl: plan.callbackUrl,
		fields: plan.fields,
		verifyToken: deriveVerifyToken(app, plan.also),
	});
}

async function subscribePage({ api, settings }: Registrar, page: PageAccess): Promise<void> {
	const wanted = fieldsFor(settings, 'messenger');
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const fields = planPageJoin(await api.pageFields(page), wanted);
		if (fields === null) return;
		await api.writePageFields(page, fields);
	}
	if (planPageJoin(await api.pageFields(page), wanted) !== null) {
		throw new RegistrationRefused(lostWriteText(page.id, 'Page'));
	}
}

async function leavePages(
	{ api, settings, warn }: Registrar,
	replies: Replies,
	findOwnPages: FindOwnPages,
): Promise<void> {
	const staying = [...replies.values()].filter(({ answer }) => answer !== 'gone');
	// A member that does not say which Pages it needs may need any of them.
	if (staying.some(({ pageIds }) => pageIds === null)) return;
	// Those that others need, and then those that were left.
	const settled = new Set(staying.flatMap(({ pageIds }) => pageIds ?? []));
	const left = await attempt(async () => {
		const found = await findOwnPages();
		await mapInParallel(found ?? [], PARALLEL_PAGE_CALLS, async (page) => {
			if (settled.has(page.id)) return;
			const plan = planPageLeave(await api.pageFields(page), ourFields('messenger'));
			if (plan.kind === 'write') await api.writePageFields(page, plan.fields);
			if (plan.kind === 'detach') await api.detachPage(page);
			settled.add(page.id);
		});
		return found;
	});
	// A token that Meta refuses stays refused, and the app level needs none.
	if (!left.ok && !isLastingRefusal(left.failure)) throw left.failure;
	const remaining = settings.pageIds?.filter((id) => !settled.has(id)) ?? null;
	if (remaining?.length === 0 || (remaining === null && left.ok && left.value !== null)) return;
	const cause = left.ok ? null : left.failure.message;
	warn(remainingPagesText(cause, remaining, staying.length > 0));
}

type Replies = ReadonlyMap<string, MemberReply>;

/** Every other member of these objects' callbacks, asked by handshake. */
async function askMembers(
	{ http, app, self }: Registrar,
	records: readonly AppRecord[],
	channels: readonly Channel[],
): Promise<Replies> {
	const paths = new Set(channels.flatMap((channel) => membersToAsk(self, recordOf(records, channel))));
	const verifyToken = deriveVerifyToken(app, []);
	const replies = await mapInParallel([...paths], PARALLEL_PAGE_CALLS, async (path) => {
		const challenge = randomBytes(12).toString('hex');
		return [path, await askMember(http, self.origin, path, { verifyToken, challenge })] as const;
	});
	return new Map(replies);
}

function answersOf(replies: Replies) {
	return new Map([...replies].map(([path, { answer }]) => [path, answer]));
}

function fieldsFor(settings: TriggerSettings, channel: Channel): string[] {
	return wantedFields(channel, settings.events, settings.includesStandby);
}

function recordOf(records: readonly AppRecord[], channel: Channel): AppRecord | null {
	return records.find(({ object }) => object === CHANNELS[channel].object) ?? null;
}
