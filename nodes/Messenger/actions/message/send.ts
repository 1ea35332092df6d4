// message/send: a text, buttons, cards, a file or Meta's own JSON to one person.
import { sleep } from 'n8n-workflow';
import type { FileToSend, SendParameters } from '../../graph/sending';
import type { Operation } from '../item/action';
import { channelOf } from '../item/pageCall';
import { laneOf, readWhom, recipientIdOf, type Whom } from '../item/whom';
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
	// Refuses what is past a limit before anything is sent, where the channel is known.
	if (whom.channel !== null) messageBodies(settings, whom.channel);
	return {
		lane: laneOf(whom),
		recipientId: recipientIdOf(whom),
		run: async () => {
			const channel = await channelOf(action, whom);
			const all = sendParameters(whom.recipient, channel, messageBodies(settings, channel), settings.options);
			const file: FileToSend | null = isUpload ? await fileOf(n8n, itemIndex) : null;
			const messageIds: Array<string | null> = [];
			let recipientId = recipientIdOf(whom);
			for (const [part, parameters] of all.entries()) {
				const key = messageKey(n8n, itemIndex, part, parameters);
				const isFirst = part === 0 && !wasTried(key);
				const sent = await sendOnce(key, async () => {
					if (isFirst) await showTyping(settings.options);
					return await deliver(action, whom, parameters, file);
				});
				messageIds.push(sent.messageId);
				recipientId = sent.recipientId ?? recipientId;
			}
			return {
				recipientId,
				messageId: messageIds.at(-1) ?? null,
				channel,
				accountId: whom.accountId,
				...(messageIds.length > 1 ? { messageIds } : {}),
			};
		},
	};

	async function showTyping({ typing }: MessageOptions): Promise<void> {
		if (typing <= 0) return;
		await deliver(action, whom, typingOn(whom));
		await sleep(typing * 1000);
	}
};

function typingOn({ recipient }: Whom): SendParameters {
	return { recipient, sender_action: 'typing_on' };
}
