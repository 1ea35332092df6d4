// The buttons of one message. Those that Messenger deals with itself say where they would lead:
// nothing is opened.
import { attempt } from './attempt.js';
import { element } from './element.js';

/** They are told apart by their place in the message: `next` hands them out in order. */
export function messageButtons({ mid, contents }) {
	const drawn = contents.flatMap(buttonsOf).map((button, index) => draw(button, mid, index));
	return { next: (count) => drawn.splice(0, count) };
}

export function buttonsOf({ kind, buttons, cards }) {
	if (kind === 'buttons') return buttons;
	return kind === 'cards' ? cards.flatMap((card) => card.buttons) : [];
}

function draw({ does, title, target }, mid, index) {
	const button = element('button', { type: 'button' }, title);
	button.addEventListener('click', () => attempt({ act: 'press', mid, index }));
	if (does === 'tap') return button;
	const small = element('small', { id: `target-${mid}-${index}`, className: 'target' }, leads(does, target));
	button.setAttribute('aria-describedby', small.id);
	return element('span', { className: 'leads' }, button, small);
}

function leads(does, target) {
	return (
		{ open: `Opens ${target}`, call: `Calls ${target}`, logIn: `Login at ${target}` }[does] ?? 'Ends the link'
	);
}
