// messengerProfile/get: what a Page shows around its conversations, as `update` takes it.
import type { Operation } from '../item/action';
import { readAccount } from '../item/whom';
import { HIDDEN_GREETING, standingNotes, withNotes } from './notes';
import { profileLane, withProfile } from './openProfile';

export const get: Operation = (action, itemIndex) => {
	const account = readAccount(action.n8n, itemIndex);
	return {
		lane: profileLane(account),
		recipientId: null,
		run: async () =>
			await withProfile(action, account, async (open) => {
				const { profile, isGreetingHidden } = await open.read();
				const notes = [...standingNotes(profile), ...(isGreetingHidden ? [HIDDEN_GREETING] : [])];
				return { pageId: open.pageId, channel: open.channel, profile, ...withNotes(notes) };
			}),
	};
};
