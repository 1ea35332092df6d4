// The edges of Pages and apps: which methods each has, and with which parameters.
import { appSubscriptions } from './appSubscriptions.ts';
import { customUserSettings } from './customUserSettings.ts';
import type { Endpoint } from './endpoint.ts';
import { messengerProfile } from './messengerProfile.ts';
import { PROFILE_PARTS } from './profileRules.ts';
import { messages } from './sendApi.ts';
import { subscribedApps } from './subscribedApps.ts';

export interface Edge {
	endpoint: Endpoint;
	/** As Meta's specification calls it. */
	node: 'Application' | 'Page';
	/** By method; a method that is not there is refused. */
	parameters: Record<string, readonly string[]>;
}

export const EDGES: Readonly<Record<string, Edge>> = {
	custom_user_settings: {
		endpoint: customUserSettings,
		node: 'Page',
		parameters: { GET: ['psid'], POST: ['psid', 'persistent_menu'], DELETE: ['psid', 'params'] },
	},
	messages: {
		endpoint: messages,
		node: 'Page',
		parameters: {
			POST: [
				'message',
				'messaging_type',
				'notification_type',
				'payload',
				'persona_id',
				'recipient',
				'reply_to',
				'sender_action',
				'tag',
			],
		},
	},
	messenger_profile: {
		endpoint: messengerProfile,
		node: 'Page',
		parameters: {
			GET: ['fields', 'platform'],
			POST: [...PROFILE_PARTS, 'platform'],
			DELETE: ['fields', 'platform'],
		},
	},
	subscribed_apps: {
		endpoint: subscribedApps,
		node: 'Page',
		parameters: { GET: ['fields', 'limit', 'after'], POST: ['subscribed_fields'], DELETE: [] },
	},
	subscriptions: {
		endpoint: appSubscriptions,
		node: 'Application',
		parameters: {
			GET: [],
			POST: ['object', 'callback_url', 'fields', 'verify_token', 'include_values'],
			DELETE: ['object', 'fields'],
		},
	},
};
