// The quick replies of the newest message: gone as soon as anything is said after it.
import { attempt } from './attempt.js';
import { byId, element } from './element.js';
import { scrollToEnd } from './scrollToEnd.js';
import { listen, store } from './store.js';

let shown = null;

export function showQuickReplies() {
	for (const kind of ['channel', 'thread', 'bubble']) listen(kind, show);
}

function show() {
	const newest = store.visibleBubbles.findLast(({ kind }) => kind !== 'note');
	const offering = newest?.kind === 'received' && newest.quickReplies.length > 0 ? newest : null;
	if (shown === (offering?.mid ?? null)) return;
	shown = offering?.mid ?? null;
	const group = byId('quick-replies');
	const hadFocus = group.contains(document.activeElement);
	group.hidden = offering === null;
	group.replaceChildren(...(offering?.quickReplies.map((reply, index) => draw(reply, shown, index)) ?? []));
	scrollToEnd();
	// What was tapped is gone: go on at what was said by it.
	if (hadFocus) byId('messages').lastElementChild.focus();
}

function draw({ title, imageUrl }, mid, index) {
	const button = element('button', { type: 'button' }, picture(imageUrl), title);
	button.addEventListener('click', () => attempt({ act: 'reply', mid, index }));
	return button;
}

/** This page loads nothing from elsewhere. */
function picture(url) {
	if (url === null || new URL(url).origin !== location.origin) return null;
	return element('img', { src: url, alt: '' });
}
