// What can be tapped in the conversation that is shown: its first screen, templates, quick replies
// and menu, and the text field.
import { attempt } from './attempt.js';
import { byId, element } from './element.js';
import { listen, store } from './store.js';

let shown = '';

export function showOffers() {
	for (const kind of ['scene', 'channel', 'thread']) listen(kind, show);
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
	const { scene, thread, channel } = store;
	if (scene === null || thread === undefined) return;
	const when = thread.isOpen ? 'open' : 'new';
	const key = [channel, when, thread.referral?.ref ?? ''].join(' ');
	if (key === shown) return;
	const hadFocus = ['offers', 'menu'].some((id) => byId(id).contains(document.activeElement));
	shown = key;
	const offers = scene.offers.filter((offer) => offer.channel === channel && offer.when === when);
	const [menu, ...others] = [offers.find(isMenu), ...offers.filter((offer) => !isMenu(offer))];
	byId('offers').replaceChildren(...groups(others), cameFrom(thread) ?? '');
	byId('menu').hidden = menu === undefined;
	byId('menu').replaceChildren(
		...(menu === undefined
			? []
			: [element('span', { id: 'menu-title' }, menu.text), ...menu.buttons.map(tapButton)]),
	);
	byId('conversation').scrollTop = byId('conversation').scrollHeight;
	// What was tapped is gone: go on at what took its place.
	if (hadFocus) (byId('offers').querySelector('button') ?? byId('conversation')).focus();
}

const isMenu = ({ kind }) => kind === 'menu';

/** Cards stand side by side. */
function groups(offers) {
	const cards = offers.filter(({ kind }) => kind === 'card');
	const others = offers.filter(({ kind }) => kind !== 'card');
	if (cards.length === 0) return others.map(draw);
	return [
		element('ul', { className: 'cards', 'aria-label': 'Offers' }, ...cards.map(card)),
		...others.map(draw),
	];
}

function card({ text, detail, buttons }, index) {
	const picture = element('span', { className: `picture picture-${index}`, 'aria-hidden': 'true' });
	const words = element('p', {}, element('strong', {}, text), element('small', {}, detail));
	return element('li', {}, picture, words, ...buttons.map(tapButton));
}

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

function tapButton({ id, title }) {
	const button = element('button', { type: 'button' }, title);
	button.addEventListener('click', () => attempt({ act: 'tap', button: id }));
	return button;
}
