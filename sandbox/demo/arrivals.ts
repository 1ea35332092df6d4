// The ways by which people come to the Page of the demo, and what Meta tells about each.
import type { Channel } from './pageOffers.ts';

/** By which a person comes to the conversation. */
export const LINKS: Record<Channel, string> = {
	messenger: 'm.me/sunny.bakery?ref=spring',
	instagram: 'ig.me/m/sunny.bakery?ref=spring',
};
export const AD_TITLE = 'Spring bread week';
/** What somebody writes who came by the ad and taps nothing. */
export const WRITTEN_TO_AD = 'Is the offer still on?';

export const LINK_REFERRAL = { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' };

/** The same for a click-to-Messenger ad. */
export const AD_REFERRAL = {
	ref: 'spring-ad',
	ad_id: '120210000000000042',
	source: 'ADS',
	type: 'OPEN_THREAD',
	ads_context_data: { ad_title: AD_TITLE, post_id: '9001002003004' },
};
