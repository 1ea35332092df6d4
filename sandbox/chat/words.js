// What was said and what became of a delivery, in words: for the bubble, the list, and who listens
// to the page.
const VARIANTS = { first: '', standby: 'standby', again: 'again', forged: 'forged' };
const STATES = {
	sending: 'sending …',
	kept: 'nothing was sent',
	unsubscribed: 'Meta sent nothing: no published workflow has subscribed to it',
};

export const variantOf = ({ variant }) => VARIANTS[variant];
export const channelName = ({ channel }) => (channel === 'messenger' ? 'Messenger' : 'Instagram');
export const stateOf = ({ state }) => STATES[state] ?? '';

/** What a bubble says, without buttons. */
export function textOf({ text, contents }) {
	return contents === undefined ? text : contents.map(contentText).join('. ');
}

function contentText({ kind, text, cards, name, type }) {
	if (kind === 'cards') return cards.map(({ title, subtitle }) => `${title}, ${subtitle}`).join('. ');
	if (kind === 'media') return `${type} ${name}`;
	return text ?? `A ${name}`;
}

export function statusOf({ status }) {
	return status === null ? 'no answer' : String(status);
}

/** As short as a table cell. */
export function became({ outcome }) {
	if (outcome.state === 'waiting') return 'waiting for n8n …';
	if (outcome.state === 'resumed') return `execution ${outcome.executionId} goes on`;
	return outcome.state === 'executed' ? `output ${outcome.output}` : 'no execution';
}

export function announcement(exchange) {
	const { id, outcome, durationMs } = exchange;
	const answered = `Delivery ${id} was answered ${statusOf(exchange)} in ${durationMs} ms`;
	if (outcome.state === 'waiting') return `${answered}, waiting for n8n …`;
	if (outcome.state === 'resumed') return `${answered}, and execution ${outcome.executionId} goes on.`;
	if (outcome.state !== 'executed') return `${answered}. No execution.`;
	return `${answered} and became execution ${outcome.executionId}, output ${outcome.output}.`;
}
