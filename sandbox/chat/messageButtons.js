// The buttons of one message, or of what is set up. Those that Messenger deals with itself say what
// that would be: nothing is opened.
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

function draw(button, mid, index) {
	return tappable(button, { id: `target-${mid}-${index}`, act: { act: 'press', mid, index } });
}

/** `id` is for the words below it, `act` what a click does. */
export function tappable({ does, title, target }, { id, act }) {
	const button = element('button', { type: 'button' }, title);
	button.addEventListener('click', () => attempt(act));
	if (does === 'tap') return button;
	const small = element('small', { id, className: 'target' }, leads(does, target));
	button.setAttribute('aria-describedby', small.id);
	return element('span', { className: 'leads' }, button, small);
}

function leads(does, target) {
	return {
		open: `Opens ${target}`,
		call: `Calls ${target}`,
		logIn: `Login at ${target}`,
		logOut: 'Ends the link',
		notifyMe: 'Allows one message',
		getUpdates: 'Allows messages until it is taken back',
	}[does];
}
