// The newest of the conversation is what is seen of it.
import { byId } from './element.js';

export function scrollToEnd() {
	const box = byId('conversation');
	box.scrollTop = box.scrollHeight;
}
