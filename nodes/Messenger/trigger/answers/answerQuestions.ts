// What the trigger that hears from Meta first-hand does with taps that answer a question: each is
// brought to its execution, once, and the person is thanked.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import { LookUps } from '../../account/lookUps';
import { ExpiringCache } from '../../graph/expiringCache';
import { httpOf } from '../../graph/request';
import type { ButtonEvent } from '../events/buttonEvent';
import { eventId } from '../events/identity';
import { logSkipped, logWithinBounds } from '../log';
import { PerNode } from '../perNode';
import { NOTICES } from '../reasons';
import { judgeWithCredential } from '../verify/judge';
import type { VerifiedBody } from '../verify/signature';
import { outcomeOfTicket, UNREADABLE, type Outcome } from './decision';
import { withPayload } from './lateEvent';
import { resumeExecution } from './resume';
import { sendThanks } from './thankYou';
import { openTicket } from './ticket';

/** From the arrival of the delivery; Meta waits five seconds. */
const RESUMES_UNTIL_MS = 4_000;
/** A copy of an answer that Meta delivers again is not late, but the same. */
const REMEMBERED_MS = 60 * 60_000;
const MOST_REMEMBERED = 50_000;

const memories = new PerNode(() => new LookUps<Remembered>(MOST_REMEMBERED, REMEMBERED_MS));
/** Those that n8n did not answer, although it may have taken them. */
const unanswered = new PerNode(() => new ExpiringCache<true>(MOST_REMEMBERED, REMEMBERED_MS));

export interface AnswerDelivery {
	arrivedAt: number;
	body: VerifiedBody;
	signature: string;
	credential: MessengerCredential;
	events: readonly ButtonEvent[];
}

/** Without the ticket, whose token nobody needs any more. */
interface Dealt extends Outcome {
	/** What the button stands for; null when that was not read. */
	value: string | null;
}

interface Remembered {
	dealt: Dealt;
	/** The delivery that brought it; any other brings a copy. */
	by: symbol;
}

export interface AnswersOutcome {
	/** Otherwise Meta is to deliver again. */
	isDone: boolean;
	/** Those that nobody waits for any more, with the value of the button for a payload. */
	late: ButtonEvent[];
}

export async function answerQuestions(
	context: IWebhookFunctions,
	delivery: AnswerDelivery,
): Promise<AnswersOutcome> {
	const { events, arrivedAt } = delivery;
	const self = Symbol('delivery');
	const all = await Promise.all(
		events.map(async (event) => {
			const id = eventId(event);
			const { dealt, by } = await memories.of(context).get(id, arrivedAt, async () => {
				const now = await dealWith(context, delivery, event, id);
				// What nothing waits for any more may have been answered by this very event.
				const isLate = now.isLate && unanswered.of(context).get(id, arrivedAt) === undefined;
				return { value: { dealt: { ...now, isLate }, by: self }, ageMs: now.isDone ? REMEMBERED_MS : 0 };
			});
			// A late one may start something else, and is then known as a copy there.
			const isCopy = by !== self && dealt.isDone && !dealt.isLate;
			if (isCopy) logSkipped(context, ['duplicate'], []);
			return dealt;
		}),
	);
	return {
		isDone: all.every(({ isDone }) => isDone),
		late: events.flatMap((event, at) => {
			const one = all[at];
			return one?.isLate === true && one.value !== null ? [withPayload(event, one.value)] : [];
		}),
	};
}

async function dealWith(
	context: IWebhookFunctions,
	{ arrivedAt, body, signature, credential }: AnswerDelivery,
	event: ButtonEvent,
	id: string,
): Promise<Dealt> {
	const { verdict: reading } = await judgeWithCredential(context, ({ signingSecrets }) =>
		openTicket(event.payload ?? '', signingSecrets),
	);
	const { host, origin } = new URL(context.getNodeWebhookUrl('default') ?? '');
	if (!reading.ok) return report(context, { ...UNREADABLE, value: null });
	const { ticket } = reading;
	const { value, person } = ticket;
	const known = outcomeOfTicket(ticket, { host, senderId: event.senderId, now: arrivedAt });
	if (known !== null) return report(context, { ...known, value });
	const home = { origin, base: ticket.route.base, internalUrl: credential.internalUrl };
	const tap = { home, body, signature, deadline: arrivedAt + RESUMES_UNTIL_MS };
	const { thankYou, mayBeResumed, ...outcome } = await resumeExecution(httpOf(context), ticket, tap);
	if (mayBeResumed) unanswered.of(context).set(id, true, arrivedAt);
	const { channel, accountId } = event;
	if (thankYou !== '' && accountId !== null) {
		// Meta is not kept waiting for it.
		void sendThanks(context, credential, { channel, accountId, person, text: thankYou });
	}
	return report(context, { ...outcome, value });
}

function report(context: IWebhookFunctions, dealt: Dealt): Dealt {
	logWithinBounds(context, dealt.reason, NOTICES[dealt.reason]);
	return dealt;
}
