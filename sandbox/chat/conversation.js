// The bubbles of the conversation, each with the deliveries that it caused.
import { byId, element } from './element.js';
import { focusDelivery } from './focus.js';
import { isVisible, listen, store } from './store.js';
import { became, stateOf, statusOf, variantOf } from './words.js';

export function showConversation() {
	listen('channel', showAll);
	listen('thread', showAll);
	listen('bubble', (bubble) => isVisible(bubble) && showBubble(bubble));
	listen('exchange', ({ bubbleId }) => {
		const bubble = store.bubbles.get(bubbleId);
		if (bubble !== undefined && isVisible(bubble)) showBubble(bubble);
	});
}

function showAll() {
	byId('messages').replaceChildren(...store.visibleBubbles.map(draw));
	scrollToEnd();
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
	const { id, kind, text } = bubble;
	const exchanges = store.exchangesOf(bubble);
	const state = exchanges.length > 0 ? null : element('small', {}, stateOf(bubble));
	return element(
		'li',
		{ id: `bubble-${id}`, className: kind, tabIndex: -1 },
		element('span', { className: 'bubble' }, element('span', { className: 'hidden' }, 'You: '), text),
		state,
		...exchanges.map(deliveryLink),
	);
}

function deliveryLink(exchange) {
	const { id } = exchange;
	const variant = variantOf(exchange);
	const link = element('a', { href: `#delivery-${id}` }, `Delivery ${id}`);
	link.addEventListener('click', (event) => {
		event.preventDefault();
		focusDelivery(id);
	});
	const outcome = `${variant === '' ? '' : `, ${variant}`}: ${statusOf(exchange)}, ${became(exchange)}`;
	return element('small', {}, link, outcome);
}

function scrollToEnd() {
	const box = byId('conversation');
	box.scrollTop = box.scrollHeight;
}
