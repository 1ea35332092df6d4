// The Page's reaction to a message: one that Meta has a name for, or an emoji.
import { element } from './element.js';
import { store } from './store.js';

const EMOJI = { love: '❤️', smile: '😆', wow: '😮', sad: '😢', angry: '😠', like: '👍', dislike: '👎' };

export function reaction({ reaction: name }) {
	if (name === null) return null;
	return element(
		'small',
		{ className: 'reaction' },
		element('span', { className: 'hidden' }, `${store.scene.pageName} reacted: ${name}`),
		element('span', { 'aria-hidden': 'true' }, EMOJI[name] ?? name),
	);
}
