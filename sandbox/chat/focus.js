// Takes the reader to a bubble of the conversation, or to a delivery.
import { byId } from './element.js';

/** Does nothing when the bubble belongs to a conversation that is not shown. */
export function focusBubble(id) {
	byId(`bubble-${id}`)?.focus();
}

/** Unfolds it and moves the focus there. */
export function focusDelivery(id) {
	const card = byId(`delivery-${id}`);
	if (card === null) return;
	unfold(card);
	card.querySelector('summary').focus();
}

/** One is unfolded at a time. */
export function unfold(card) {
	for (const other of byId('deliveries').querySelectorAll('details[open]')) other.open = false;
	card.querySelector('details').open = true;
}
