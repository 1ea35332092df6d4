// What a person can do on the chat page, and the reading of it from JSON.
import { isRecord } from '../n8n/json.ts';
import type { Channel } from './pageOffers.ts';

export type Act =
	/** Something that is set up: Get Started, an ice breaker, an entry of the menu. */
	| { act: 'tap'; button: string }
	/** The button of that place in a message, or its quick reply. */
	| { act: 'press' | 'reply'; mid: string; index: number }
	| { act: 'type'; channel: Channel; text: string }
	| { act: 'link' | 'read' | 'again' | 'forge' | 'standby' | 'startOver'; channel: Channel }
	/** By the ad: with a tap on Get Started, or with a message that is typed. */
	| { act: 'ad' | 'writeToAd' };

const OF_A_CHANNEL = ['link', 'read', 'again', 'forge', 'standby', 'startOver'] as const;
const MAX_TEXT = 2000; // Messenger's limit of a message

export function readAct(json: unknown): Act | undefined {
	if (!isRecord(json)) return undefined;
	const { act, button, text, mid, index } = json;
	if (act === 'tap') return typeof button === 'string' ? { act, button } : undefined;
	if (act === 'press' || act === 'reply') {
		return typeof mid === 'string' && typeof index === 'number' ? { act, mid, index } : undefined;
	}
	if (act === 'ad' || act === 'writeToAd') return { act };
	const channel = json.channel;
	if (channel !== 'messenger' && channel !== 'instagram') return undefined;
	if (act === 'type') {
		const isText = typeof text === 'string' && text.trim() !== '' && text.length <= MAX_TEXT;
		return isText ? { act, channel, text } : undefined;
	}
	const known = OF_A_CHANNEL.find((one) => one === act);
	return known === undefined ? undefined : { act: known, channel };
}
