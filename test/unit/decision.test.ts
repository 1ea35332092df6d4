// The table of what becomes of an answer, row by row.
import {
	outcomeOf,
	outcomeOfTicket,
	STORED_WITHIN_MS,
	type Answered,
	type Attempt,
} from '../../nodes/Messenger/trigger/answers/decision';
import { readReply, REFUSED_REPLY, resumedReply } from '../../nodes/Messenger/trigger/answers/reply';
import type { Ticket } from '../../nodes/Messenger/trigger/answers/ticket';

const ours = { kind: 'resumed', thankYou: '' } as const;
const refused = { kind: 'refused' } as const;
const YOUNG = { ageMs: STORED_WITHIN_MS - 1 };
const OLD = { ageMs: STORED_WITHIN_MS };

const outcome = (answered: Partial<Answered>, attempt: Partial<Attempt> = {}) =>
	outcomeOf(
		{ status: 200, reply: null, ...answered },
		{ ageMs: 60_000, lostRaces: 0, isLast: false, ...attempt },
	);

describe("n8n's answer to a tap", () => {
	it.each<[string, Partial<Answered>, Partial<Attempt>, string, { isDone: boolean; isLate: boolean }]>([
		['200 with our JSON', { reply: ours }, {}, 'answeredQuestion', { isDone: true, isLate: false }],
		['200 with a page', {}, {}, 'answerTooLate', { isDone: true, isLate: true }],
		['200 with a refusal', { reply: refused }, {}, 'answerTooLate', { isDone: true, isLate: true }],
		['404', { status: 404 }, {}, 'answerTooLate', { isDone: true, isLate: true }],
		['401, old', { status: 401 }, OLD, 'answerTooLate', { isDone: true, isLate: true }],
		['409, old', { status: 409 }, OLD, 'answerTooLate', { isDone: true, isLate: false }],
		['a form, old', { status: 'form' }, OLD, 'answerTooLate', { isDone: true, isLate: true }],
		[
			'a form, young, at the end',
			{ status: 'form' },
			{ ...YOUNG, isLast: true },
			'answerNotStored',
			{ isDone: false, isLate: false },
		],
		[
			'409, young, at the end',
			{ status: 409 },
			{ ...YOUNG, isLast: true },
			'answerNotStored',
			{ isDone: false, isLate: false },
		],
		[
			'401, young, at the end',
			{ status: 401 },
			{ ...YOUNG, isLast: true },
			'answerNotStored',
			{ isDone: false, isLate: false },
		],
		[
			'500 for the second time',
			{ status: 500 },
			{ lostRaces: 1 },
			'answerTooLate',
			{ isDone: true, isLate: false },
		],
		[
			'500 without time for another try',
			{ status: 500 },
			{ isLast: true },
			'answerTooLate',
			{ isDone: true, isLate: false },
		],
		['our 403', { status: 403, reply: refused }, {}, 'answerNotYours', { isDone: true, isLate: false }],
		['a 403 of a proxy', { status: 403 }, {}, 'answerUndelivered', { isDone: true, isLate: false }],
		['any other redirect', { status: 307 }, YOUNG, 'answerUndelivered', { isDone: true, isLate: false }],
		['405', { status: 405 }, {}, 'answerUndelivered', { isDone: true, isLate: false }],
		['503', { status: 503 }, {}, 'answerUndelivered', { isDone: false, isLate: false }],
		['502', { status: 502 }, {}, 'answerUndelivered', { isDone: false, isLate: false }],
		['no connection', { status: 0 }, {}, 'answerUndelivered', { isDone: false, isLate: false }],
	])('%s', (_row, answered, attempt, reason, then) => {
		expect(outcome(answered, attempt)).toEqual({ reason, ...then });
	});

	it.each<[string, Partial<Answered>, Partial<Attempt>]>([
		['409, young', { status: 409 }, YOUNG],
		['401, young', { status: 401 }, YOUNG],
		['a form, young', { status: 'form' }, YOUNG],
		['500 for the first time', { status: 500 }, {}],
	])('%s is asked for again', (_row, answered, attempt) => {
		expect(outcome(answered, attempt)).toBe('retry');
	});
});

describe('a ticket alone', () => {
	const ticket = {
		route: { host: 'n8n.example.com' },
		person: 'PSID-1',
		expiresAt: 2_000,
	} as Ticket;
	const here = { host: 'n8n.example.com', senderId: 'PSID-1', now: 1_999 };

	it.each<[string, Partial<typeof here> & { senderId?: string | null }, string | null]>([
		['of whoever was asked, in time', {}, null],
		['at its last moment', { now: 2_000 }, 'answerTooLate'],
		['of somebody else', { senderId: 'PSID-2' }, 'answerNotYours'],
		['of nobody', { senderId: null as never }, 'answerNotYours'],
		['of another port', { host: 'n8n.example.com:5678' }, 'answerOfAnotherN8n'],
	])('%s', (_row, changes, reason) => {
		expect(outcomeOfTicket(ticket, { ...here, ...changes })?.reason ?? null).toBe(reason);
	});

	it('without a limit is never too late', () => {
		expect(outcomeOfTicket({ ...ticket, expiresAt: null }, { ...here, now: 9e15 })).toBeNull();
	});

	it('that is too late may start something else, and one of somebody else may not', () => {
		expect(outcomeOfTicket(ticket, { ...here, now: 3_000 })).toMatchObject({ isDone: true, isLate: true });
		expect(outcomeOfTicket(ticket, { ...here, senderId: 'PSID-2' })?.isLate).toBe(false);
	});
});

describe('the reply of the node that asked', () => {
	it('is read as it was made', () => {
		expect(readReply(JSON.stringify(resumedReply('Thanks')))).toEqual({
			kind: 'resumed',
			thankYou: 'Thanks',
		});
		expect(readReply(JSON.stringify(REFUSED_REPLY))).toEqual(refused);
	});

	it.each(['', '<html></html>', '{}', '[]', 'null', '{"message":"Workflow was started"}'])(
		'is not taken from n8n: %s',
		(text) => {
			expect(readReply(text)).toBeNull();
		},
	);
});
