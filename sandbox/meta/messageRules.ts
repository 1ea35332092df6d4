// What Meta takes as a message, apart from the files behind it.
import { badParameter } from './graphError.ts';
import { Param } from './param.ts';
import { checkTemplate } from './templateRules.ts';
import type { Channel } from './types.ts';

const MESSENGER_TEXT_MAX = 2000;
const INSTAGRAM_TEXT_MAX_BYTES = 1000;
const METADATA_MAX = 1000;
const QUICK_REPLIES_MAX = 13;
const QUICK_REPLY_TITLE_MAX = 20;
const QUICK_REPLY_PAYLOAD_MAX = 1000;
const GRID_MAX = 10;
/** A message has exactly one of them. */
const CONTENTS = ['text', 'attachment', 'attachments', 'template'];
const ATTACHMENT_TYPES: Record<Channel, string[]> = {
	messenger: ['template', 'image', 'video', 'audio', 'file'],
	instagram: ['template', 'image', 'video', 'audio'],
};
const QUICK_REPLY_TYPES: Record<Channel, string[]> = {
	messenger: ['text', 'user_email', 'user_phone_number'],
	instagram: ['text'],
};

export interface MediaParam {
	type: string;
	payload: Param;
}

/**
 * The media of the message, whose files are still to be looked at.
 * @throws {GraphError} for a message that Meta would refuse
 */
export function checkMessage(json: unknown, channel: Channel): MediaParam[] {
	const message = new Param('message', json).withKeys([...CONTENTS, 'quick_replies', 'metadata']);
	const [content, ...others] = CONTENTS.filter((name) => !message.at(name).isAbsent);
	if (content === undefined || others.length > 0) {
		throw badParameter(`A message has exactly one of ${CONTENTS.join(', ')}`);
	}
	if (!message.at('metadata').isAbsent) message.at('metadata').text(METADATA_MAX);
	const quickReplies = message.at('quick_replies');
	if (!quickReplies.isAbsent) {
		for (const reply of quickReplies.items(QUICK_REPLIES_MAX)) checkQuickReply(reply, channel);
	}
	if (content === 'text') checkText(message.at('text'), channel);
	if (content === 'attachment') return checkAttachment(message.at('attachment'), channel);
	if (content !== 'attachments') return [];
	return message
		.at('attachments')
		.items(GRID_MAX)
		.flatMap((attachment) => checkAttachment(attachment, channel));
}

function checkText(text: Param, channel: Channel): void {
	if (channel === 'instagram') text.textInBytes(INSTAGRAM_TEXT_MAX_BYTES);
	else text.text(MESSENGER_TEXT_MAX);
}

function checkQuickReply(reply: Param, channel: Channel): void {
	const type = reply.at('content_type').oneOf(QUICK_REPLY_TYPES[channel]);
	const image = channel === 'instagram' ? [] : ['image_url'];
	if (type !== 'text') {
		// Meta fills in title and payload.
		reply.withKeys(['content_type', 'payload', ...image]);
		return;
	}
	reply.withKeys(['content_type', 'title', 'payload', ...image]);
	reply.at('title').text(QUICK_REPLY_TITLE_MAX);
	reply.at('payload').text(QUICK_REPLY_PAYLOAD_MAX);
	if (!reply.at('image_url').isAbsent) reply.at('image_url').url();
}

function checkAttachment(attachment: Param, channel: Channel): MediaParam[] {
	attachment.withKeys(['type', 'payload']);
	const type = attachment.at('type').oneOf(ATTACHMENT_TYPES[channel]);
	const payload = attachment.at('payload');
	if (type !== 'template')
		return [{ type, payload: payload.withKeys(['url', 'attachment_id', 'is_reusable']) }];
	checkTemplate(payload, channel);
	return [];
}
