// PURE: what a healthy check notes of Meta's record, and a repair puts back: what is ours, nobody
// else's fields, never a token.
import type { Channel } from '../../graph/channel';
import { arrayOf, isObject, type JsonObject } from '../../graph/json';
import { ALL_CHANNELS } from '../../trigger/events/fields';

export interface Remembered {
	appId: string;
	channels: Partial<Record<Channel, RememberedChannel>>;
	/** Subscribed to the app, with fields that our triggers need. */
	pageIds: string[];
}

export interface RememberedChannel {
	/** Paths on this n8n, the owner first. */
	members: string[];
	/** At the app. */
	fields: string[];
}

const KEY = 'remembered';

/** Null where nothing is noted of this app. */
export function readRemembered(staticData: JsonObject, appId: string): Remembered | null {
	const noted = staticData[KEY];
	if (!isObject(noted) || noted.appId !== appId) return null;
	const channels: Remembered['channels'] = {};
	for (const channel of ALL_CHANNELS) {
		const one = isObject(noted.channels) ? noted.channels[channel] : undefined;
		if (isObject(one)) channels[channel] = { members: textsIn(one.members), fields: textsIn(one.fields) };
	}
	return { appId, channels, pageIds: textsIn(noted.pageIds) };
}

/** Only what differs is noted: n8n writes its database for every change. */
export function noteRemembered(staticData: JsonObject, remembered: Remembered): void {
	if (JSON.stringify(staticData[KEY]) === JSON.stringify(remembered)) return;
	staticData[KEY] = remembered;
}

export function rememberedMembers(remembered: Remembered | null): string[] {
	if (remembered === null) return [];
	const paths = ALL_CHANNELS.flatMap((channel) => remembered.channels[channel]?.members ?? []);
	return [...new Set(paths)];
}

function textsIn(value: unknown): string[] {
	return arrayOf(value).map(String);
}
