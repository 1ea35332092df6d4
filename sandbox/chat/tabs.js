// The two channels as tabs: arrow keys, Home and End move, and the tab that is left keeps out of
// the Tab order.
import { byId } from './element.js';
import { listen, showChannel, store } from './store.js';

const tabs = [...document.querySelectorAll('[role=tab]')];
const channelOf = (tab) => tab.id.replace('tab-', '');

export function showTabs() {
	for (const [index, tab] of tabs.entries()) {
		tab.addEventListener('click', () => showChannel(channelOf(tab)));
		tab.addEventListener('keydown', (event) => {
			const next = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: tabs.length - 1 }[event.key];
			if (next === undefined) return;
			event.preventDefault();
			const chosen = tabs[(next + tabs.length) % tabs.length];
			chosen.focus();
			showChannel(channelOf(chosen));
		});
	}
	listen('channel', select);
	select();
}

function select() {
	for (const tab of tabs) {
		const isChosen = channelOf(tab) === store.channel;
		tab.setAttribute('aria-selected', String(isChosen));
		tab.tabIndex = isChosen ? 0 : -1;
		if (isChosen) byId('conversation').setAttribute('aria-labelledby', tab.id);
	}
}
