// Tells whoever listens to the page what the Page sends while they do.
import { byId, element } from './element.js';
import { buttonsOf } from './messageButtons.js';
import { isVisible, listen, store } from './store.js';
import { textOf } from './words.js';

const KEPT = 5;
let last = 0;

export function showAnnouncements() {
	listen('bubble', (bubble) => {
		if (bubble.id <= last) return; // it was changed, or told again
		last = bubble.id;
		if (store.isUpToDate && bubble.kind === 'received' && isVisible(bubble)) announce(bubble);
	});
}

function announce(bubble) {
	const log = byId('incoming');
	log.append(element('div', {}, ...wordsFor(bubble).map((words) => element('p', {}, words))));
	if (log.children.length > KEPT) log.firstElementChild.remove();
}

function wordsFor(bubble) {
	const buttons = bubble.contents.flatMap(buttonsOf).map(({ title }) => title);
	const quickReplies = bubble.quickReplies.map(({ title }) => title);
	return [
		`${store.scene.pageName}: ${textOf(bubble)}`,
		...(buttons.length > 0 ? [`Buttons: ${buttons.join(', ')}`] : []),
		...(quickReplies.length > 0 ? [`Quick replies: ${quickReplies.join(', ')}`] : []),
	];
}
