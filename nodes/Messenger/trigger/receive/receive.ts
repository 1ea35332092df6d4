// One request at the webhook URL: a handshake, or a delivery to be verified and read before it is
// handed over.
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import { isObject } from '../../graph/json';
import { answerQuestions } from '../answers/answerQuestions';
import { readDelivery, selectEvents, type ReceivedEvents } from '../events/delivery';
import type { Filters } from '../events/filters';
import type { SkipReason } from '../events/skipReason';
import { logOncePerAccount, logWithinBounds } from '../log';
import { parseAlso } from '../members/callback';
import { authenticMembers, isRelayed, listedMembers } from '../members/passOn';
import { formatWants } from '../members/wants';
import { REFUSALS, type Refusal } from '../reasons';
import { challengeOf, judgeHandshake } from '../verify/handshake';
import { judgeWithCredential } from '../verify/judge';
import { verifyBody } from '../verify/signature';
import { deriveQuestionToken, deriveVerifyToken } from '../verify/verifyToken';
import { compiledSettings } from './compiled';
import { handOver, type VerifiedDelivery } from './handOver';
import { answerChallenge, answerStatus } from './respond';
import { filtersOf, wantsOf } from './wanted';

export async function receiveHandshake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const query: unknown = context.getQueryData();
	const also = alsoOf(query);
	const { verdict } = await judgeWithCredential(context, (credential) =>
		judgeHandshake(query, acceptedTokens(credential, also, challengeOf(query))),
	);
	if (!verdict.ok) return refuse(context, verdict.reason);
	return answerChallenge(
		context,
		verdict.challenge,
		formatWants(wantsOf(context, compiledSettings(context))),
	);
}

export async function receiveDelivery(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const arrivedAt = Date.now();
	const rawBody = context.getRequestObject().rawBody ?? (await readRawBody(context));
	const signature: unknown = context.getHeaderData()['x-hub-signature-256'];
	const node = context.getNode();
	const { verdict, credential } = await judgeWithCredential(
		context,
		({ signingSecrets }) => verifyBody(rawBody, signature, signingSecrets),
		node,
	);
	if (!verdict.ok) return refuse(context, verdict.reason);

	const { body } = verdict;
	const settings = compiledSettings(context, node);
	const filters = filtersOf(context, settings);
	const events = readDelivery(body, filters, settings.parsesPayload);
	if (!events.ok) return refuse(context, events.reason);
	for (const id of events.unknownAccounts) logOncePerAccount(context, 'instagramAccountUnknown', id);
	const listed = listedMembers(context);
	const members = listed === null ? null : await authenticMembers(context, listed, credential);
	const verified = {
		arrivedAt,
		node,
		body,
		signature: String(signature),
		credential,
		settings,
		members,
		events,
	};
	if (events.answers.length === 0) return await handOver(context, { ...verified, answers: null });
	return await handOver(context, { ...verified, ...(await withAnswers(context, { ...verified, filters })) });
}

interface AnswerDelivery extends Omit<VerifiedDelivery, 'answers'> {
	events: ReceivedEvents;
	filters: Filters;
}

/** Answers to questions are on their way, and late ones are events like any other if so wished. */
async function withAnswers(
	context: IWebhookFunctions,
	delivery: AnswerDelivery,
): Promise<Pick<VerifiedDelivery, 'events' | 'answers'>> {
	const { events, filters, settings } = delivery;
	const { wanted, skipped, answers } = events;
	if (isRelayed(context)) {
		const passedOn = answers.map((): SkipReason => 'answerPassedOn');
		return { events: { wanted, skipped: [...skipped, ...passedOn] }, answers: null };
	}
	const outcome = answerQuestions(context, { ...delivery, events: answers });
	if (!settings.emitsLateAnswers) return { events, answers: outcome.then(({ isDone }) => isDone) };
	const { isDone, late } = await outcome;
	const selected = selectEvents(late, filters, settings.parsesPayload);
	return {
		events: { wanted: [...wanted, ...selected.wanted], skipped: [...skipped, ...selected.skipped] },
		answers: Promise.resolve(isDone),
	};
}

function refuse(context: IWebhookFunctions, reason: Refusal): IWebhookResponseData {
	const refusal = REFUSALS[reason];
	logWithinBounds(context, reason, refusal);
	return answerStatus(context, refusal.status, REFUSAL_ANSWERS[refusal.status]);
}

// A stranger learns nothing but that it was refused; the reason is in the log.
const REFUSAL_ANSWERS = {
	400: 'The body is not a webhook delivery.',
	401: 'The signature was not accepted.',
	403: 'The verification was not accepted.',
} as const;

/**
 * Each secret of the credential may have made the token: a rotated one must not cut members off
 * from each other.
 */
function acceptedTokens(
	{ appId, verifyToken, signingSecrets }: MessengerCredential,
	also: readonly string[],
	challenge: string,
): string[] {
	const secrets = signingSecrets.filter((secret) => secret.trim() !== '');
	const derived = secrets.flatMap((appSecret) => [
		deriveVerifyToken({ appId, appSecret }, also),
		deriveQuestionToken({ appId, appSecret }, challenge),
	]);
	return [verifyToken, ...derived];
}

async function readRawBody(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	await request.readRawBody();
	return request.rawBody ?? Buffer.alloc(0);
}

function alsoOf(query: unknown): string[] {
	return isObject(query) ? parseAlso(query.also) : [];
}
