// What a person can tap on the chat page. The same list drives the page, the simulator and the first tap of `npm start`.

export type Channel = 'messenger' | 'instagram';
export type Place = 'welcome' | 'message' | 'menu' | 'iceBreaker' | 'link';

export interface Button {
	id: string;
	channel: Channel;
	/** Where it sits in the conversation. */
	place: Place;
	title: string;
	payload: string;
	referral?: Record<string, string>;
	/** Shown beside the button when the title alone does not say what it stands for. */
	note?: string;
}

export const BUTTONS: readonly Button[] = [
	{
		id: 'get-started',
		channel: 'messenger',
		place: 'welcome',
		title: 'Get Started',
		payload: 'GET_STARTED',
	},
	{
		id: 'buy-bread',
		channel: 'messenger',
		place: 'message',
		title: 'Buy a sourdough loaf',
		payload: JSON.stringify({ action: 'BUY', sku: 7 }),
	},
	{
		id: 'buy-cake',
		channel: 'messenger',
		place: 'message',
		title: 'Buy a carrot cake',
		payload: JSON.stringify({ action: 'BUY', sku: 12, size: 'large' }),
	},
	{
		id: 'hours',
		channel: 'messenger',
		place: 'message',
		title: 'Opening hours',
		payload: 'HOURS?day=today',
	},
	{
		id: 'talk',
		channel: 'messenger',
		place: 'menu',
		title: 'Talk to a person',
		payload: 'TALK',
	},
	{
		id: 'spring-link',
		channel: 'messenger',
		place: 'link',
		title: 'Get Started',
		payload: 'GET_STARTED',
		referral: { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' },
		note: 'm.me/sunny.bakery?ref=spring',
	},
	{
		id: 'ig-ship',
		channel: 'instagram',
		place: 'iceBreaker',
		title: 'Do you deliver?',
		payload: 'DELIVERY',
	},
	{
		id: 'ig-gluten',
		channel: 'instagram',
		place: 'iceBreaker',
		title: 'What is gluten free?',
		payload: 'GLUTEN_FREE',
	},
	{
		id: 'ig-buy',
		channel: 'instagram',
		place: 'message',
		title: 'Buy a sourdough loaf',
		payload: JSON.stringify({ action: 'BUY', sku: 7 }),
	},
];

/** The one that `npm start` taps by itself. */
export const FIRST_TAP = 'buy-bread';
