// Taps as the trigger puts them out, of people the simulator knows.
import type { IDataObject } from 'n8n-workflow';
import type { Channel, Meta, Page } from '../../sandbox/meta/index.ts';
import { aBody, anEntry, aPostbackEvent } from './delivery';
import { openFilters, readBody } from './settings';

export interface TapOptions {
	senderId?: string;
	userRef?: string;
	channel?: Channel;
	form?: 'simplified' | 'flat' | 'raw';
}

/** An item of the trigger; whoever made the tap can be answered at the simulator. */
export function aTapItem(meta: Meta, page: Page, options: TapOptions = {}): IDataObject {
	const { senderId = 'PSID-1', userRef, channel = 'messenger', form = 'simplified' } = options;
	const accountId = channel === 'messenger' ? page.id : (page.instagramAccount?.id ?? '');
	const sender = userRef === undefined ? { id: senderId } : { user_ref: userRef };
	meta.addPerson({ pageId: page.id, channel, ...(userRef === undefined ? { id: senderId } : { userRef }) });
	const event = aPostbackEvent({ sender, recipient: { id: accountId } });
	const object = channel === 'messenger' ? 'page' : 'instagram';
	const body = aBody({ object, entry: [anEntry({ id: accountId, messaging: [event] })] });
	const [item] = readBody(body, openFilters(), form).items;
	return item as IDataObject;
}
