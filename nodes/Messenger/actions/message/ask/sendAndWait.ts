// message/sendAndWait: a question with buttons or quick replies; the execution waits until the
// person taps one of them, or the time is over.
import { WAIT_INDEFINITELY, type IExecuteFunctions } from 'n8n-workflow';
import type { Channel } from '../../../graph/channel';
import type { JsonObject } from '../../../graph/json';
import type { SendParameters } from '../../../graph/sending';
import { readResumeUrl, resumePath } from '../../../trigger/answers/resumeRoute';
import { sealTicket, type ResumeRoute, type Ticket } from '../../../trigger/answers/ticket';
import { textOf } from '../../buttons/values';
import type { Operation } from '../../item/action';
import { accountOf } from '../../item/pageCall';
import { laneOf, readWhom, recipientIdOf } from '../../item/whom';
import { refused, withPartsSent } from '../../refusals/actionFailure';
import { deliver } from '../deliver';
import { messageKey, sendOnce } from '../sentMemory';
import { checkAnswerable } from './checkAnswerable';
import { formatPending, PENDING_KEY } from './pending';
import { checkQuestion, questionBody, splitQuestion, type Question } from './question';
import { isHumanReview, readQuestion } from './readQuestion';

export const sendAndWait: Operation = (action, itemIndex) => {
	const { n8n, credential } = action;
	refuseWhereNobodyCanWait(n8n);
	const whom = readWhom(n8n, itemIndex);
	const person = recipientIdOf(whom);
	if (person === null) {
		throw refused(
			"Nobody to ask: the tap has a 'user_ref' and no ID of the person",
			"Meta does not say whose later tap is the answer. Set 'To' to A Person and say who.",
		);
	}
	if (credential.appSecret.trim() === '') {
		throw refused("'App Secret' in the credential is empty, and answers are sealed with it", 'Fill it in.');
	}
	const question = readQuestion(n8n);
	const { origin, route } = openResumeRoute(n8n);
	const run = Number(n8n.evaluateExpression('{{ $runIndex }}', itemIndex));
	const ticketsAt = (askedAt: number): Ticket[] =>
		question.answers.map(({ value }, index) => ({
			route,
			nodeId: n8n.getNode().id,
			run,
			person,
			index,
			value,
			askedAt,
			expiresAt: question.waitsUntil,
		}));
	// Refuses what is past a limit before anything is sent, where the channel is known.
	if (whom.channel !== null) checkQuestion(question, whom.channel, ticketsAt(Date.now()));
	return {
		lane: laneOf(whom),
		recipientId: person,
		run: async () => {
			const { channel } = await accountOf(action, whom);
			checkQuestion(question, channel, ticketsAt(Date.now()));
			const home = { origin, base: route.base, internalUrl: credential.internalUrl };
			const path = resumePath(route, n8n.getNode().id);
			await checkAnswerable(action, { account: whom, channel, style: question.style, home, path });
			notePending(n8n, question, run);
			await ask(channel);
			return await waitForAnswer(n8n, question);
		},
	};

	async function ask(channel: Channel): Promise<void> {
		const { ahead, above } = splitQuestion(question, channel);
		const parts = ahead.length + 1;
		for (const [part, body] of ahead.entries()) await sendPart(part, parts, body);
		// Sealed at the last moment: how young a ticket is tells whether n8n may still be storing the
		// execution when somebody taps.
		const payloads = ticketsAt(Date.now()).map((ticket) => sealTicket(ticket, credential.appSecret));
		await sendPart(ahead.length, parts, questionBody(question, above, payloads));
	}

	async function sendPart(part: number, parts: number, message: JsonObject): Promise<void> {
		const parameters: SendParameters = { recipient: whom.recipient, message, messaging_type: 'RESPONSE' };
		const key = messageKey(n8n, itemIndex, part, parameters);
		const work = async () => await deliver(action, whom, parameters);
		await sendOnce(key, work).catch((error: unknown) => {
			throw withPartsSent(error, part, parts);
		});
	}
};

function refuseWhereNobodyCanWait(n8n: IExecuteFunctions): void {
	const { length } = n8n.getInputData();
	if (length > 1) {
		throw refused(
			`Send and Wait asks one person at a time; it got ${length} items.`,
			'Put Loop Over Items in front.',
		);
	}
	if (n8n.getNode().type.endsWith('Tool') && !isHumanReview(n8n)) {
		throw refused(
			'An agent does not wait for a tool, so it cannot call Send and Wait',
			'Put the Messenger node as Human review between the agent and the tool that needs a yes, or choose another operation.',
		);
	}
}

/** From 2.14 on n8n has a token for each execution; before that it signs addresses, if asked to. */
function openResumeRoute(n8n: IExecuteFunctions): { origin: string; route: ResumeRoute } {
	const ids = { executionId: textOf(n8n.getExecutionId()), nodeId: n8n.getNode().id };
	const withToken = textOf(n8n.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	const resumeUrl = readResumeUrl(withToken, ids) === null ? n8n.getSignedResumeUrl({}) : withToken;
	const route = readResumeUrl(resumeUrl, ids);
	if (route === null) {
		throw refused(
			'n8n gave no address at which this execution can be resumed',
			'Run the workflow as a whole: a node that is run alone has no execution to wait with.',
		);
	}
	if (route.kind === 'signed') requireSignature(n8n);
	return { origin: new URL(resumeUrl).origin, route };
}

function requireSignature(n8n: IExecuteFunctions & { setSignatureValidationRequired?(): void }): void {
	n8n.setSignatureValidationRequired?.();
}

function notePending(n8n: IExecuteFunctions, question: Question, run: number): void {
	const { answers, isPerAnswer, thankYou } = question;
	const titles = answers.map(({ title }) => title);
	n8n.getContext('node')[PENDING_KEY] = formatPending({ run, titles, isPerAnswer, thankYou });
}

/**
 * What came in is what goes on when nobody answers, and what is evaluated when somebody does: it
 * gets a few keys more. In a copy, because the nodes before this one have put out the same object.
 */
async function waitForAnswer(n8n: IExecuteFunctions, { waitsUntil }: Question): Promise<JsonObject> {
	const [item = { json: {} }] = n8n.getInputData();
	const json = {
		...item.json,
		answered: false,
		answer: null,
		value: null,
		index: null,
		data: { approved: false },
	};
	const waiting = n8n.getExecuteData();
	waiting.data = { ...waiting.data, main: [[{ ...item, json }]] };
	await n8n.putExecutionToWait(waitsUntil === null ? WAIT_INDEFINITELY : new Date(waitsUntil));
	return json;
}
