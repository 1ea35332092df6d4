// link/create: a link to a conversation. Meta is asked only for a user name that was not typed.
import type { Operation, Task } from '../item/action';
import { withPage } from '../item/pageCall';
import { readText } from '../item/parameters';
import { readAccount, readChannel } from '../item/whom';
import { refused } from '../refusals/actionFailure';
import { encodedRef, linkTo, readUsername } from './link';

export const create: Operation = (action, itemIndex): Task => {
	const { n8n } = action;
	const channel = readChannel(n8n, itemIndex);
	const ref = readText(n8n, 'ref', itemIndex).trim();
	encodedRef(ref, channel);
	const typed = channel === 'instagram' ? readText(n8n, 'username', itemIndex) : '';
	if (typed.trim() !== '') {
		const link = linkTo(channel, readUsername(typed), ref);
		return { lane: link, recipientId: null, run: async () => ({ link, channel, ref }) };
	}
	const account = readAccount(n8n, itemIndex);
	const { accountId } = account;
	if (channel === 'messenger') {
		const link = linkTo(channel, accountId, ref);
		return { lane: link, recipientId: null, run: async () => ({ link, channel, ref, accountId }) };
	}
	return {
		lane: `${channel}/${accountId}`,
		recipientId: null,
		run: async () =>
			await withPage(action, account, async ({ page }) => {
				const { id, username } = page.instagram ?? { id: accountId, username: null };
				if (username !== null) return { link: linkTo(channel, username, ref), channel, ref, accountId: id };
				throw refused(
					`Meta does not tell the user name of the Instagram account of Page ${page.id}`,
					"Enter it in 'Username', or give the token the permission instagram_basic.",
				);
			}),
	};
};
