// What reaches the trigger without a tap in the conversation: a link, an ad, and deliveries that
// are not as they should be.
import { attempt } from './attempt.js';
import { byId, element } from './element.js';
import { listen, store } from './store.js';

const ARRIVALS = [
	{
		act: 'link',
		title: ({ links }) => `Open ${links[store.channel]}`,
		hint: ({ isOpen }) =>
			isOpen ? 'Conversation is open: a referral event' : 'New conversation: its first tap carries the ref',
	},
	{
		act: 'ad',
		isThere: () => store.channel === 'messenger',
		title: ({ adTitle }) => `Click the ad '${adTitle}'`,
		hint: ({ isOpen }) =>
			isOpen
				? 'Conversation is open: a referral event'
				: 'New conversation: a referral event, then Get Started without it',
	},
	{
		act: 'writeToAd',
		isThere: () => store.channel === 'messenger',
		missing: () => (store.thread?.isOpen ? 'Only in a new conversation' : null),
		title: ({ adTitle }) => `Write to the ad '${adTitle}'`,
		hint: () => 'Its first message is typed, and has the referral in it',
	},
];
const noTap = () => (hasTap() ? null : 'Tap something first');
const VARIANTS = [
	{
		act: 'again',
		missing: noTap,
		title: () => 'The same again',
		hint: () => 'The latest tap, byte for byte',
	},
	{
		act: 'forge',
		missing: noTap,
		title: () => 'A forgery',
		hint: () => 'The latest tap, signed with another secret',
	},
	{
		act: 'standby',
		title: () => 'A tap on standby',
		hint: () => 'Held by another app: no payload',
	},
	{ act: 'read', title: () => 'A read receipt', hint: () => 'A kind that the trigger does not take' },
];

export function showOutside() {
	fill('arrivals', ARRIVALS);
	fill('variants', VARIANTS);
}

function fill(id, ways) {
	const entries = ways.map(draw);
	byId(id).append(...entries.map(({ entry }) => entry));
	const update = () => store.scene !== null && entries.forEach((one) => one.update(store.scene));
	for (const kind of ['scene', 'channel', 'thread', 'exchange']) listen(kind, update);
}

/** `missing` says what has to be done first; null when nothing. */
function draw({ act, title, hint, isThere = () => true, missing = () => null }) {
	const hintId = `hint-${act}`;
	const button = element('button', { type: 'button', 'aria-describedby': hintId });
	const small = element('small', { id: hintId });
	button.addEventListener('click', () => missing() === null && attempt({ act, channel: store.channel }));
	const entry = element('li', {}, button, small);
	const update = (scene) => {
		entry.hidden = !isThere();
		button.textContent = title(scene);
		// Stays in the Tab order, or whoever goes by keyboard would not learn of it.
		button.setAttribute('aria-disabled', String(missing() !== null));
		small.textContent = missing() ?? hint(store.thread ?? { isOpen: false });
	};
	return { entry, update };
}

/**
 * Of this channel, that started or resumed an execution: only then is the next one of the same
 * bytes a repetition.
 */
function hasTap() {
	return [...store.exchanges.values()].some(
		({ channel, outcome }) => channel === store.channel && ['executed', 'resumed'].includes(outcome.state),
	);
}
