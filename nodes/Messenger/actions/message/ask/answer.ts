// EDGE: the answer to a question, at the address where n8n resumes the execution. It runs for every
// tap that gets so far, also for those that lose the race, so it makes no call and changes nothing.
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { parseJson } from '../../../graph/json';
import { REFUSED_REPLY, resumedReply } from '../../../trigger/answers/reply';
import { openTicket, type Ticket } from '../../../trigger/answers/ticket';
import { readButtonEvent, type ButtonEvent } from '../../../trigger/events/buttonEvent';
import { readEnvelope } from '../../../trigger/events/envelope';
import { answerJson } from '../../../trigger/receive/respond';
import { judgeWithCredential } from '../../../trigger/verify/judge';
import { verifyBody, type VerifiedBody } from '../../../trigger/verify/signature';
import { PENDING_KEY, readPending, type Pending } from './pending';

export async function receiveAnswer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	if (request.rawBody === undefined) await request.readRawBody();
	const rawBody = request.rawBody ?? Buffer.alloc(0);
	const signature: unknown = context.getHeaderData()['x-hub-signature-256'];
	const { verdict, credential } = await judgeWithCredential(context, ({ signingSecrets }) =>
		verifyBody(rawBody, signature, signingSecrets),
	);
	if (!verdict.ok) return refuse(context);
	const pending = pendingOf(context);
	const found =
		pending === null ? null : findAnswer(context, verdict.body, credential.signingSecrets, pending);
	if (pending === null || found === null) return refuse(context);
	return {
		webhookResponse: resumedReply(pending.thankYou),
		workflowData: outputsOf(pending, found),
	};
}

interface Found {
	event: ButtonEvent;
	ticket: Ticket;
}

/** Nobody but Meta gets here with a signature, so nothing is told but that it was not taken. */
function refuse(context: IWebhookFunctions): IWebhookResponseData {
	return answerJson(context, 403, REFUSED_REPLY);
}

function pendingOf(context: IWebhookFunctions): Pending | null {
	const name = JSON.stringify(context.getNode().name);
	return readPending(context.evaluateExpression(`{{ $node[${name}].context["${PENDING_KEY}"] }}`));
}

/** The first tap of a delivery that answers this very question. */
function findAnswer(
	context: IWebhookFunctions,
	body: VerifiedBody,
	secrets: readonly string[],
	pending: Pending,
): Found | null {
	const json = parseJson(body.toString('utf8'));
	const envelope = json.ok ? readEnvelope(json.value) : null;
	const executionId = String(context.getExecutionId());
	const nodeId = context.getNode().id;
	for (const enveloped of envelope?.events ?? []) {
		const reading = readButtonEvent(enveloped);
		if (!reading.ok || reading.event.payload === null) continue;
		const opened = openTicket(reading.event.payload, secrets);
		if (!opened.ok) continue;
		const { ticket } = opened;
		const isThisQuestion =
			ticket.route.executionId === executionId && ticket.nodeId === nodeId && ticket.run === pending.run;
		const isInTime = ticket.expiresAt === null || ticket.expiresAt > Date.now();
		const isThisPerson = reading.event.senderId === ticket.person;
		if (isThisQuestion && isInTime && isThisPerson) return { event: reading.event, ticket };
	}
	return null;
}

function outputsOf({ titles, isPerAnswer }: Pending, { event, ticket }: Found): INodeExecutionData[][] {
	const { index, value, askedAt } = ticket;
	const item: INodeExecutionData = {
		json: {
			answered: true,
			answer: titles[index] ?? event.title,
			value,
			index,
			// With these three the next node can answer the person: behind any output but the first, n8n
			// no longer says which item of the trigger this one comes from.
			channel: event.channel,
			accountId: event.accountId,
			sender: { id: event.senderId, user_ref: event.senderUserRef },
			timestamp: event.timestamp,
			waitedSeconds: Math.round((Date.now() - askedAt) / 1000),
			data: { approved: index === 0 },
		},
		pairedItem: { item: 0 },
	};
	return isPerAnswer ? [[], ...titles.map((_, at) => (at === index ? [item] : []))] : [[item]];
}
