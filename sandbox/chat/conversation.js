// The bubbles of the conversation that is shown.
import { byId } from './element.js';
import { receivedBubble } from './receivedBubble.js';
import { saidBubble } from './saidBubble.js';
import { scrollToEnd } from './scrollToEnd.js';
import { isVisible, listen, store } from './store.js';

let shown = '';
let seen = 0;

export function showConversation() {
	listen('channel', showThread);
	listen('thread', showThread);
	listen('bubble', (bubble) => isVisible(bubble) && showBubble(bubble));
	listen('exchange', ({ bubbleId }) => showAgain(bubbleId));
}

function showThread() {
	const { thread, channel, seenBubbleId } = store;
	const key = `${channel} ${thread?.senderId}`;
	if (key !== shown) {
		shown = key;
		byId('messages').replaceChildren(...store.visibleBubbles.map(draw));
		scrollToEnd();
	} else if (seenBubbleId !== seen) {
		showAgain(seen);
		showAgain(seenBubbleId);
	}
	seen = seenBubbleId;
}

function showAgain(id) {
	const bubble = store.bubbles.get(id);
	if (bubble !== undefined && isVisible(bubble)) showBubble(bubble);
}

function showBubble(bubble) {
	const drawn = draw(bubble);
	const before = byId(drawn.id);
	if (before === null) {
		drawn.classList.add('arrives');
		byId('messages').append(drawn);
		scrollToEnd();
	} else if (before.contains(document.activeElement)) {
		before.replaceWith(drawn);
		drawn.focus({ preventScroll: true });
	} else {
		before.replaceWith(drawn);
		scrollToEnd();
	}
}

function draw(bubble) {
	return bubble.kind === 'received' ? receivedBubble(bubble) : saidBubble(bubble);
}
