// What a member of the callback needs of Meta, told to the others in the answer to their handshake,
// so that whoever leaves takes away only what nobody needs any more.
import type { Channel } from '../../graph/channel';
import { isChannel, pageField } from '../events/fields';

/** Field names at the app, by channel; a channel that is not there is not listened to. */
export type FieldsByChannel = Partial<Record<Channel, readonly string[]>>;

export interface Wants {
	/** Null for any Page. */
	pageIds: readonly string[] | null;
	fields: FieldsByChannel;
	/** Somebody else registers it. */
	isManual?: boolean;
}

export const WANTS_HEADER = 'x-messenger-postbacks-wants';
const MANUAL = 'manual';
/** More do not fit into a header; such a member counts as one for any Page. */
const MAX_LISTED_PAGES = 200;

/** ASCII, whatever an expression made of the Page IDs. */
export function formatWants({ pageIds, fields, isManual }: Wants): string {
	const parameters = new URLSearchParams();
	if (pageIds !== null && pageIds.length <= MAX_LISTED_PAGES) parameters.set('pages', pageIds.join(','));
	for (const [channel, names] of Object.entries(fields)) parameters.set(channel, names.join(','));
	if (isManual === true) parameters.set(MANUAL, '1');
	return parameters.toString();
}

/** Null when there is no such header. */
export function parseWants(header: string | null): Wants | null {
	if (header === null) return null;
	const parameters = new URLSearchParams(header);
	const fields: FieldsByChannel = {};
	for (const [name, value] of parameters) {
		if (isChannel(name)) fields[name] = listIn(value);
	}
	const pages = parameters.get('pages');
	const wants = { pageIds: pages === null ? null : listIn(pages), fields };
	return parameters.has(MANUAL) ? { ...wants, isManual: true } : wants;
}

export function needsPage({ pageIds }: Wants, pageId: string): boolean {
	return pageIds === null || pageIds.includes(pageId);
}

/** What has to be subscribed at each of the Pages, where both channels have the Page's spelling. */
export function pageFieldsOf(fields: FieldsByChannel): string[] {
	const names = Object.entries(fields).flatMap(([channel, list]) =>
		isChannel(channel) ? list.map((field) => pageField(channel, field)) : [],
	);
	return [...new Set(names)];
}

function listIn(text: string): string[] {
	return text.split(',').filter((part) => part !== '');
}
