// PURE: the parameters around a message: to whom, why it may be sent, how it is announced.
import type { Channel } from '../../graph/channel';
import type { JsonObject } from '../../graph/json';
import type { Recipient, SendParameters } from '../../graph/sending';
import { absent } from '../refusals/limits';
import { Problems } from '../refusals/problems';
import type { MessageSettings } from './messageSettings';

/** @throws {ActionFailure} for an option that the channel or the message does not have */
export function sendParameters(
	recipient: Recipient,
	channel: Channel,
	bodies: readonly JsonObject[],
	{ type, options }: Pick<MessageSettings, 'type' | 'options'>,
): SendParameters[] {
	const { messagingType, tag, notificationType, personaId, replyTo } = options;
	const problems = new Problems();
	if (messagingType === 'UTILITY' && type !== 'json') {
		problems.add("'Messaging Type' Utility is for an approved template: set 'Message Type' to JSON");
	}
	if (channel === 'instagram' && personaId !== '') problems.add(absent("'Persona ID'", channel));
	problems.throwAny();
	return bodies.map((message, index) => ({
		recipient,
		message,
		messaging_type: messagingType,
		...(messagingType === 'MESSAGE_TAG' ? { tag } : {}),
		...(notificationType === '' ? {} : { notification_type: notificationType }),
		...(personaId === '' ? {} : { persona_id: personaId }),
		...(index === 0 && replyTo !== '' ? { reply_to: { mid: replyTo } } : {}),
	}));
}
