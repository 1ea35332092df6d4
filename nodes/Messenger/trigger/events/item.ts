// A button event to the JSON of an n8n item: 'simplified', 'flat', or 'raw' as Meta sent it.
import type { Channel } from '../../graph/channel';
import { isObject, textOrNull, type JsonObject } from '../../graph/json';
import type { ButtonEvent } from './buttonEvent';
import type { PayloadData } from './payloadData';

export type OutputForm = 'simplified' | 'flat' | 'raw';

/** A button event with everything that was worked out from it. */
export interface ReadyEvent {
	event: ButtonEvent;
	id: string;
	channel: Channel;
	payloadData: PayloadData | null;
	/** What a tap has in common with its copy on standby; null where no copy is to be told. */
	tapId: string | null;
	/** Undefined when profiles are not asked for; null when Meta gives none. */
	profile?: JsonObject | null;
}

export function toItem(ready: ReadyEvent, form: OutputForm): JsonObject {
	if (form === 'raw') return ready.event.source;
	return form === 'flat' ? toFlat(ready) : toSimplified(ready);
}

function toSimplified({ event, id, channel, payloadData, profile }: ReadyEvent): JsonObject {
	const sender = { id: event.senderId, user_ref: event.senderUserRef };
	return {
		id,
		event: event.kind,
		channel,
		timestamp: event.timestamp,
		accountId: event.accountId,
		sender: profile === undefined ? sender : { ...sender, profile },
		recipient: { id: event.recipientId },
		mid: event.mid,
		title: event.title,
		payload: event.payload,
		payloadData,
		referral: event.referral,
		details: event.details,
		isStandby: event.isStandby,
		isTest: event.isTest,
	};
}

/** One level, columns in a fixed order; what varies with the payload comes last. */
function toFlat({ event, id, channel, payloadData, profile }: ReadyEvent): JsonObject {
	const referral = event.referral ?? {};
	const ad = isObject(referral.ads_context_data) ? referral.ads_context_data : {};
	return {
		id,
		event: event.kind,
		channel,
		timestamp: event.timestamp,
		account_id: event.accountId,
		sender_id: event.senderId,
		sender_user_ref: event.senderUserRef,
		recipient_id: event.recipientId,
		mid: event.mid,
		title: event.title,
		payload: event.payload,
		referral_ref: textOrNull(referral.ref),
		referral_source: textOrNull(referral.source),
		referral_type: textOrNull(referral.type),
		referral_ad_id: scalarText(referral.ad_id),
		referral_ad_title: textOrNull(ad.ad_title),
		referral_referer_uri: textOrNull(referral.referer_uri),
		is_standby: event.isStandby,
		is_test: event.isTest,
		...(profile === undefined ? {} : profileColumns(profile ?? {})),
		...payloadColumns(payloadData, event.payload),
		...detailColumns(event.details ?? {}),
	};
}

function profileColumns(profile: JsonObject): JsonObject {
	return {
		sender_name: textOrNull(profile.name),
		sender_first_name: textOrNull(profile.first_name),
		sender_last_name: textOrNull(profile.last_name),
	};
}

/** A key that is repeated in pairs still is one column; a list in JSON is none. */
function payloadColumns(payloadData: PayloadData | null, payload: string | null): JsonObject {
	const isJson = /^\s*[{[]/.test(payload ?? '');
	return columnsOf('payload', payloadData ?? {}, isJson ? null : ', ');
}

function detailColumns(details: JsonObject): JsonObject {
	const product = isObject(details.product) ? { product_id: details.product.id } : {};
	return columnsOf('detail', { ...details, ...product }, null);
}

/** Of the values that are simple; with a separator, also of lists. */
function columnsOf(prefix: string, values: object, separator: string | null): JsonObject {
	const columns: JsonObject = {};
	// A plain loop: a payload may be a list of millions.
	for (const key in values) {
		const value: unknown = values[key as keyof typeof values];
		if (typeof value !== 'object' || value === null) columns[`${prefix}_${key}`] = value;
		else if (separator !== null && Array.isArray(value)) columns[`${prefix}_${key}`] = value.join(separator);
	}
	return columns;
}

function scalarText(value: unknown): string | null {
	return typeof value === 'number' ? String(value) : textOrNull(value);
}
