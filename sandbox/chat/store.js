// What is known: the scene, what can be tapped, the conversations, bubbles and deliveries, and
// which channel is shown. Tells whoever listens.
export const store = {
	scene: null,
	/** What the Page has set up for either channel. */
	offers: [],
	channel: 'messenger',
	threads: new Map(),
	bubbles: new Map(),
	exchanges: new Map(),
	/** Whether all that was there before has been told. */
	isUpToDate: false,

	get thread() {
		return this.threads.get(this.channel);
	},

	/** Those of the conversation that is shown, oldest first. */
	get visibleBubbles() {
		return [...this.bubbles.values()].filter(isVisible);
	},

	/** The newest thing said that the Page has marked as seen; 0: nothing. */
	get seenBubbleId() {
		const isSeen = ({ id, kind }) => kind === 'said' && id <= this.thread.seenUpTo;
		return this.visibleBubbles.findLast(isSeen)?.id ?? 0;
	},

	bubbleOf(mid) {
		return [...this.bubbles.values()].find((bubble) => bubble.mid === mid);
	},

	exchangesOf(bubble) {
		return [...this.exchanges.values()].filter(({ bubbleId }) => bubbleId === bubble.id);
	},
};

const listeners = [];

/** `kind`: scene, offers, thread, bubble, exchange or channel. */
export function listen(kind, listener) {
	listeners.push({ kind, listener });
}

export function take({ kind, value }) {
	if (kind === 'scene') store.scene = value;
	if (kind === 'offers') store.offers = value;
	if (kind === 'thread') store.threads.set(value.channel, value);
	if (kind === 'bubble') store.bubbles.set(value.id, value);
	if (kind === 'exchange') store.exchanges.set(value.id, value);
	if (kind === 'upToDate') store.isUpToDate = value;
	tell(kind, value);
}

export function showChannel(channel) {
	store.channel = channel;
	tell('channel', channel);
}

export function isVisible(bubble) {
	return bubble.channel === store.channel && bubble.senderId === store.thread?.senderId;
}

function tell(kind, value) {
	for (const one of listeners) if (one.kind === kind) one.listener(value);
}
