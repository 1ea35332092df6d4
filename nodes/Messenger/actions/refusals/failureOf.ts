// PURE: a Graph call that did not succeed, as the failure of an operation.
import {
	isMissingPermission,
	isThrottle,
	quoteMeta,
	remedyFor,
	type GraphFailure,
	type MetaError,
} from '../../graph/graphFailure';
import { META_CODE } from '../../graph/metaCodes';
import { ActionFailure, type FailureKind } from './actionFailure';
import { refusalOf } from './metaRefusals';

/** With these, and with none, Meta may have sent the message before it failed. */
const MAYBE_SENT_CODES: ReadonlySet<number | null> = new Set([null, -1, 1, 2, 1200]);

/** Why a send failed; whether the message may have arrived all the same comes first. */
export function sendingFailure(failure: GraphFailure): ActionFailure {
	if (!mayHaveArrived(failure)) return failureOf(failure);
	return new ActionFailure({
		kind: 'maybeSent',
		message: `The message may have arrived: ${whatHappened(failure)}`,
		description: `It was not sent again, because Meta cannot tell a repetition from a new message. Look into the conversation before you send it once more.${quoteOf(failure)}`,
		...numbersOf(failure),
	});
}

/** Why a sender action failed. Unlike a message it may come twice. */
export function showingFailure(failure: GraphFailure): ActionFailure {
	if (!mayHaveArrived(failure)) return failureOf(failure);
	return new ActionFailure({
		kind: 'refused',
		message: `The sender action may not have been shown: ${whatHappened(failure)}`,
		description: `Run it again, or switch on 'Retry On Fail': a sender action that comes twice is shown once.${quoteOf(failure)}`,
		...numbersOf(failure),
	});
}

function mayHaveArrived(failure: GraphFailure): boolean {
	const { outcome } = failure;
	switch (outcome.kind) {
		case 'timedOut':
		case 'cutShort':
		case 'unreadable':
			return true;
		case 'unreachable':
			return !outcome.neverSent;
		case 'refused':
			return (
				(outcome.status >= 500 || MAYBE_SENT_CODES.has(outcome.error.code)) &&
				!isClearRefusal(failure, outcome.error)
			);
		default:
			return false;
	}
}

/** By its code, whatever its status: that nothing was sent is certain. */
function isClearRefusal(failure: GraphFailure, error: MetaError): boolean {
	return refusalOf(error) !== undefined || isThrottle(error) || kindOf(failure) !== 'refused';
}

function whatHappened({ outcome }: GraphFailure): string {
	switch (outcome.kind) {
		case 'timedOut':
			return `Meta did not answer within ${outcome.seconds} seconds`;
		case 'unreadable':
			return `Meta answered HTTP ${outcome.status} without a readable body`;
		case 'unreachable':
			return `the connection to Meta failed (${outcome.cause})`;
		default:
			return 'Meta failed while it was sending';
	}
}

/** Any other failure of a call. */
export function failureOf(failure: GraphFailure): ActionFailure {
	const { outcome, doing } = failure;
	if (outcome.kind === 'heldBack') return throttled(failure, Math.ceil(outcome.seconds));
	if (outcome.kind !== 'refused') {
		const [message, ...rest] = failure.message.split(/(?<=\.) /);
		return new ActionFailure({
			kind: 'refused',
			message: message ?? failure.message,
			description: rest.join(' '),
		});
	}
	const { error } = outcome;
	const refusal = refusalOf(error);
	if (refusal === undefined && isThrottle(error)) return throttled(failure, null);
	return new ActionFailure({
		kind: refusal?.kind ?? kindOf(failure),
		message: `Meta refused to ${doing}${refusal === undefined ? '' : `: ${refusal.what}`}`,
		description: `${refusal?.remedy ?? remedyFor(error)} ${quoteMeta(error)}`,
		...numbersOf(failure),
	});
}

function throttled(failure: GraphFailure, seconds: number | null): ActionFailure {
	const time = seconds === null ? 'some minutes' : `${seconds} seconds`;
	return new ActionFailure({
		kind: 'throttled',
		message: `Did not ${failure.doing}: Meta's rate limit is reached`,
		description: `Wait ${time}, then run it again, or send fewer at once: Loop Over Items with a Wait node between.${quoteOf(failure)}`,
		...numbersOf(failure),
	});
}

function kindOf(failure: GraphFailure): FailureKind {
	if (failure.code === META_CODE.token || failure.code === META_CODE.session) return 'tokenEnded';
	return isMissingPermission(failure) ? 'permissionMissing' : 'refused';
}

/** With a space before it; empty where Meta said nothing. */
function quoteOf({ outcome }: GraphFailure): string {
	return outcome.kind === 'refused' ? ` ${quoteMeta(outcome.error)}` : '';
}

function numbersOf({ outcome }: GraphFailure): Pick<MetaError, 'code' | 'subcode' | 'traceId'> {
	if (outcome.kind !== 'refused') return { code: null, subcode: null, traceId: null };
	const { code, subcode, traceId } = outcome.error;
	return { code, subcode, traceId };
}
