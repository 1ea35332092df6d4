// Whether a Page may write to a person: whom it knows, with which permission, and until when.
import type { GraphContext, PageCaller } from './endpoint.ts';
import { GraphError, missingPermission } from './graphError.ts';
import type { Person } from './people.ts';
import { HUMAN_AGENT, type Send } from './sendParameters.ts';
import type { Channel } from './types.ts';

const HOUR_MS = 60 * 60 * 1000;
const WINDOW_MS = 24 * HOUR_MS;
const HUMAN_AGENT_WINDOW_MS = 7 * 24 * HOUR_MS;
const PERMISSIONS: Record<Channel, string> = {
	messenger: 'pages_messaging',
	instagram: 'instagram_manage_messages',
};

/** @throws {GraphError} when the person cannot be reached */
export function reach(
	{ people, world }: GraphContext,
	{ page, app, record }: PageCaller,
	send: Send,
): Person {
	const person = people.find(page.id, send.recipient);
	const channel = person?.channel ?? 'messenger';
	const isInstagram = channel === 'instagram';
	needsMessaging(record, channel);
	if (person === undefined) {
		const isOfOtherAccount = people.isOnInstagram(send.recipient);
		throw isOfOtherAccount
			? refused(100, 2534014, 'The requested user cannot be found')
			: refused(100, 2018001, 'No matching user found');
	}
	if (page.isRestricted === true) {
		throw isInstagram
			? refused(100, 2534029, 'This account is restricted from sending messages')
			: refused(10, 1893063, 'This Page is restricted from sending messages');
	}
	if (isInstagram && page.refusesInstagramMessages === true) {
		throw refused(200, 2534041, 'The owner has switched off access to Instagram messages');
	}
	if (person.blocksPage) throw refused(551, 1545041, "This person isn't available right now.");
	if (person.controlledBy !== null && person.controlledBy !== app.id) {
		throw isInstagram
			? refused(100, 2534037, 'Another app controls this conversation')
			: refused(10, 2018300, 'Another app is controlling this thread right now.');
	}
	if (!isInWindow(person, send, world.now)) {
		throw refused(10, isInstagram ? 2534022 : 2018278, 'This message is sent outside of allowed window.');
	}
	return person;
}

/** @throws {GraphError} without the permission for messages of the channel */
export function needsMessaging({ scopes }: PageCaller['record'], channel: Channel): void {
	const permission = PERMISSIONS[channel];
	if (scopes.includes(permission)) return;
	throw missingPermission(200, `Requires ${permission} permission to manage the object`);
}

function isInWindow({ lastActedAt }: Person, { tag, messagingType, message }: Send, now: number): boolean {
	// Utility templates are made for people who have been silent for long.
	if (messagingType === 'UTILITY' && message?.template !== undefined) return true;
	const isHuman = messagingType === 'MESSAGE_TAG' && tag === HUMAN_AGENT;
	return lastActedAt !== null && now - lastActedAt < (isHuman ? HUMAN_AGENT_WINDOW_MS : WINDOW_MS);
}

function refused(code: number, subcode: number, message: string): GraphError {
	return new GraphError({ message: `(#${code}) ${message}`, code, subcode });
}
