// What the Page sent before n8n took over: the Messenger conversation that is under way begins with
// it, so that there is something to tap.
import type { SentMessage } from '../meta/index.ts';
import { midOf } from './conversationEvents.ts';
import type { DemoSetting } from './demoBranches.ts';

/** Of the first button of the first message. */
export const FIRST_TAP_TITLE = 'Buy a sourdough loaf';

type OpeningMessage = Pick<SentMessage, 'channel' | 'mid' | 'message' | 'file' | 'replyTo'>;

export function openingMessages(picture: DemoSetting['picture']): [OpeningMessage, OpeningMessage] {
	return [
		sent({
			template_type: 'generic',
			elements: [
				{
					title: 'Sourdough loaf',
					subtitle: 'Baked at six, 4.80',
					image_url: picture('loaf'),
					buttons: [button(FIRST_TAP_TITLE, JSON.stringify({ action: 'BUY', sku: 7 }))],
				},
				{
					title: 'Carrot cake',
					subtitle: 'Large, serves eight, 21.00',
					image_url: picture('cake'),
					buttons: [button('Buy a carrot cake', JSON.stringify({ action: 'BUY', sku: 12, size: 'large' }))],
				},
			],
		}),
		sent({
			template_type: 'button',
			text: 'What would you like to know?',
			buttons: [button('Opening hours', 'HOURS?day=today'), button('Gluten-free bread', 'GLUTEN_FREE')],
		}),
	];
}

const button = (title: string, payload: string) => ({ type: 'postback', title, payload });

function sent(payload: object): OpeningMessage {
	const message = { attachment: { type: 'template', payload } };
	return { channel: 'messenger', mid: midOf('messenger'), message, file: null, replyTo: null };
}
