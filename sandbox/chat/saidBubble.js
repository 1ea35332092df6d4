// What the person said or did, with the deliveries that it caused.
import { element } from './element.js';
import { focusDelivery } from './focus.js';
import { reaction } from './reaction.js';
import { store } from './store.js';
import { became, stateOf, statusOf, variantOf } from './words.js';

export function saidBubble(bubble) {
	const { id, kind, text } = bubble;
	const exchanges = store.exchangesOf(bubble);
	const state = exchanges.length > 0 ? null : element('small', {}, stateOf(bubble));
	return element(
		'li',
		{ id: `bubble-${id}`, className: kind, tabIndex: -1 },
		element('span', { className: 'bubble' }, element('span', { className: 'hidden' }, 'You: '), text),
		reaction(bubble),
		state,
		...exchanges.map(deliveryLink),
		store.seenBubbleId === id ? element('small', { className: 'seen' }, 'Seen') : null,
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
