// EDGE: registers at Meta's two levels. Reads the actual state, asks subscription.ts what to do,
// does it, and looks whether it lasted.
import type { AppRecord } from '../../graph/appRecord';
import { attempt } from '../../graph/attempt';
import type { Channel } from '../../graph/channel';
import type { PageAccess } from '../../graph/graphApi';
import type { GraphFailure } from '../../graph/graphFailure';
import { allOrFirstFailure, mapInParallel } from '../../graph/inParallel';
import { CHANNELS } from '../events/fields';
import type { Replies } from '../members/memberReply';
import { askMembers } from '../members/members';
import { pause } from '../pause';
import { unregisterLeftovers } from './leftovers';
import type { Registered } from './registered';
import { registerPages } from './registerPages';
import { askOthers, fieldsOf, MAX_ROUNDS, recordOf, wishOf, writeApp, type Registrar } from './registrar';
import { conflictText, instagramRefusedText, lostWriteText, RegistrationRefused } from './registrationTexts';
import { callbackElsewhere, isInOrder, missingFrom, otherOwner, planRegister, union } from './subscription';

/** Two processes that write in turns must not look again in step. */
const LOOK_AGAIN_SPREAD_MS = 1_000;

/** Whether Meta has this trigger in the app's callback already, and an owner that passes on. */
export async function isAppInOrder(registrar: Registrar): Promise<boolean> {
	const { api, settings } = registrar;
	const records = await api.appRecords();
	const isInList = settings.channels.every((channel) => isChannelInOrder(registrar, records, channel));
	return isInList && (await hasLivingOwners(registrar, records));
}

/**
 * The app level first: until this trigger is in the list there, `unregister` has nothing to undo.
 * Then the Pages, while the app level is looked at again; then what an earlier registration of the
 * same trigger no longer needs.
 */
export async function register(
	registrar: Registrar,
	found: { records: readonly AppRecord[]; pages: readonly PageAccess[]; before: Registered | null },
): Promise<Registered> {
	const { records, pages, before } = found;
	const app = new AppRegistration(registrar);
	const isWritten = await app.round(records);
	const [subscribed] = await allOrFirstFailure([
		registerPages(registrar, pages, before),
		isWritten ? app.confirm() : Promise.resolve(),
	] as const);
	// Without a token that shows Pages, all of them; one that Meta refuses, and that worked before.
	const isKept = (id: string) =>
		registrar.settings.pageIds?.includes(id) ?? (pages.length === 0 || pages.some((page) => page.id === id));
	const now = registeredAs(registrar, subscribed, before, isKept);
	if (before !== null) await unregisterLeftovers(registrar, before, now);
	return now;
}

/**
 * Of what was registered before, the Pages that are kept stay noted though nobody can look at them.
 * Which account belongs to which of them is not known, so all accounts stay with them.
 */
export function registeredAs(
	registrar: Registrar,
	subscribed: readonly PageAccess[],
	before: Registered | null,
	isKept: (pageId: string) => boolean,
): Registered {
	const pageIds = subscribed.map(({ id }) => id);
	const instagramIds = subscribed.flatMap(({ instagram }) => instagram?.id ?? []);
	const kept = missingFrom(pageIds, before?.pageIds ?? []).filter(isKept);
	return {
		...wishOf(registrar),
		pageIds: [...pageIds, ...kept],
		instagramIds: kept.length === 0 ? instagramIds : union(instagramIds, before?.instagramIds ?? []),
	};
}

/** The app level: rounds of writing and looking, until it holds what we want. */
class AppRegistration {
	private readonly registrar: Registrar;
	private channels: Channel[];
	private writeMs = 0;

	constructor(registrar: Registrar) {
		this.registrar = registrar;
		this.channels = [...registrar.settings.channels];
	}

	/** Writes what is missing; whether that was anything. */
	async round(records: readonly AppRecord[]): Promise<boolean> {
		const { registrar } = this;
		const replies = await askOthers(registrar, records);
		const plans = await mapInParallel(this.channels, this.channels.length, async (channel) => ({
			channel,
			plan: await this.planOf(channel, records, replies),
		}));
		const begun = Date.now();
		const writes = plans.map(async ({ channel, plan }) => {
			if (plan.kind !== 'write') return;
			const written = await attempt(async () => await writeApp(registrar, channel, plan));
			if (!written.ok) this.refused(channel, written.failure);
		});
		await allOrFirstFailure(writes);
		this.writeMs = Date.now() - begun;
		return plans.some(({ channel, plan }) => plan.kind === 'write' && this.channels.includes(channel));
	}

	/** At once, and again after another process had time for a write of its own. */
	async confirm(): Promise<void> {
		const { api } = this.registrar;
		for (let round = 1; ; round++) {
			let records = await api.appRecords();
			if (this.isInOrder(records)) {
				await pause(this.writeMs + Math.random() * LOOK_AGAIN_SPREAD_MS);
				records = await api.appRecords();
				if (this.isInOrder(records)) return;
			}
			if (round === MAX_ROUNDS) break;
			await this.round(records);
		}
		const objects = this.channels.map((channel) => CHANNELS[channel].object).join("' and '");
		throw new RegistrationRefused(lostWriteText(objects, 'app'));
	}

	private isInOrder(records: readonly AppRecord[]): boolean {
		return this.channels.every((channel) => isChannelInOrder(this.registrar, records, channel));
	}

	private async planOf(channel: Channel, records: readonly AppRecord[], replies: Replies) {
		const { asker, credential, self, settings } = this.registrar;
		const record = recordOf(records, channel);
		const old = callbackElsewhere(self, record, settings.mayReplaceCallback);
		const others = old?.members.filter((path) => path !== self.path) ?? [];
		const [elsewhere, here] = await Promise.all([
			old === null ? new Map() : askMembers(asker, old.origin, old.members),
			askMembers(asker, self.origin, others),
		]);
		const plan = planRegister({
			self,
			record,
			wanted: fieldsOf(settings)[channel] ?? [],
			secrets: credential.signingSecrets,
			replies: new Map([...replies, ...here]),
			elsewhere,
			mayReplace: settings.mayReplaceCallback,
		});
		if (plan.kind === 'conflict') throw new RegistrationRefused(conflictText(plan, CHANNELS[channel].object));
		return plan;
	}

	/** Some apps have to set Instagram up otherwise; Messenger goes on without it. */
	private refused(channel: Channel, failure: GraphFailure): void {
		const { self, settings, warn } = this.registrar;
		const fields = fieldsOf(settings).instagram ?? [];
		const text = channel === 'instagram' ? instagramRefusedText(failure, self, fields) : null;
		if (text === null) throw failure;
		if (settings.channels.length === 1) throw new RegistrationRefused(text);
		warn('instagramRefused', text);
		this.channels = this.channels.filter((one) => one !== channel);
	}
}

function isChannelInOrder(
	{ self, settings, credential }: Registrar,
	records: readonly AppRecord[],
	channel: Channel,
): boolean {
	return isInOrder({
		self,
		record: recordOf(records, channel),
		wanted: fieldsOf(settings)[channel] ?? [],
		secrets: credential.signingSecrets,
	});
}

/** A dead owner takes all members' deliveries with it. */
async function hasLivingOwners(
	{ asker, self, settings }: Registrar,
	records: readonly AppRecord[],
): Promise<boolean> {
	const owners = settings.channels.flatMap((channel) => otherOwner(self, recordOf(records, channel)) ?? []);
	const replies = await askMembers(asker, self.origin, [...new Set(owners)]);
	return [...replies.values()].every(({ answer }) => answer !== 'gone');
}
