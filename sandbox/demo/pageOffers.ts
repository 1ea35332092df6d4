// What a Page has set up to be tapped, as the simulator holds it now: Get Started, ice breakers,
// the menu.
import type { MessengerProfile, Meta } from '../meta/index.ts';
import { at, listAt, optionalTextAt } from '../n8n/json.ts';
import type { Threads } from './conversations.ts';
import { buttonOf, type Button } from './messageContents.ts';

export type Channel = 'messenger' | 'instagram';

export interface Offer {
	channel: Channel;
	/** A new conversation shows other things than one that is open. */
	when: 'new' | 'open';
	kind: 'welcome' | 'iceBreakers' | 'menu';
	text: string;
	/** The ID is its place. */
	buttons: Array<Button & { id: string }>;
}

const CHANNELS: Channel[] = ['messenger', 'instagram'];

export class Offers {
	private readonly setting: { meta: Meta; pageId: string; threads: Threads };

	constructor(setting: { meta: Meta; pageId: string; threads: Threads }) {
		this.setting = setting;
	}

	all(): Offer[] {
		return CHANNELS.flatMap((channel) => offersOf(this.profile(channel), channel));
	}

	find(buttonId: string): { offer: Offer; button: Button } | undefined {
		for (const offer of this.all()) {
			const button = offer.buttons.find(({ id }) => id === buttonId);
			if (button !== undefined) return { offer, button };
		}
		return undefined;
	}

	/** Undefined without Get Started. */
	getStarted(): string | undefined {
		return optionalTextAt(this.profile('messenger'), 'get_started', 'payload');
	}

	/** The menu of a person takes the place of that of the Page. */
	private profile(channel: Channel): MessengerProfile {
		const { meta, pageId, threads } = this.setting;
		const profile = meta.messengerProfile(pageId, channel);
		const menu = meta.personMenu(pageId, threads.of(channel).senderId);
		return menu === null ? profile : { ...profile, persistent_menu: menu };
	}
}

function offersOf(profile: MessengerProfile, channel: Channel): Offer[] {
	const iceBreakers = buttonsIn(profile.ice_breakers);
	const menu = buttonsIn(profile.persistent_menu);
	const getStarted = optionalTextAt(profile, 'get_started', 'payload');
	const greeting = optionalTextAt(forEverybody(profile.greeting), 'text');
	const offer = (facts: Pick<Offer, 'when' | 'kind' | 'text'>, buttons: Button[]): Offer => ({
		channel,
		...facts,
		buttons: buttons.map((button, index) => ({ ...button, id: `${channel}-${facts.kind}-${index}` })),
	});
	return [
		// Meta shows one or the other.
		...(iceBreakers.length > 0
			? [offer({ when: 'new', kind: 'iceBreakers', text: 'Questions people ask' }, iceBreakers)]
			: getStarted === undefined
				? []
				: [
						offer(
							{
								when: 'new',
								kind: 'welcome',
								text: [greeting, 'Tap Get Started to begin a conversation.'].filter(Boolean).join(' '),
							},
							[{ does: 'tap', title: 'Get Started', payload: getStarted }],
						),
					]),
		...(menu.length > 0 ? [offer({ when: 'open', kind: 'menu', text: 'Menu' }, menu)] : []),
	];
}

/** Meta takes ice breakers without locales, too. */
function buttonsIn(part: unknown): Button[] {
	const localized = forEverybody(part);
	const rows = at(localized, 'question') === undefined ? listAt(localized, 'call_to_actions') : part;
	return (Array.isArray(rows) ? rows : []).map((row: unknown) => {
		const title = optionalTextAt(row, 'question');
		if (title === undefined) return buttonOf(row);
		return { does: 'tap', title, payload: optionalTextAt(row, 'payload') ?? '' };
	});
}

/** Nobody on the page has a language. */
function forEverybody(localized: unknown): unknown {
	const rows: unknown[] = Array.isArray(localized) ? localized : [];
	return rows.find((row) => at(row, 'locale') === 'default') ?? rows[0];
}
