// PURE: a question as Meta takes it, from what the user filled in.
import type { Channel } from '../../../graph/channel';
import type { JsonObject } from '../../../graph/json';
import { ticketLength, type Ticket } from '../../../trigger/answers/ticket';
import { payloadOf } from '../../buttons/payload';
import { countProblem, LIMITS, textProblem } from '../../refusals/limits';
import { Problems } from '../../refusals/problems';
import { splitText } from '../splitText';

export interface Question {
	text: string;
	/** `buttons` or `quickReplies`. */
	style: string;
	answers: Answer[];
	isPerAnswer: boolean;
	/** Empty for none. */
	thankYou: string;
	/** Milliseconds; null to wait without limit. */
	waitsUntil: number | null;
}

export interface Answer {
	title: string;
	value: string;
}

/** An answer that was left without a value has the one that a button's payload would be. */
export function answerOf(title: string, value: string): Answer {
	return { title, value: value.trim() === '' ? payloadOf(title) : value };
}

/**
 * @throws {ActionFailure} that names every parameter Meta would refuse
 */
export function checkQuestion(question: Question, channel: Channel, tickets: readonly Ticket[]): void {
	const { text, style, answers, thankYou } = question;
	const problems = new Problems();
	const isButtons = style === 'buttons';
	if (!isButtons && style !== 'quickReplies') {
		problems.add(`'Answer Style' is '${style}'; it must be buttons or quickReplies`);
	}
	// One that is too long becomes several messages.
	if (text.trim() === '') problems.add(textProblem('text', channel, "'Message'", text));
	if (answers.length === 0) problems.add("'Answers' has none; a question needs at least one");
	const count = isButtons ? 'buttons' : 'quickReplies';
	if (answers.length > 0) problems.add(countProblem(count, channel, "'Answers'", answers.length));
	for (const [index, { title }] of answers.entries()) {
		const limit = isButtons ? 'buttonTitle' : 'quickReplyTitle';
		problems.add(textProblem(limit, channel, `'Title' of answer ${index + 1}`, title));
	}
	for (const ticket of tickets) problems.add(valueProblem(ticket, channel));
	if (thankYou !== '') problems.add(textProblem('text', channel, "'Thank You'", thankYou));
	problems.throwAny();
}

/** The text that goes ahead, and the one that stands above the answers. */
export function splitQuestion(
	{ text, style }: Question,
	channel: Channel,
): { ahead: JsonObject[]; above: string } {
	const { max, unit } = LIMITS.text.on[channel];
	const parts = splitText(text, max, unit);
	const last = parts.pop() ?? '';
	const buttons = LIMITS.buttonsText.on[channel];
	const lastParts = style === 'buttons' ? splitText(last, buttons.max, buttons.unit) : [last];
	const above = lastParts.pop() ?? '';
	return { ahead: [...parts, ...lastParts].map((part) => ({ text: part })), above };
}

/** `payloads` are the sealed tickets, in the order of the answers. */
export function questionBody(
	{ style, answers }: Question,
	above: string,
	payloads: readonly string[],
): JsonObject {
	const rows = answers.map(({ title }, index) => ({ title, payload: payloads[index] ?? '' }));
	if (style === 'quickReplies') {
		return { text: above, quick_replies: rows.map((row) => ({ content_type: 'text', ...row })) };
	}
	const buttons = rows.map((row) => ({ type: 'postback', ...row }));
	return {
		attachment: { type: 'template', payload: { template_type: 'button', text: above, buttons } },
	};
}

function valueProblem(ticket: Ticket, channel: Channel): string | null {
	const { max } = LIMITS.payload.on[channel];
	const length = ticketLength(ticket);
	if (length <= max) return null;
	const field = `'Value' of answer ${ticket.index + 1}`;
	return `${field} is too long: sealed with what finds the execution again it has ${length} characters; Meta takes at most ${max}`;
}
