// message/send: a text, buttons, cards, a file or Meta's own JSON to one person.
import { sleep } from 'n8n-workflow';
import type { Channel } from '../../graph/channel';
import type { FileToSend } from '../../graph/sending';
import type { Action, Operation } from '../item/action';
import { accountOf } from '../item/pageCall';
import { laneOf, readWhom, recipientIdOf, type Whom } from '../item/whom';
import { withPartsSent } from '../refusals/actionFailure';
import { deliver } from './deliver';
import { fileOf } from './fileOf';
import { messageBodies } from './messageBodies';
import type { MessageOptions } from './messageSettings';
import { readMessage } from './readMessage';
import { sendParameters } from './sendParameters';
import { messageKey, sendOnce, wasTried } from './sentMemory';

export const send: Operation = (action, itemIndex) => {
	const { n8n } = action;
	const whom = readWhom(n8n, itemIndex);
	const settings = readMessage(n8n, itemIndex);
	const isUpload = settings.type === 'media' && settings.mediaUrl === null;
	const messagesOn = (channel: Channel) =>
		sendParameters(whom.recipient, channel, messageBodies(settings, channel), settings);
	// Refuses what is past a limit before anything is sent, where the channel is known.
	if (whom.channel !== null) messagesOn(whom.channel);
	return {
		lane: laneOf(whom),
		recipientId: recipientIdOf(whom),
		run: async () => {
			const { channel, accountId } = await accountOf(action, whom);
			const file: FileToSend | null = isUpload ? await fileOf(n8n, itemIndex) : null;
			const messageIds: Array<string | null> = [];
			let recipientId = recipientIdOf(whom);
			const messages = messagesOn(channel);
			for (const [part, parameters] of messages.entries()) {
				const key = messageKey(n8n, itemIndex, part, parameters);
				if (part === 0 && !wasTried(key)) await showTyping(action, whom, settings.options);
				const work = async () => await deliver(action, whom, parameters, { file });
				const sent = await sendOnce(key, work).catch((error: unknown) => {
					throw withPartsSent(error, part, messages.length);
				});
				messageIds.push(sent.messageId);
				recipientId = sent.recipientId ?? recipientId;
			}
			return {
				recipientId,
				messageId: messageIds.at(-1) ?? null,
				channel,
				accountId,
				...(messageIds.length > 1 ? { messageIds } : {}),
			};
		},
	};
};

/** A message goes out without it when Meta does not take it. */
async function showTyping(action: Action, whom: Whom, { typing }: MessageOptions): Promise<void> {
	if (typing <= 0) return;
	const parameters = { recipient: whom.recipient, sender_action: 'typing_on' };
	const shown = deliver(action, whom, parameters, { isAside: true });
	await shown.then(
		async () => await sleep(typing * 1000),
		() => undefined,
	);
}
