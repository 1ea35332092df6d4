// message/senderAction: what a person sees without a message: typing, seen, a reaction.
import type { SendParameters } from '../../graph/sending';
import type { Operation } from '../item/action';
import { accountOf } from '../item/pageCall';
import { readText } from '../item/parameters';
import { laneOf, readWhom, recipientIdOf, type Whom } from '../item/whom';
import { refused } from '../refusals/actionFailure';
import { deliver } from './deliver';

/** The values of 'Action', in Meta's terms. */
export const SENDER_ACTIONS: Readonly<Record<string, string>> = {
	typingOn: 'typing_on',
	typingOff: 'typing_off',
	markSeen: 'mark_seen',
	react: 'react',
	unreact: 'unreact',
};

export const senderAction: Operation = (action, itemIndex) => {
	const { n8n } = action;
	const whom = readWhom(n8n, itemIndex);
	const name = readText(n8n, 'senderAction', itemIndex);
	const typedMid = readText(n8n, 'messageId', itemIndex).trim();
	const parameters = senderActionParameters(whom, name, {
		messageId: typedMid === '' ? whom.tapMid : typedMid,
		reaction: readText(n8n, 'reaction', itemIndex).trim(),
	});
	return {
		lane: laneOf(whom),
		recipientId: recipientIdOf(whom),
		run: async () => {
			const { channel, accountId } = await accountOf(action, whom);
			const { recipientId } = await deliver(action, whom, parameters);
			return {
				recipientId: recipientId ?? recipientIdOf(whom),
				channel,
				accountId,
				senderAction: name,
			};
		},
	};
};

/** @throws {ActionFailure} for a reaction that does not say to what */
export function senderActionParameters(
	{ recipient }: Pick<Whom, 'recipient'>,
	name: string,
	{ messageId, reaction }: { messageId: string | null; reaction: string },
): SendParameters {
	const senderAction = SENDER_ACTIONS[name];
	if (senderAction === undefined) {
		throw refused(`'Action' is '${name}'`, `It must be one of ${Object.keys(SENDER_ACTIONS).join(', ')}.`);
	}
	if (name !== 'react' && name !== 'unreact') return { recipient, sender_action: senderAction };
	if (messageId === null) {
		throw refused(
			"'Message ID' is empty, and this tap names no message",
			"Enter the 'mid' of the message to react to.",
		);
	}
	if (name === 'unreact')
		return { recipient, sender_action: senderAction, payload: { message_id: messageId } };
	if (reaction === '') throw refused("'Reaction' is empty", "Enter one, such as 'love'.");
	return { recipient, sender_action: senderAction, payload: { message_id: messageId, reaction } };
}
