// What a trigger registered at Meta, as it stands in the workflow's static data: never a token,
// never a secret.
import { isObject, textOrNull, type JsonObject } from '../../graph/json';
import { isChannel } from '../events/fields';
import type { FieldsByChannel } from '../members/wants';

/** What a trigger asks for; two equal ones need the same registration. */
export interface Wish {
	/** Without the list of members. */
	url: string;
	appId: string;
	fields: FieldsByChannel;
	/** Page IDs as chosen; null for all that the token reaches. */
	chosen: readonly string[] | null;
}

export interface Registered extends Wish {
	/** Those that were subscribed. */
	pageIds: readonly string[];
	/** The professional accounts linked to them. */
	instagramIds: readonly string[];
}

export function isSameWish(a: Wish, b: Wish): boolean {
	return wishText(a) === wishText(b);
}

/** Null unless a registration of this version is noted there. */
export function readRegistered(staticData: JsonObject): Registered | null {
	const noted = staticData.registered;
	if (!isObject(noted) || !isObject(noted.fields)) return null;
	const { url, appId, chosen } = noted;
	const fields: FieldsByChannel = {};
	for (const [channel, names] of Object.entries(noted.fields)) {
		if (isChannel(channel)) fields[channel] = textsIn(names);
	}
	return {
		url: textOrNull(url) ?? '',
		appId: textOrNull(appId) ?? '',
		fields,
		chosen: Array.isArray(chosen) ? textsIn(chosen) : null,
		pageIds: textsIn(staticData.pageIds),
		instagramIds: textsIn(staticData.instagramIds),
	};
}

/** `webhook()` reads the two lists of IDs for every delivery, so they stand by themselves. */
export function noteRegistered(staticData: JsonObject, registered: Registered): void {
	const { url, appId, fields, chosen, pageIds, instagramIds } = registered;
	staticData.registered = { url, appId, fields, chosen };
	staticData.pageIds = pageIds;
	staticData.instagramIds = instagramIds;
}

export function forgetRegistered(staticData: JsonObject): void {
	staticData.registered = null;
}

function wishText({ url, appId, fields, chosen }: Wish): string {
	const sorted = (values: readonly string[]) => [...values].sort();
	const byChannel = Object.entries(fields).map(([channel, names]) => `${channel}:${sorted(names).join()}`);
	return JSON.stringify([url, appId, sorted(byChannel), chosen === null ? null : sorted(chosen)]);
}

function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.map(String) : [];
}
