// Whether the Page shows that it is typing.
import { byId } from './element.js';
import { scrollToEnd } from './scrollToEnd.js';
import { listen, store } from './store.js';

export function showTyping() {
	for (const kind of ['channel', 'thread']) listen(kind, show);
}

function show() {
	const typing = byId('typing');
	const isTyping = store.thread?.isTyping ?? false;
	if (typing.hidden === !isTyping) return;
	typing.textContent = `${store.scene.pageName} is typing …`;
	typing.hidden = !isTyping;
	scrollToEnd();
}
