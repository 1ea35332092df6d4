import {
	answerOf,
	checkQuestion,
	questionBody,
	splitQuestion,
	type Question,
} from '../../nodes/Messenger/actions/message/ask/question';
import type { ActionFailure } from '../../nodes/Messenger/actions/refusals/actionFailure';
import { ticketLength, type Ticket } from '../../nodes/Messenger/trigger/answers/ticket';

const aQuestion = (changes: Partial<Question> = {}): Question => ({
	text: 'On Friday?',
	style: 'buttons',
	answers: [answerOf('Yes', ''), answerOf('No', '')],
	isPerAnswer: false,
	thankYou: '',
	waitsUntil: null,
	...changes,
});
const aTicket = (index: number, value: string): Ticket => ({
	route: { host: 'h', base: '/w/', executionId: '1', kind: 'token', secret: 's' },
	nodeId: 'n',
	run: 0,
	person: 'p',
	index,
	value,
	askedAt: 0,
	expiresAt: null,
});
const answers = (count: number) => Array.from({ length: count }, (_, at) => answerOf(`A${at}`, ''));
function refusalOf(changes: Partial<Question>, tickets: Ticket[] = []): string | null {
	try {
		checkQuestion(aQuestion(changes), 'messenger', tickets);
		return null;
	} catch (error) {
		return (error as ActionFailure).message;
	}
}

describe('the value of an answer', () => {
	it('is what was filled in, or made from the title', () => {
		expect(answerOf('Yes, please', 'Y')).toEqual({ title: 'Yes, please', value: 'Y' });
		expect(answerOf('Yes, please', ' ')).toEqual({ title: 'Yes, please', value: 'YES_PLEASE' });
	});
});

describe('a question', () => {
	it.each([1, 3])('may have %d buttons', (count) => {
		expect(refusalOf({ answers: answers(count) })).toBeNull();
	});
	it.each([1, 13])('may have %d quick replies', (count) => {
		expect(refusalOf({ style: 'quickReplies', answers: answers(count) })).toBeNull();
	});
	it('of any length is taken', () => {
		expect(refusalOf({ text: 'word '.repeat(2_000) })).toBeNull();
	});

	it.each<[Partial<Question>, string]>([
		[{ text: '  ' }, "'Message' is empty"],
		[{ answers: [] }, "'Answers' has none; a question needs at least one"],
		[{ answers: answers(4) }, "'Answers' has 4; Messenger takes 1 to 3"],
		[{ style: 'quickReplies', answers: answers(14) }, "'Answers' has 14; Messenger takes 0 to 13"],
		[{ answers: [answerOf('', 'X')] }, "'Title' of answer 1 is empty"],
		[
			{ answers: [answerOf('Yes', ''), answerOf('x'.repeat(21), '')] },
			"'Title' of answer 2 has 21 characters; Messenger takes at most 20",
		],
		[{ thankYou: 'x'.repeat(2_001) }, "'Thank You' has 2,001 characters; Messenger takes at most 2,000"],
		[{ style: 'list' }, "'Answer Style' is 'list'; it must be buttons or quickReplies"],
	])('is refused by name: %j', (changes, message) => {
		expect(refusalOf(changes)).toBe(message);
	});

	it('is refused when a value does not fit into a sealed payload, and taken at the bound', () => {
		const room = 1_000 - ticketLength(aTicket(0, ''));
		let value = 'v'.repeat(Math.floor((room * 3) / 4) - 2);
		while (ticketLength(aTicket(0, `${value}v`)) <= 1_000) value += 'v';
		expect(refusalOf({}, [aTicket(0, value)])).toBeNull();
		expect(refusalOf({}, [aTicket(0, 'A'), aTicket(1, `${value}v`)])).toMatch(
			/^'Value' of answer 2 is too long: sealed .* it has 100\d characters; Meta takes at most 1000$/,
		);
	});
});

describe('what is sent', () => {
	it('are buttons with the tickets for payloads', () => {
		expect(questionBody(aQuestion(), 'On Friday?', ['t0', 't1'])).toEqual({
			attachment: {
				type: 'template',
				payload: {
					template_type: 'button',
					text: 'On Friday?',
					buttons: [
						{ type: 'postback', title: 'Yes', payload: 't0' },
						{ type: 'postback', title: 'No', payload: 't1' },
					],
				},
			},
		});
	});

	it('are quick replies with the tickets for payloads', () => {
		expect(questionBody(aQuestion({ style: 'quickReplies' }), 'On Friday?', ['t0', 't1'])).toEqual({
			text: 'On Friday?',
			quick_replies: [
				{ content_type: 'text', title: 'Yes', payload: 't0' },
				{ content_type: 'text', title: 'No', payload: 't1' },
			],
		});
	});

	it('begins with what does not fit above the buttons', () => {
		const text = `${'word '.repeat(300)}end?`;
		const { ahead, above } = splitQuestion(aQuestion({ text }), 'messenger');
		expect(above.length).toBeLessThanOrEqual(640);
		expect(above).toMatch(/end\?$/);
		const all = [...ahead.map((body) => body.text), above].join(' ');
		expect(all).toBe(text);
		expect(splitQuestion(aQuestion(), 'messenger')).toEqual({ ahead: [], above: 'On Friday?' });
	});
});
