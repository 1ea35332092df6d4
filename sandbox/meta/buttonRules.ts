// What Meta takes as buttons of a template.
import { badParameter } from './graphError.ts';
import type { Param } from './param.ts';
import type { Channel } from './types.ts';

const TITLE_MAX = 20;
const PAYLOAD_MAX = 1000;
const WEB_URL_KEYS = [
	'fallback_url',
	'messenger_extensions',
	'type',
	'url',
	'webview_height_ratio',
	'webview_share_button',
];
const TYPES: Record<Channel, string[]> = {
	messenger: ['postback', 'web_url', 'phone_number', 'account_link', 'account_unlink'],
	instagram: ['postback', 'web_url'],
};

/** @throws {GraphError} for a button that Meta would refuse */
export function checkButton(button: Param, channel: Channel): void {
	switch (button.at('type').oneOf(TYPES[channel])) {
		case 'postback':
			button.withKeys(['type', 'title', 'payload']);
			button.at('title').text(TITLE_MAX);
			button.at('payload').text(PAYLOAD_MAX);
			return;
		case 'web_url':
			button.withKeys([...WEB_URL_KEYS, 'title']);
			button.at('title').text(TITLE_MAX);
			button.at('url').url();
			return;
		case 'phone_number':
			button.withKeys(['type', 'title', 'payload']);
			button.at('title').text(TITLE_MAX);
			checkPhone(button.at('payload'));
			return;
		case 'account_link':
			button.withKeys(['type', 'url']).at('url').url();
			return;
		default:
			button.withKeys(['type']);
	}
}

/** What a tap on a card itself opens: a web_url button without a title. */
export function checkDefaultAction(action: Param): void {
	action.withKeys(WEB_URL_KEYS);
	action.at('type').oneOf(['web_url']);
	action.at('url').url();
}

function checkPhone(payload: Param): void {
	if (/^\+\d[\d ().-]*$/.test(payload.text(PAYLOAD_MAX))) return;
	throw badParameter(`Param ${payload.path} must be a phone number with "+" and country code`);
}
