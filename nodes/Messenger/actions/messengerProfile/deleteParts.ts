// messengerProfile/delete: takes parts off a Page that has them.
import { arrayOf } from '../../graph/json';
import { textOf } from '../buttons/values';
import type { Operation } from '../item/action';
import { readAccount } from '../item/whom';
import { checkParts, deletionOf } from './changes';
import { menuNotes, otherwiseNotes, withNotes } from './notes';
import { profileLane, withProfile } from './openProfile';

export const deleteParts: Operation = (action, itemIndex) => {
	const account = readAccount(action.n8n, itemIndex);
	const parts = arrayOf(action.n8n.getNodeParameter('parts', itemIndex, [])).map(textOf);
	checkParts(parts);
	return {
		lane: profileLane(account),
		recipientId: null,
		run: async () =>
			await withProfile(action, account, async (open) => {
				const { pageId, channel } = open;
				const { profile: before } = await open.read();
				const { deleted, calls } = deletionOf(parts, before);
				for (const fields of calls) await open.remove(fields);
				const { profile: after } = await open.read();
				const left = deleted.filter((name) => after[name] !== undefined);
				const notes = [...otherwiseNotes(left), ...menuNotes(deleted, channel)];
				return { pageId, channel, deleted, before, after, ...withNotes(notes) };
			}),
	};
};
