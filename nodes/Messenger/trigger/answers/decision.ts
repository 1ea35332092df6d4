// PURE: what becomes of an answer, from what the ticket says and from what n8n answered to it. Meta
// brings back what gets no 200, and takes an hour of those as a reason to unsubscribe the Page.
import type { AnswerReason } from '../answerReasons';
import type { Reply } from './reply';
import type { ResumeStatus } from './resumeRoute';
import type { Ticket } from './ticket';

export interface Outcome {
	reason: AnswerReason;
	/** Otherwise Meta is to deliver it again. */
	isDone: boolean;
	/** Nobody waits for it any more, and it may start something else instead. */
	isLate: boolean;
}

/** n8n's answer; reply null when it is not the node's. */
export interface Answered {
	status: ResumeStatus;
	reply: Reply | null;
}

export interface Attempt {
	/** Of the ticket, when n8n answered. */
	ageMs: number;
	/** How many tries ended with 500 before this one. */
	lostRaces: number;
	/** Whether there is no time for another one. */
	isLast: boolean;
}

/** Younger than this, an execution may not be stored as waiting yet. */
export const STORED_WITHIN_MS = 10_000;

const done = (reason: AnswerReason, isLate = false): Outcome => ({ reason, isDone: true, isLate });
const again = (reason: AnswerReason): Outcome => ({ reason, isDone: false, isLate: false });

export const UNREADABLE: Outcome = done('ticketUnreadable');

/** What the ticket alone tells; null when n8n is to be asked. */
export function outcomeOfTicket(
	ticket: Ticket,
	{ host, senderId, now }: { host: string; senderId: string | null; now: number },
): Outcome | null {
	if (ticket.route.host !== host) return done('answerOfAnotherN8n');
	if (ticket.person !== senderId) return done('answerNotYours');
	return ticket.expiresAt !== null && ticket.expiresAt <= now ? done('answerTooLate', true) : null;
}

/** 'retry' to ask n8n once more. */
export function outcomeOf({ status, reply }: Answered, attempt: Attempt): Outcome | 'retry' {
	switch (status) {
		case 200:
			return reply?.kind === 'resumed' ? done('answeredQuestion') : done('answerTooLate', true);
		case 401:
		case 409:
		case 'form':
			if (attempt.ageMs < STORED_WITHIN_MS) return attempt.isLast ? again('answerNotStored') : 'retry';
			// 409: it goes on with an earlier answer, maybe for hours. 401: n8n no longer has it. A form:
			// it has come to one behind the question.
			return done('answerTooLate', status !== 409);
		case 404:
			return done('answerTooLate', true);
		case 403:
			return reply?.kind === 'refused' ? done('answerNotYours') : done('answerUndelivered');
		case 500:
			// Somebody else's tap, or another one of the same person, was faster.
			return attempt.lostRaces === 0 && !attempt.isLast ? 'retry' : done('answerTooLate');
		default:
			return status === 0 || status > 500 ? again('answerUndelivered') : done('answerUndelivered');
	}
}
