// One delivery: what Meta sent, what n8n answered, and which execution it started or resumed, or
// why none.
import { element } from './element.js';
import { focusBubble } from './focus.js';
import { json } from './json.js';
import { isVisible, store } from './store.js';
import { became, channelName, statusOf, variantOf } from './words.js';

export function deliveryCard(exchange) {
	return element(
		'li',
		{ id: `delivery-${exchange.id}`, value: exchange.id },
		element(
			'details',
			{ name: 'delivery' },
			summary(exchange),
			element('div', { className: 'sides' }, sent(exchange), answered(exchange)),
		),
	);
}

function summary(exchange) {
	const { event, id, outcome, status } = exchange;
	const variant = variantOf(exchange);
	const tag = variant === '' ? null : element('span', { className: 'tag' }, variant);
	return element(
		'summary',
		{},
		element('span', { className: 'number' }, element('span', { className: 'hidden' }, 'Delivery '), `${id}`),
		element(
			'span',
			{ className: 'what' },
			element('strong', {}, event),
			` ${store.bubbles.get(exchange.bubbleId)?.text ?? ''} `,
			tag,
		),
		element('span', { className: 'tag' }, channelName(exchange)),
		element('span', { className: status === 200 ? 'status accepted' : 'status refused' }, statusOf(exchange)),
		element('span', { className: `became ${outcome.state}` }, became(exchange)),
	);
}

function sent(exchange) {
	const { request, repeats, variant } = exchange;
	const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
	const relation = {
		again: `The same bytes and signature as delivery ${repeats}.`,
		forged: `The same bytes as delivery ${repeats}, signed with another secret.`,
		standby: 'Another app holds the conversation, so Meta leaves the payload out.',
	}[variant];
	return element(
		'section',
		{},
		element('h3', {}, variant === 'forged' ? 'Somebody else sent' : 'Meta sent'),
		relation === undefined ? null : element('p', {}, relation),
		element('pre', { className: 'head' }, [`POST ${request.path}`, ...headers].join('\n')),
		json(request.body),
		bubbleLink(exchange),
	);
}

function answered(exchange) {
	const { answer, durationMs, outcome } = exchange;
	return element(
		'section',
		{},
		element('h3', {}, 'n8n answered'),
		element('pre', { className: 'head' }, `${statusOf(exchange)} in ${durationMs} ms\n${answer}`),
		element('h3', {}, 'It became'),
		...result(outcome),
	);
}

function result(outcome) {
	switch (outcome.state) {
		case 'waiting':
			return [element('p', {}, 'Waiting for the execution to end …')];
		case 'executed':
			return [
				element(
					'p',
					{},
					executionLink(outcome),
					', with this item at the output ',
					strong(outcome.output),
					':',
				),
				json(outcome.item),
				outcome.isWaiting ? element('p', {}, 'It has asked a question, and waits for the answer.') : '',
			];
		case 'resumed':
			return [
				element('p', {}, executionLink(outcome), ' goes on, with this item from ', strong(outcome.node), ':'),
				json(outcome.item),
			];
		default:
			return [element('p', {}, `No execution. ${outcome.why}`)];
	}
}

function executionLink({ executionId, url }) {
	return element('a', { href: url, target: '_blank', rel: 'noreferrer' }, `Execution ${executionId}`);
}

const strong = (text) => element('strong', {}, text);

/** Only while its conversation is shown. */
function bubbleLink({ bubbleId }) {
	const bubble = store.bubbles.get(bubbleId);
	if (bubble === undefined || !isVisible(bubble)) return null;
	const link = element('a', { href: `#bubble-${bubbleId}` }, 'Show it in the conversation');
	link.addEventListener('click', (event) => {
		event.preventDefault();
		focusBubble(bubbleId);
	});
	return element('p', {}, link);
}
