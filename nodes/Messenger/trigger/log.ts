// One log line per reason. Never a body, a signature or a token.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { ReadyEvent } from './events/item';
import type { SkipReason } from './events/skipReason';
import { LogLimiter } from './logLimiter';
import { logLine, type LogFacts } from './logLine';
import { PerNode } from './perNode';
import { NOTICES, SKIPS, type Notice, type Reason, type ReasonText, type Refusal } from './reasons';

/** What has been explained, and to which account; the explanation is the same each time. */
const explained = new Set<string>();
const MAX_EXPLAINED = 10_000;

const MINUTE_MS = 60_000;
const forOwner = new PerNode(() => new LogLimiter<Notice>({ first: 1, intervalMs: 60 * MINUTE_MS }));
const forAnybody = new PerNode(() => new LogLimiter<Refusal | Notice>({ first: 5, intervalMs: MINUTE_MS }));

/**
 * For what any stranger can cause as often as they like: the first ones, then a line a minute with
 * the number left out.
 */
export function logWithinBounds(
	context: IWebhookFunctions,
	reason: Refusal | Notice,
	text: ReasonText,
	facts: LogFacts = {},
): void {
	const leftOut = forAnybody.of(context).admit(reason, Date.now());
	if (leftOut === null) return;
	const { description } = text;
	const counted = { ...text, description: `${description}. ${leftOut} more like it were not logged` };
	if (leftOut === 0) logReason(context, reason, text, facts);
	else logReason(context, reason, counted, { ...facts, leftOut });
}

/** For what stays as it is until somebody edits the workflow. */
export function logHourly(context: IWebhookFunctions, reason: Notice): void {
	if (forOwner.of(context).admit(reason, Date.now()) !== null) logReason(context, reason, NOTICES[reason]);
}

export function logReason(
	context: IWebhookFunctions,
	reason: Reason,
	{ message, description }: ReasonText,
	facts: LogFacts = {},
): void {
	const who = facts.path === undefined ? '' : ` (${facts.path}, ${facts.status || 'no answer'})`;
	logLine(context, reason, `${message}${who}. ${description}.`, { facts });
}

/**
 * What was skipped, a line per reason with its count, and what is odd about the events that were
 * not.
 */
export function logSkipped(
	context: IWebhookFunctions,
	skipped: readonly SkipReason[],
	emitted: readonly ReadyEvent[],
): void {
	const counts = new Map<SkipReason, number>();
	for (const reason of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	for (const [reason, count] of counts) logReason(context, reason, SKIPS[reason], { count });
	for (const { event } of emitted) explainStandby(context, event);
}

function explainStandby(context: IWebhookFunctions, event: ReadyEvent['event']): void {
	if (!event.isStandby || event.kind !== 'postback' || event.payload !== null) return;
	logOncePerAccount(context, 'standbyWithoutPayload', event.accountId);
}

export function logOncePerAccount(
	context: IWebhookFunctions,
	reason: Notice,
	accountId: string | null,
): void {
	const key = [reason, context.getWorkflow().id, context.getNode().id, accountId].join('/');
	if (explained.has(key) || explained.size >= MAX_EXPLAINED) return;
	explained.add(key);
	const text = NOTICES[reason];
	logReason(context, reason, { ...text, message: `${text.message} (account ${accountId})` }, { accountId });
}
