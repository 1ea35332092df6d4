// Ready-made events: a tap on a button, and what the dashboard's Test button shows.
import { randomBytes } from 'node:crypto';
import type { PostbackToSend } from './deliveryTypes.ts';
import type { SentMessage } from './sendingTypes.ts';
import type { SubscribedObject } from './types.ts';

export function newMid(object: SubscribedObject): string {
	return `${object === 'page' ? 'm_' : 'aWdf'}${randomBytes(24).toString('base64url')}`;
}

export function postbackEvent(
	postback: PostbackToSend,
	{ account, object, now }: { account: string; object: SubscribedObject; now: number },
): Record<string, unknown> {
	const { userRef, standby } = postback;
	const senderId = postback.senderId ?? (userRef === undefined ? 'PSID-1' : undefined);
	const facts = {
		mid: postback.mid === undefined ? newMid(object) : postback.mid,
		title: postback.title === undefined ? 'Get Started' : postback.title,
		// Only the app that sent the button sees the payload; standby is for the others.
		payload: standby === true ? null : postback.payload === undefined ? 'GET_STARTED' : postback.payload,
	};
	return {
		sender: {
			...(senderId === undefined ? {} : { id: senderId }),
			...(userRef === undefined ? {} : { user_ref: userRef }),
		},
		recipient: { id: account },
		timestamp: postback.timestamp ?? now,
		postback: {
			...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)),
			...(postback.referral === undefined ? {} : { referral: postback.referral }),
		},
	};
}

/** What apps hear of a message that a Page sent. */
export function echoEvent(sent: SentMessage, account: string): Record<string, unknown> {
	const { attachment, attachments = attachment && [attachment], text, metadata } = sent.message;
	const { id, userRef } = sent.recipient;
	return {
		sender: { id: account },
		recipient: id === null ? { user_ref: userRef } : { id },
		timestamp: sent.at,
		message: {
			mid: sent.mid,
			is_echo: true,
			app_id: Number(sent.appId),
			...(text === undefined ? {} : { text }),
			...(attachments === undefined ? {} : { attachments }),
			...(metadata === undefined ? {} : { metadata }),
			...(sent.replyTo === null ? {} : { reply_to: { mid: sent.replyTo } }),
		},
	};
}

/**
 * The value in the documentation's sample: seconds as text on a Page, a meaningless number on
 * Instagram.
 */
export function sampleValue(object: SubscribedObject, field: string): unknown {
	const isPage = object === 'page';
	const envelope = {
		sender: isPage ? { user_ref: 'SAMPLE_USER_REF' } : { id: '12334' },
		recipient: { id: isPage ? 'SAMPLE_PAGE_ID' : '23245' },
		timestamp: isPage ? '1527459824' : 233445667,
	};
	if (field === 'messages') return { ...envelope, message: { mid: 'test_mid', text: 'sample text' } };
	if (field !== 'messaging_postbacks') return envelope;
	return {
		...envelope,
		...(isPage ? {} : { is_self: true }),
		postback: {
			mid: 'random_mid',
			title: 'Sample button',
			payload: 'SAMPLE_PAYLOAD',
			referral: { ref: 'SAMPLE_REF', source: 'SHORT-URL', type: 'OPEN_THREAD' },
		},
	};
}
