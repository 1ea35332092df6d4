// What the Page sends to the person of a conversation: messages, typing, seen, reactions.
import type { Meta, SentAction, SentMessage } from '../meta/index.ts';
import { optionalTextAt } from '../n8n/json.ts';
import type { Thread, Threads } from './conversations.ts';
import type { History } from './history.ts';
import { contentsOf, quickRepliesOf } from './messageContents.ts';
import type { Channel } from './pageOffers.ts';
import { Typing } from './typing.ts';

interface Setting {
	threads: Threads;
	history: History;
	pageId: string;
}

type Sent = Pick<SentMessage | SentAction, 'pageId' | 'channel' | 'recipient'>;

export class Inbox {
	private readonly setting: Setting;
	private readonly typing = new Typing((channel, isTyping) => this.change(channel, { isTyping }));

	constructor(setting: Setting) {
		this.setting = setting;
	}

	listen(meta: Pick<Meta, 'onMessageSent' | 'onActionSent'>): void {
		meta.onMessageSent((sent) => this.isForUs(sent) && this.takeMessage(sent));
		meta.onActionSent((sent) => this.isForUs(sent) && this.takeAction(sent));
	}

	takeMessage(sent: Pick<SentMessage, 'channel' | 'mid' | 'message' | 'file' | 'replyTo'>): void {
		const { channel, mid, message, file, replyTo } = sent;
		const { senderId } = this.setting.threads.of(channel);
		this.typing.stop(channel);
		this.setting.history.addBubble({
			kind: 'received',
			channel,
			senderId,
			mid,
			reaction: null,
			contents: contentsOf(message, file),
			quickReplies: quickRepliesOf(message),
			replyTo,
		});
	}

	private takeAction({ action, channel, payload }: SentAction): void {
		const { history } = this.setting;
		const mid = optionalTextAt(payload, 'message_id') ?? '';
		switch (action) {
			case 'typing_on':
				return this.typing.start(channel);
			case 'typing_off':
				return this.typing.stop(channel);
			case 'mark_seen':
				return this.change(channel, { seenUpTo: history.newestBubbleId });
			case 'react':
				return history.setReaction(mid, optionalTextAt(payload, 'reaction') ?? null);
			case 'unreact':
				return history.setReaction(mid, null);
		}
	}

	/** People whose conversation the page does not show get messages too. */
	private isForUs({ pageId, channel, recipient }: Sent): boolean {
		return pageId === this.setting.pageId && recipient.id === this.setting.threads.of(channel).senderId;
	}

	private change(channel: Channel, change: Partial<Pick<Thread, 'isTyping' | 'seenUpTo'>>): void {
		const { threads, history } = this.setting;
		history.tell({ kind: 'thread', value: threads.change(channel, change) });
	}
}
