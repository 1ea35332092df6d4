// The conversations: one per channel, each of one person, new until the person has tapped something
// in it.
import type { Channel } from './pageOffers.ts';

export interface Thread {
	channel: Channel;
	/** Page-scoped or Instagram-scoped. */
	senderId: string;
	isOpen: boolean;
	/** Came by a link and has not tapped yet: the first tap of a new conversation carries it. */
	referral: Record<string, unknown> | null;
	/** Whether the Page shows that it is typing. */
	isTyping: boolean;
	/** The newest bubble that the Page has marked as seen; 0: none. */
	seenUpTo: number;
}

/** What Meta has from the person, for quick replies that offer it. */
export const PERSON = { email: 'robin@example.com', phone: '+15105550142' };

/** Of the first person; each further one counts up. */
const FIRST_SENDER = { messenger: 6001002003004005, instagram: 7001002003004005 };

export class Threads {
	private readonly current: Record<Channel, Thread>;

	constructor() {
		this.current = {
			// `npm start` taps a button of a conversation that is under way.
			messenger: { ...newThread('messenger', FIRST_SENDER.messenger), isOpen: true },
			instagram: newThread('instagram', FIRST_SENDER.instagram),
		};
	}

	of(channel: Channel): Readonly<Thread> {
		return this.current[channel];
	}

	all(): Array<Readonly<Thread>> {
		return Object.values(this.current);
	}

	change(channel: Channel, change: Partial<Omit<Thread, 'channel' | 'senderId'>>): Readonly<Thread> {
		return (this.current[channel] = { ...this.current[channel], ...change });
	}

	/** Another person writes to the Page. */
	startOver(channel: Channel): Readonly<Thread> {
		return (this.current[channel] = newThread(channel, Number(this.current[channel].senderId) + 1));
	}
}

function newThread(channel: Channel, senderId: number): Thread {
	return {
		channel,
		senderId: String(senderId),
		isOpen: false,
		referral: null,
		isTyping: false,
		seenUpTo: 0,
	};
}
