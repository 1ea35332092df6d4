// EDGE: takes away what an earlier registration of the same trigger needed and the present one does
// not: channels, fields and Pages that an edit removed.
import { findPages } from '../../account/pages';
import type { Channel } from '../../graph/channel';
import { ALL_CHANNELS, CHANNELS, ourFields } from '../events/fields';
import { pageFieldsOf } from '../members/wants';
import { pageFieldsInUse } from './pageSubscription';
import type { Registered } from './registered';
import { askOthers, recordOf, type Registrar } from './registrar';
import { missingFrom, surplusFields } from './subscription';
import { unregisterChannel } from './unregister';
import { unregisterPages } from './unregisterPages';

export async function unregisterLeftovers(
	registrar: Registrar,
	before: Registered,
	now: Registered,
): Promise<void> {
	const { api, self } = registrar;
	const surplus = (channel: Channel) => missingFrom(now.fields[channel] ?? [], before.fields[channel] ?? []);
	const channels = ALL_CHANNELS.filter((channel) => surplus(channel).length > 0);
	const lostPageIds = missingFrom(now.pageIds, before.pageIds);
	const surplusOnPages = missingFrom(pageFieldsOf(now.fields), pageFieldsOf(before.fields));
	if (channels.length === 0 && lostPageIds.length === 0) return;

	const records = await api.appRecords();
	const replies = await askOthers(registrar, records);
	for (const channel of channels) {
		const record = recordOf(records, channel);
		if (now.fields[channel] === undefined) await unregisterChannel(registrar, channel, replies);
		else if (record !== null) {
			const fields = surplusFields({ record, channel, self, replies, candidates: surplus(channel) });
			await api.deleteAppFields(CHANNELS[channel].object, fields);
		}
	}
	const pageIds = surplusOnPages.length > 0 ? [...before.pageIds, ...now.pageIds] : lostPageIds;
	if (pageIds.length === 0) return;
	// One that the token no longer reaches cannot be left; deliveries from it are not taken.
	const { pages } = await findPages(api, [...new Set(pageIds)]);
	const failures = await unregisterPages(
		api,
		pages.map((page) => ({
			page,
			unwanted: now.pageIds.includes(page.id) ? surplusOnPages : ourFields('messenger'),
			inUse: pageFieldsInUse(page.id, { self, records, replies }),
		})),
	);
	for (const failure of failures.values()) throw failure;
}
