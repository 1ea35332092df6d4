// One request at the webhook URL: a handshake, or a delivery to be verified, read, relayed and turned into items.
import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { mergeOutputs, takeTurn, type Outputs } from './combine';
import type { MessengerCredential } from './credential';
import { httpOf } from './graphHttp';
import { judgeWithCredential } from './judge';
import { parseAlso } from './lib/callback';
import { dropDuplicates, readDelivery, routeEvents } from './lib/delivery';
import { challengeOf, judgeHandshake } from './lib/handshake';
import { isObject, type JsonObject } from './lib/json';
import { NOTICES, REFUSALS, type Refusal } from './lib/reasons';
import { verifySignature } from './lib/signature';
import { deriveQuestionToken, deriveVerifyToken } from './lib/verifyToken';
import { formatWants } from './lib/wants';
import { logReason, logSkipped } from './log';
import { readSettings } from './parameters';
import { withProfiles } from './profiles';
import { RELAY_HEADER, relayDelivery } from './relay';
import {
	acknowledge,
	answerChallenge,
	answerStatus,
	startExecution,
	whenAnswered,
	whenSent,
} from './respond';
import { seenEventsOf } from './seenEvents';
import { filtersOf, routerOf, wantsOf } from './wanted';

export async function receiveHandshake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const query: unknown = context.getQueryData();
	const also = alsoOf(query);
	const { verdict } = await judgeWithCredential(context, (credential) =>
		judgeHandshake(query, acceptedTokens(credential, also, challengeOf(query))),
	);
	if (!verdict.ok) return refuse(context, verdict.reason);
	return answerChallenge(context, verdict.challenge, formatWants(wantsOf(context, readSettings(context))));
}

export async function receiveDelivery(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const rawBody = context.getRequestObject().rawBody ?? (await readRawBody(context));
	const signature: unknown = context.getHeaderData()['x-hub-signature-256'];
	const { verdict, credential } = await judgeWithCredential(context, ({ signingSecrets }) =>
		verifySignature(rawBody, signature, signingSecrets),
	);
	if (!verdict.ok) return refuse(context, verdict.reason);

	const settings = readSettings(context);
	const reading = readDelivery(rawBody, filtersOf(context, settings), settings.parsesPayload);
	if (!reading.ok) return refuse(context, reading.reason);
	const seen = settings.ignoresDuplicates ? seenEventsOf(context) : null;
	const now = Date.now();
	const fresh = seen === null ? reading : dropDuplicates(reading, (id) => seen.has(id, now));

	const paths = relayPaths(context);
	// Most deliveries wait for neither.
	const hasToWait = paths.length > 0 || settings.includesSenderProfile;
	const [isRelayed, wanted] = hasToWait
		? await Promise.all([
				relay(context, paths, rawBody, String(signature)),
				settings.includesSenderProfile ? withProfiles(context, credential, fresh.wanted) : fresh.wanted,
			])
		: [true, fresh.wanted];
	const routed = routeEvents({ wanted, skipped: fresh.skipped }, routerOf(settings), settings.output);
	logSkipped(context, routed.skipped, wanted);
	if (routed.itemCount === 0) {
		return isRelayed ? acknowledge(context) : answerStatus(context, 500, NOT_RELAYED);
	}
	const ids = wanted.map(({ id }) => id);
	const handOver: HandOver = {
		...routed,
		status: isRelayed ? 200 : 500,
		remember: () => seen?.add(ids, Date.now()),
	};
	return settings.combinesDeliveries
		? await handOverTogether(context, handOver)
		: handOverAlone(context, handOver);
}

interface HandOver {
	outputs: Outputs;
	itemCount: number;
	/** What Meta is answered once n8n has taken the items over. */
	status: 200 | 500;
	remember(): void;
}

function handOverAlone(
	context: IWebhookFunctions,
	{ outputs, status, remember }: HandOver,
	tellOthers?: (answered: number) => void,
): IWebhookResponseData {
	const onAnswer = (answered: number) => {
		if (answered === 200) whenSent(context, remember);
		tellOthers?.(answered);
	};
	whenAnswered(context, onAnswer, status);
	return startExecution(outputs.map((items) => items.map(toExecutionItem)));
}

async function handOverTogether(
	context: IWebhookFunctions,
	handOver: HandOver,
): Promise<IWebhookResponseData> {
	const { outputs, itemCount, status, remember } = handOver;
	const turn = await takeTurn(context, outputs, itemCount);
	if (turn.role === 'follower') {
		if (turn.outcome !== 200) return answerStatus(context, turn.outcome, 'n8n did not take it over.');
		whenSent(context, remember);
		return status === 200 ? acknowledge(context) : answerStatus(context, status, NOT_RELAYED);
	}
	return handOverAlone(context, { ...handOver, outputs: mergeOutputs(turn.loads) }, turn.settle);
}

function toExecutionItem(json: JsonObject): INodeExecutionData {
	return { json: json as IDataObject };
}

function refuse(context: IWebhookFunctions, reason: Refusal): IWebhookResponseData {
	const refusal = REFUSALS[reason];
	logReason(context, reason, refusal);
	return answerStatus(context, refusal.status, REFUSAL_ANSWERS[refusal.status]);
}

const NOT_RELAYED = 'Not every workflow took it over.';

// A stranger learns nothing but that it was refused; the reason is in the log.
const REFUSAL_ANSWERS = {
	400: 'The body is not a webhook delivery.',
	401: 'The signature was not accepted.',
	403: 'The verification was not accepted.',
} as const;

/** Each secret of the credential may have made the token: a rotated one must not cut members off from each other. */
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

/** The webhook paths of the callback's other members; a delivery that one of them relayed goes no further. */
function relayPaths(context: IWebhookFunctions): string[] {
	const isRelay = context.getHeaderData()[RELAY_HEADER] !== undefined;
	return isRelay ? [] : alsoOf(context.getQueryData());
}

/** Whether every other member of the callback took the delivery over; true too when there is none. */
async function relay(
	context: IWebhookFunctions,
	paths: readonly string[],
	rawBody: Buffer,
	signature: string,
): Promise<boolean> {
	if (paths.length === 0) return true;
	const { origin } = new URL(context.getNodeWebhookUrl('default') ?? '');
	const failed = await relayDelivery(httpOf(context), { origin, paths, rawBody, signature });
	for (const path of failed) logReason(context, 'relayFailed', NOTICES.relayFailed, { path });
	return failed.length === 0;
}

function alsoOf(query: unknown): string[] {
	return isObject(query) ? parseAlso(query.also) : [];
}
