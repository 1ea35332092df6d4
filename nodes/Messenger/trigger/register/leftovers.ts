// EDGE: takes away what an earlier registration of the same trigger needed and the present one does
// not: channels, fields and Pages that an edit removed. What Meta refuses for good is a warning:
// events that nobody wants are left out, and the edit stands.
import { attempt } from '../../graph/attempt';
import type { Channel } from '../../graph/channel';
import { isLastingRefusal } from '../../graph/graphFailure';
import { ALL_CHANNELS, CHANNELS, ourFields } from '../events/fields';
import { pageFieldsOf } from '../members/wants';
import { pageFieldsInUse } from './pageSubscription';
import type { Registered } from './registered';
import { askOthers, recordOf, type Registrar } from './registrar';
import { surplusPagesText, surplusWebhookText } from './registrationTexts';
import { missingFrom, surplusFields } from './subscription';
import { unregisterChannel } from './unregister';
import { unregisterPages } from './unregisterPages';

export async function unregisterLeftovers(
	registrar: Registrar,
	before: Registered,
	now: Registered,
): Promise<void> {
	const { api, self, warn } = registrar;
	const surplus = (channel: Channel) => missingFrom(now.fields[channel] ?? [], before.fields[channel] ?? []);
	const channels = ALL_CHANNELS.filter((channel) => surplus(channel).length > 0);
	const lostPageIds = missingFrom(now.pageIds, before.pageIds);
	const surplusOnPages = missingFrom(pageFieldsOf(now.fields), pageFieldsOf(before.fields));
	if (channels.length === 0 && lostPageIds.length === 0) return;

	const records = await api.appRecords();
	const replies = await askOthers(registrar, records);
	for (const channel of channels) {
		const record = recordOf(records, channel);
		const { object } = CHANNELS[channel];
		const left = await attempt(async () => {
			if (now.fields[channel] === undefined) await unregisterChannel(registrar, channel, replies);
			else if (record !== null) {
				const fields = surplusFields({ record, channel, self, replies, candidates: surplus(channel) });
				await api.deleteAppFields(object, fields);
			}
		});
		if (left.ok) continue;
		if (!isLastingRefusal(left.failure)) throw left.failure;
		warn('webhookRemains', surplusWebhookText(left.failure.message, object));
	}
	const pageIds = surplusOnPages.length > 0 ? [...before.pageIds, ...now.pageIds] : lostPageIds;
	if (pageIds.length === 0) return;
	const remaining = await unregisterPages(registrar, [...new Set(pageIds)], (id) => ({
		unwanted: now.pageIds.includes(id) ? surplusOnPages : ourFields('messenger'),
		inUse: pageFieldsInUse(id, { self, records, replies }),
	}));
	if (remaining.ids?.length !== 0) {
		warn('pagesRemain', surplusPagesText(remaining.cause, remaining.ids ?? pageIds));
	}
}
