// Buttons with which Messenger does something itself: what the person did by one, and what Meta
// tells of it, if anything.
import { randomInt, randomUUID } from 'node:crypto';
import type { Button } from './messageContents.ts';

/** `fact` is what the event has besides sender, recipient and time; null when nobody is told. */
export interface AppAct {
	words: string;
	fact: Record<string, unknown> | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function actOf(button: Exclude<Button, { does: 'tap' }>): AppAct {
	switch (button.does) {
		case 'open':
			return { words: `The app would open ${button.target}`, fact: null };
		case 'call':
			return { words: `The app would call ${button.target}`, fact: null };
		case 'logIn': {
			const linking = { status: 'linked', authorization_code: randomUUID() };
			return { words: `Logged in at ${button.target}`, fact: { account_linking: linking } };
		}
		case 'logOut':
			return { words: 'Logged out', fact: { account_linking: { status: 'unlinked' } } };
		case 'notifyMe': {
			const { payload } = button;
			const optin = { type: 'one_time_notif_req', payload, one_time_notif_token: newToken() };
			return { words: 'Asked for one message', fact: { optin } };
		}
		case 'getUpdates': {
			const { topic, payload } = button;
			const optin = {
				type: 'notification_messages',
				payload,
				title: topic,
				notification_messages_token: newToken(),
				token_expiry_timestamp: Date.now() + 180 * DAY_MS,
			};
			return { words: 'Asked for updates', fact: { optin } };
		}
	}
}

function newToken(): string {
	return String(randomInt(1e12, 1e13));
}
