// Valid events and deliveries; each test changes one thing. Signs and escapes independently of
// nodes/.
import { createHmac } from 'node:crypto';

export const APP_SECRET = 'test-app-secret';
export const PAGE_ID = '1000';
export const INSTAGRAM_ID = '17840001';

type Json = Record<string, unknown>;

export function aPostbackEvent(changes: Json = {}): Json {
	return {
		sender: { id: 'PSID-1' },
		recipient: { id: PAGE_ID },
		timestamp: 1_790_000_000_001,
		postback: { mid: 'm_1', title: 'Buy', payload: 'BUY' },
		...changes,
	};
}

export function aQuickReplyEvent(message: Json = {}): Json {
	return {
		sender: { id: 'PSID-1' },
		recipient: { id: PAGE_ID },
		timestamp: 1_790_000_000_002,
		message: { mid: 'm_2', text: 'Red', quick_reply: { payload: 'COLOUR_RED' }, ...message },
	};
}

export function aReferralEvent(changes: Json = {}): Json {
	return {
		sender: { id: 'PSID-1' },
		recipient: { id: PAGE_ID },
		timestamp: 1_790_000_000_003,
		referral: { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' },
		...changes,
	};
}

export function anOptInEvent(optin: Json = {}, changes: Json = {}): Json {
	return {
		sender: { id: 'PSID-1' },
		recipient: { id: PAGE_ID },
		timestamp: 1_790_000_000_004,
		optin: {
			type: 'notification_messages',
			payload: 'NEWS',
			title: 'Bread of the week',
			notification_messages_token: '8441',
			token_expiry_timestamp: 1_800_000_000_000,
			user_token_status: 'NOT_REFRESHED',
			...optin,
		},
		...changes,
	};
}

export function aLogInEvent(linking: Json = {}): Json {
	return {
		sender: { id: 'PSID-1' },
		recipient: { id: PAGE_ID },
		timestamp: 1_790_000_005,
		account_linking: { status: 'linked', authorization_code: 'CODE', ...linking },
	};
}

export function anEntry(changes: Json = {}): Json {
	return { id: PAGE_ID, time: 1_790_000_000_123, messaging: [aPostbackEvent()], ...changes };
}

export function aBody(changes: Json = {}): Json {
	return { object: 'page', entry: [anEntry()], ...changes };
}

/** JSON as Meta writes it: non-ASCII characters and slashes escaped. */
export function metaJson(value: unknown): string {
	return JSON.stringify(value)
		.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.replaceAll('/', '\\/');
}

export function metaBytes(value: unknown): Buffer {
	return Buffer.from(metaJson(value), 'ascii');
}

export function sign(bytes: Uint8Array, secret = APP_SECRET): string {
	return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
}

/** The value of Meta's older header, X-Hub-Signature. */
export function signSha1(bytes: Uint8Array, secret = APP_SECRET): string {
	return `sha1=${createHmac('sha1', secret).update(bytes).digest('hex')}`;
}
