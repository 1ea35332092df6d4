// PURE: why no answer to a question could reach this n8n, from what Meta and n8n say. What neither
// tells counts as being in order.
import type { AppRecord } from '../../../graph/appRecord';
import type { Channel } from '../../../graph/channel';
import { PUBLIC_ADDRESS_SETTING } from '../../../graph/graphFailure';
import type { ResumeStatus } from '../../../trigger/answers/resumeRoute';
import { CHANNELS, pageField } from '../../../trigger/events/fields';
import { parseCallback } from '../../../trigger/members/callback';
import type { MemberAnswer } from '../../../trigger/members/memberReply';
import { refused, type ActionFailure } from '../../refusals/actionFailure';
import { channelName } from '../../refusals/limits';

export interface AnswerPath {
	/** Of this n8n, as its webhooks have it. */
	origin: string;
	channel: Channel;
	/** `buttons` or `quickReplies`. */
	style: string;
	/** What Meta holds for the app; null when it did not say. */
	records: readonly AppRecord[] | null;
	/** What is there where Meta sends the app's events; null when that is not on this n8n. */
	receiver: MemberAnswer | null;
	/** The app's fields on the Page: null when it is not installed there, undefined when not told. */
	pageFields: readonly string[] | null | undefined;
}

/** Null when answers arrive. */
export function whyUnanswerable(path: AnswerPath): ActionFailure | null {
	const { channel, records, receiver } = path;
	if (records === null) return null;
	const record = recordFor(channel, records);
	const publish = `Publish a workflow with a Messenger Postback Trigger for ${channelName(channel)} on this n8n, with the same Meta app`;
	if (record === null || !record.isActive) {
		return unanswerable('no workflow receives the taps of this Meta app', `${publish}.`);
	}
	const origin = parseCallback(record.callbackUrl)?.origin ?? record.callbackUrl;
	if (origin !== path.origin) {
		return unanswerable(
			`Meta sends the taps of this app to ${origin}, and this n8n is ${path.origin}`,
			`${publish}. If both are this n8n, set ${PUBLIC_ADDRESS_SETTING} to its public address, for its workers too, and restart it.`,
		);
	}
	if (receiver === 'gone' || receiver === 'foreign') {
		return unanswerable(
			`no trigger of this package receives the taps of this Meta app at ${record.callbackUrl}`,
			`${publish}.`,
		);
	}
	return whyFieldIsMissing(path, record);
}

/** What Meta holds for one of the channels. */
export function recordFor(channel: Channel, records: readonly AppRecord[]): AppRecord | null {
	return records.find(({ object }) => object === CHANNELS[channel].object) ?? null;
}

function whyFieldIsMissing(path: AnswerPath, record: AppRecord): ActionFailure | null {
	const { channel, style, pageFields } = path;
	const kind = style === 'quickReplies' ? 'quickReply' : 'postback';
	const [field] = CHANNELS[channel].fields[kind];
	const triggerOn = kind === 'quickReply' ? 'Quick Reply' : 'Button Tap (Postback)';
	const choose = `Choose ${triggerOn} in 'Trigger On' of a Messenger Postback Trigger`;
	if (!record.fields.includes(field)) {
		return unanswerable(`the app is not subscribed to ${field}`, `${choose}, then publish its workflow.`);
	}
	if (pageFields === undefined || pageFields?.includes(pageField(channel, field)) === true) return null;
	return unanswerable(
		`the Page is not subscribed to ${field} for this app`,
		`${choose} and the Page in 'Page Names or IDs', then publish its workflow.`,
	);
}

function unanswerable(why: string, remedy: string): ActionFailure {
	return refused(`Nobody could answer: ${why}`, `${remedy} Nothing was sent.`);
}

/** n8n answers 409 to itself as long as the execution runs; behind a form it leads on to that. */
const RUNNING = 409;

/** Null when n8n reaches the execution at this address. */
export function whyUnreachable(
	self: string,
	isInternal: boolean,
	status: ResumeStatus,
): ActionFailure | null {
	if (status === RUNNING || status === 'form') return null;
	const answer = status === 0 ? 'did not answer' : `answered ${status} instead of ${RUNNING}`;
	const remedy = isInternal
		? "Correct 'Internal URL' of the credential: n8n hands a tap to the waiting execution over this address."
		: "n8n hands a tap to the waiting execution over this address. If n8n cannot call it from inside, enter in 'Internal URL' of the credential where it can; if a proxy is in front, let it pass /webhook-waiting/ through with its query.";
	return unanswerable(`n8n does not reach itself at ${self}, which ${answer}`, remedy);
}
