// The list of deliveries, newest first. One is unfolded at a time: the newest, until another is chosen.
import { deliveryCard } from './deliveryCard.js';
import { byId } from './element.js';
import { listen } from './store.js';
import { announcement } from './words.js';

export function showDeliveries() {
	listen('exchange', (exchange) => {
		show(exchange);
		byId('status').textContent = announcement(exchange);
	});
}

/** Unfolds it and moves the focus there. */
export function showDelivery(id) {
	const card = byId(`delivery-${id}`);
	if (card === null) return;
	unfold(card);
	card.querySelector('summary').focus();
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

function unfold(card) {
	for (const other of byId('deliveries').querySelectorAll('details[open]')) other.open = false;
	card.querySelector('details').open = true;
}
