// The list of deliveries, newest first. One is unfolded at a time: the newest, until another is
// chosen.
import { deliveryCard } from './deliveryCard.js';
import { byId } from './element.js';
import { unfold } from './focus.js';
import { listen } from './store.js';
import { announcement } from './words.js';

export function showDeliveries() {
	listen('exchange', (exchange) => {
		show(exchange);
		byId('status').textContent = announcement(exchange);
	});
}

function show(exchange) {
	const card = deliveryCard(exchange);
	const before = byId(card.id);
	if (before === null) {
		byId('deliveries').prepend(card);
		card.classList.add('arrives');
		unfold(card);
		return;
	}
	const isOpen = before.querySelector('details').open;
	const hadFocus = before.contains(document.activeElement);
	before.replaceWith(card);
	card.querySelector('details').open = isOpen;
	if (hadFocus) card.querySelector('summary').focus({ preventScroll: true });
}
