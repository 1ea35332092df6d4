// What the Page of the demo has set up at the simulator before n8n does anything: Get Started, the
// menus, ice breakers.
import type { MessengerProfile } from '../meta/index.ts';
import type { Channel } from './pageOffers.ts';

const postback = (title: string, payload: string) => ({ type: 'postback', title, payload });
const forAll = (call_to_actions: object[]) => [{ locale: 'default', call_to_actions }];

const TALK = postback('Talk to a person', 'TALK');

export const PROFILES: Record<Channel, MessengerProfile> = {
	messenger: {
		greeting: [{ locale: 'default', text: 'Fresh bread every morning.' }],
		get_started: { payload: 'GET_STARTED' },
		persistent_menu: forAll([TALK, postback('My orders', 'ORDERS'), postback('News', 'NEWS')]),
	},
	instagram: {
		ice_breakers: forAll([
			{ question: 'Do you deliver?', payload: 'DELIVERY' },
			{ question: 'What is gluten free?', payload: 'GLUTEN_FREE' },
		]),
		persistent_menu: forAll([TALK]),
	},
};
