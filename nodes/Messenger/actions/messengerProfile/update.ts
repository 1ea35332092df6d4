// messengerProfile/update: reads, writes what differs, and looks whether Meta holds it.
import type { IExecuteFunctions } from 'n8n-workflow';
import { isObject, type JsonObject } from '../../graph/json';
import type { Operation } from '../item/action';
import { readText } from '../item/parameters';
import { readAccount } from '../item/whom';
import { refused } from '../refusals/actionFailure';
import { changesFor, differing } from './changes';
import { menuNotes, otherwiseNotes, standingNotes, withNotes } from './notes';
import { profileLane, withProfile } from './openProfile';
import { partsOfJson, wantedProfile } from './wantedProfile';

export const update: Operation = (action, itemIndex) => {
	const account = readAccount(action.n8n, itemIndex);
	const wanted = wantedProfile(readParts(action.n8n, itemIndex), account.channel);
	return {
		lane: profileLane(account),
		recipientId: null,
		run: async () =>
			await withProfile(action, account, async (open) => {
				const { pageId, channel } = open;
				const before = await open.read();
				if (before.isGreetingHidden && wanted.greeting !== undefined) {
					throw refused(
						`Meta does not show the greeting of Page ${pageId}, so it cannot be compared`,
						"Take 'Greeting' out of 'Parts', and set it in the Page's own inbox settings. Nothing was written.",
					);
				}
				const { changed, write } = changesFor(wanted, before.profile, channel);
				if (write !== null) await open.write(write);
				const { profile: after } = await open.read();
				const notes = [
					...otherwiseNotes(differing(wanted, after)),
					...menuNotes(changed, channel),
					...(changed.includes('iceBreakers') ? standingNotes(after) : []),
				];
				return { pageId, channel, changed, before: before.profile, after, ...withNotes(notes) };
			}),
	};
};

function readParts(n8n: IExecuteFunctions, itemIndex: number): JsonObject {
	if (readText(n8n, 'specifyProfile', itemIndex) === 'json') {
		return partsOfJson(n8n.getNodeParameter('profileJson', itemIndex, ''));
	}
	const parts = n8n.getNodeParameter('profile', itemIndex, {});
	return isObject(parts) ? parts : {};
}
