// What the Page sent, in each of Meta's kinds.
import { element } from './element.js';
import { json } from './json.js';
import { messageButtons } from './messageButtons.js';
import { reaction } from './reaction.js';
import { store } from './store.js';
import { textOf } from './words.js';

export function receivedBubble(bubble) {
	const { id, contents, replyTo } = bubble;
	const buttons = messageButtons(bubble);
	return element(
		'li',
		{ id: `bubble-${id}`, className: 'received', tabIndex: -1 },
		element('span', { className: 'hidden' }, `${store.scene.pageName}: `),
		quotation(replyTo),
		...contents.map((content) => DRAW[content.kind](content, buttons)),
		reaction(bubble),
	);
}

const DRAW = {
	text: ({ text }) => element('p', { className: 'bubble' }, text),
	buttons: ({ text, buttons: { length } }, buttons) =>
		element('div', { className: 'template' }, element('p', {}, text), ...buttons.next(length)),
	cards: ({ cards }, buttons) =>
		element(
			'ul',
			// It scrolls, and a card may have nothing to tap.
			{ className: 'cards', 'aria-label': 'Cards', tabIndex: cards.length > 1 ? 0 : -1 },
			...cards.map((card) => cardItem(card, buttons)),
		),
	media: ({ type, name, size }) =>
		element(
			'p',
			{ className: 'bubble' },
			element('strong', {}, NAMES[type] ?? type),
			` ${name}${size === null ? '' : `, ${sizeOf(size)}`}`,
		),
	other: ({ name, json: value }) =>
		element('div', { className: 'template' }, element('p', {}, `A ${name}`), json(value)),
};

const NAMES = { image: 'Image', video: 'Video', audio: 'Audio', file: 'File' };

function cardItem({ title, subtitle, imageUrl, opens, buttons: { length } }, buttons) {
	return element(
		'li',
		{},
		imageUrl === null ? null : picture(imageUrl),
		element(
			'p',
			{},
			element('strong', {}, title),
			element('small', {}, subtitle),
			opens === null ? null : element('small', { className: 'target' }, `Opens ${opens}`),
		),
		...buttons.next(length),
	);
}

/** This page loads nothing from elsewhere. */
function picture(url) {
	if (new URL(url).origin === location.origin) {
		return element('img', { className: 'picture', src: url, alt: '' });
	}
	return element('small', { className: 'picture target' }, `Picture at ${url}`);
}

function quotation(mid) {
	if (mid === null) return null;
	const quoted = store.bubbleOf(mid);
	return element(
		'small',
		{ className: 'quotation' },
		`In reply to: ${quoted ? textOf(quoted) : 'a message'}`,
	);
}

function sizeOf(bytes) {
	return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`;
}
