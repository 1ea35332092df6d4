// PURE: which triggers of ours live on this n8n, and what they need at the app and at each Page.
import type { Channel } from '../../graph/channel';
import { ALL_CHANNELS, CHANNELS } from '../../trigger/events/fields';
import { needsPage, pageFieldsOf, type FieldsByChannel, type Wants } from '../../trigger/members/wants';
import type { Remembered } from './remembered';
import type { ListeningSettings, SeenPage, Situation, WorkflowTrigger } from './situation';

/** A trigger of ours that answers on this n8n. */
export interface Living {
	path: string;
	/** Null when it does not say what it needs. */
	wants: Wants | null;
}

/** Those that pass our handshake, which only a trigger of this package with this app can. */
export function livingTriggers({ replies }: Pick<Situation, 'replies'>): Living[] {
	return [...replies].flatMap(([path, { answer, wants }]) => (answer === 'ours' ? [{ path, wants }] : []));
}

/** A trigger that does not say is taken to need what was noted while it was in the list. */
export function needsOf({ path, wants }: Living, remembered: Remembered | null): FieldsByChannel {
	if (wants !== null) return wants.fields;
	const noted = ALL_CHANNELS.flatMap((channel) => {
		const { members = [], fields = [] } = remembered?.channels[channel] ?? {};
		return members.includes(path) ? [[channel, fields] as const] : [];
	});
	return Object.fromEntries(noted);
}

/** Those that live and listen to a channel. */
export function listenersOf(situation: Situation, channel: Channel): Living[] {
	const { remembered } = situation;
	return livingTriggers(situation).filter((one) => needsOf(one, remembered)[channel] !== undefined);
}

export function fieldsNeeded(situation: Situation, channel: Channel): string[] {
	const { remembered } = situation;
	const needed = livingTriggers(situation).flatMap((one) => needsOf(one, remembered)[channel] ?? []);
	return [...new Set(needed)];
}

/** In the spelling of a Page's subscription. */
export function pageFieldsNeeded(situation: Situation, pageId: string): string[] {
	const { remembered } = situation;
	const needed = livingTriggers(situation)
		.filter(({ wants }) =>
			wants === null ? remembered?.pageIds.includes(pageId) === true : needsPage(wants, pageId),
		)
		.flatMap((one) => pageFieldsOf(needsOf(one, remembered)));
	return [...new Set(needed)];
}

/** Those of this workflow that belong to this app, as far as anybody can tell. */
export function ownTriggers({ triggers, replies }: Situation): WorkflowTrigger[] {
	return triggers.filter(
		({ path, sharesCredential }) => sharesCredential || replies.get(path)?.answer === 'ours',
	);
}

export interface PageChoice {
	pageIds: string[];
	/** Whether those of the token that the app is subscribed to are looked at as well. */
	addsSubscribed: boolean;
}

/** The Pages of the workflow's triggers; without any, those that a trigger of ours needs. */
export function choosePages(situation: Situation): PageChoice {
	const { replies, remembered } = situation;
	const own = ownTriggers(situation).flatMap(({ path, settings }) =>
		settings === null ? [] : { path, settings },
	);
	if (own.length > 0) {
		const lists = own.map(
			({ path, settings }) => settings.pageIds ?? replies.get(path)?.wants?.pageIds ?? null,
		);
		return {
			pageIds: [...new Set(lists.flatMap((list) => list ?? []))],
			addsSubscribed: lists.includes(null),
		};
	}
	const wanted = livingTriggers(situation).flatMap(({ wants }) => wants?.pageIds ?? []);
	const known = [...new Set([...wanted, ...(remembered?.pageIds ?? [])])];
	// One that was noted may not be wanted any more.
	return { pageIds: known.filter((id) => pageFieldsNeeded(situation, id).length > 0), addsSubscribed: true };
}

/** Those of which a Page's buttons are looked at. */
export function channelsOf(situation: Situation, { id, instagramId }: SeenPage['page']): Channel[] {
	const own = ownTriggers(situation).flatMap(({ settings }) => settings ?? []);
	if (own.length === 0) return ['messenger'];
	const channels = new Set(own.filter((one) => selects(one, id)).flatMap((one) => one.channels));
	return [...channels].filter((channel) => channel === 'messenger' || instagramId !== null);
}

export function selects({ pageIds }: ListeningSettings, pageId: string): boolean {
	return pageIds === null || pageIds.includes(pageId);
}

/** Whether any trigger that lives listens to a Page's buttons, by its own account. */
export function listensToButtons({ wants }: Living, pageId: string, channel: Channel): boolean {
	const [field] = CHANNELS[channel].fields.postback;
	if (wants === null) return true;
	return needsPage(wants, pageId) && wants.fields[channel]?.includes(field) === true;
}

/** Whether anybody needs the permissions for Instagram. */
export function usesInstagram(situation: Situation): boolean {
	const isChosen = ownTriggers(situation).some(({ settings }) => settings?.channels.includes('instagram'));
	return isChosen || listenersOf(situation, 'instagram').length > 0;
}
