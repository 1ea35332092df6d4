// EDGE: leaves Meta's two levels, and takes only what nobody else needs. What the other members
// depend on comes first.
import type { AppRecord } from '../../graph/appRecord';
import type { Channel } from '../../graph/channel';
import { ALL_CHANNELS, CHANNELS, ourFields } from '../events/fields';
import type { Replies } from '../members/memberReply';
import { pageFieldsInUse } from './pageSubscription';
import { askOthers, MAX_ROUNDS, recordOf, writeApp, type Registrar } from './registrar';
import { lostWriteText, RegistrationRefused, remainingPagesText } from './registrationTexts';
import { isMember, planUnregister, type UnregisterPlan } from './subscription';
import { unregisterPages } from './unregisterPages';

/**
 * Nothing happens when this trigger is not in the list, whoever registered what, unless
 * `wasRegistered`: then another trigger has dropped it from there, and its Pages are left all the
 * same. `pageIds` null means every Page of the token.
 */
export async function unregister(
	registrar: Registrar,
	{ wasRegistered, pageIds }: { wasRegistered: boolean; pageIds: readonly string[] | null },
): Promise<void> {
	const { api, self } = registrar;
	const records = await api.appRecords();
	const joined = ALL_CHANNELS.filter((channel) => isMember(self, recordOf(records, channel)));
	if (joined.length === 0 && !wasRegistered) return;
	const replies = await askOthers(registrar, records);
	const isShared = (channel: Channel) => planOf(registrar, records, channel, replies).kind === 'write';
	const shared = joined.filter(isShared);
	const alone = joined.filter((channel) => !isShared(channel));
	for (const channel of shared) await unregisterChannel(registrar, channel, replies);
	// As the last one the Pages before the app: a failure here leaves us in the list, and the next
	// attempt finds all again.
	await unregisterOwnPages(registrar, { records, replies, pageIds, hasOthers: shared.length > 0 });
	for (const channel of alone) await unregisterChannel(registrar, channel, replies);
}

export async function unregisterChannel(
	registrar: Registrar,
	channel: Channel,
	first: Replies,
): Promise<void> {
	const { api } = registrar;
	const { object } = CHANNELS[channel];
	let replies = first;
	let surplus: string[] = [];
	for (let round = 0; round <= MAX_ROUNDS; round++) {
		const records = await api.appRecords();
		if (round > 0) replies = await askOthers(registrar, records);
		const plan = planOf(registrar, records, channel, replies);
		const fields = recordOf(records, channel)?.fields ?? [];
		if (plan.kind === 'nothing') {
			// Where Meta adds to what is there, the write took no field away.
			await api.deleteAppFields(
				object,
				fields.filter((field) => surplus.includes(field)),
			);
			return;
		}
		if (plan.kind === 'deleteFields') {
			await api.deleteAppFields(object, plan.fields);
			// With none of our fields left nothing is delivered here, though a record of others may keep
			// the URL.
			return;
		}
		if (round === MAX_ROUNDS) break;
		surplus = fields.filter((field) => !plan.fields.includes(field));
		await writeApp(registrar, channel, plan);
	}
	throw new RegistrationRefused(lostWriteText(object, 'app'));
}

function planOf(
	{ self }: Registrar,
	records: readonly AppRecord[],
	channel: Channel,
	replies: Replies,
): UnregisterPlan {
	return planUnregister({ self, record: recordOf(records, channel), channel, replies });
}

async function unregisterOwnPages(
	registrar: Registrar,
	situation: {
		records: readonly AppRecord[];
		replies: Replies;
		pageIds: readonly string[] | null;
		hasOthers: boolean;
	},
): Promise<void> {
	const { records, replies, pageIds, hasOthers } = situation;
	const { self, warn } = registrar;
	const remaining = await unregisterPages(registrar, pageIds, (id) => ({
		unwanted: ourFields('messenger'),
		inUse: pageFieldsInUse(id, { self, records, replies }),
	}));
	if (remaining.ids?.length !== 0) {
		warn('pagesRemain', remainingPagesText(remaining.cause, remaining.ids, hasOthers));
	}
}
