// What the Page of the demo has set up to be tapped: Get Started, ice breakers, the menu. And by
// which ways people come.

export type Channel = 'messenger' | 'instagram';

export interface Button {
	id: string;
	title: string;
	payload: string;
}

export interface Offer {
	channel: Channel;
	/** A new conversation shows other things than one that is open. */
	when: 'new' | 'open';
	kind: 'welcome' | 'iceBreakers' | 'menu';
	text: string;
	buttons: Button[];
}

const MESSENGER: Array<Omit<Offer, 'channel'>> = [
	{
		when: 'new',
		kind: 'welcome',
		text: 'Fresh bread every morning. Tap Get Started to begin a conversation.',
		buttons: [{ id: 'get-started', title: 'Get Started', payload: 'GET_STARTED' }],
	},
	{
		when: 'open',
		kind: 'menu',
		text: 'Menu',
		buttons: [
			{ id: 'talk', title: 'Talk to a person', payload: 'TALK' },
			{ id: 'orders', title: 'My orders', payload: 'ORDERS' },
		],
	},
];

const INSTAGRAM: Array<Omit<Offer, 'channel'>> = [
	{
		when: 'new',
		kind: 'iceBreakers',
		text: 'Questions people ask',
		buttons: [
			{ id: 'ig-deliver', title: 'Do you deliver?', payload: 'DELIVERY' },
			{ id: 'ig-gluten', title: 'What is gluten free?', payload: 'GLUTEN_FREE' },
		],
	},
	{
		when: 'open',
		kind: 'menu',
		text: 'Menu',
		buttons: [{ id: 'ig-talk', title: 'Talk to a person', payload: 'TALK' }],
	},
];

export const OFFERS: readonly Offer[] = [
	...MESSENGER.map((offer) => ({ ...offer, channel: 'messenger' as const })),
	...INSTAGRAM.map((offer) => ({ ...offer, channel: 'instagram' as const })),
];

/** By which a person comes to the conversation. */
export const LINKS: Record<Channel, string> = {
	messenger: 'm.me/sunny.bakery?ref=spring',
	instagram: 'ig.me/m/sunny.bakery?ref=spring',
};
export const AD_TITLE = 'Spring bread week';

/** What Meta tells about a person who came by such a link. */
export const LINK_REFERRAL = { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' };

/** The same for a click-to-Messenger ad. */
export const AD_REFERRAL = {
	ref: 'spring-ad',
	ad_id: '120210000000000042',
	source: 'ADS',
	type: 'OPEN_THREAD',
	ads_context_data: { ad_title: AD_TITLE, post_id: '9001002003004' },
};

export function findTap(buttonId: string): { offer: Offer; button: Button } | undefined {
	for (const offer of OFFERS) {
		const button = offer.buttons.find(({ id }) => id === buttonId);
		if (button !== undefined) return { offer, button };
	}
	return undefined;
}
