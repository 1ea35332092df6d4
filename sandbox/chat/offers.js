// What the Page has set up for the conversation that is shown, its first screen and menu, and the
// text field.
import { attempt } from './attempt.js';
import { byId, element } from './element.js';
import { tappable } from './messageButtons.js';
import { scrollToEnd } from './scrollToEnd.js';
import { listen, store } from './store.js';

let shown = '';

export function showOffers() {
	for (const kind of ['offers', 'channel', 'thread']) listen(kind, show);
	byId('start-over').addEventListener('click', () => attempt({ act: 'startOver', channel: store.channel }));
	byId('composer').addEventListener('submit', (event) => {
		event.preventDefault();
		const text = byId('text').value.trim();
		if (text === '') return;
		byId('text').value = '';
		void attempt({ act: 'type', channel: store.channel, text });
	});
}

function show() {
	const { thread, channel } = store;
	if (thread === undefined) return;
	const when = thread.isOpen ? 'open' : 'new';
	const offers = store.offers.filter((offer) => offer.channel === channel && offer.when === when);
	const key = JSON.stringify([channel, when, thread.referral?.ref, offers]);
	if (key === shown) return;
	const hadFocus = ['offers', 'menu'].some((id) => byId(id).contains(document.activeElement));
	shown = key;
	const [menu, ...others] = [offers.find(isMenu), ...offers.filter((offer) => !isMenu(offer))];
	byId('offers').replaceChildren(...others.map(draw), cameFrom(thread) ?? '');
	byId('menu').hidden = menu === undefined;
	byId('menu').replaceChildren(
		...(menu === undefined
			? []
			: [element('span', { id: 'menu-title' }, menu.text), ...menu.buttons.map(tapButton)]),
	);
	scrollToEnd();
	// What was tapped is gone: go on at what was said by it.
	if (hadFocus) (byId('messages').lastElementChild ?? byId('conversation')).focus();
}

const isMenu = ({ kind }) => kind === 'menu';

function draw({ kind, text, buttons }) {
	const id = `offer-${kind}`;
	return element(
		'div',
		{ className: `offer ${kind}`, role: 'group', 'aria-labelledby': id },
		element('p', { id }, text),
		...buttons.map(tapButton),
	);
}

function cameFrom({ referral }) {
	if (referral === null) return null;
	return element('p', { className: 'came-from' }, `The first tap will carry the ref '${referral.ref}'.`);
}

function tapButton(button) {
	return tappable(button, { id: `target-${button.id}`, act: { act: 'tap', button: button.id } });
}
