// One log line per reason. Never a body, a signature or a token.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { ReadyEvent } from './lib/item';
import { NOTICES, SKIPS, type ReasonText, type SkipReason } from './lib/reasons';

/** Pages whose standby taps without payload have been explained; the explanation is the same each time. */
const explainedPages = new Set<string>();
const MAX_EXPLAINED_PAGES = 10_000;

export function logReason(
	context: IWebhookFunctions,
	reason: string,
	{ level, message, description }: ReasonText,
	facts: Record<string, string | number | null> = {},
): void {
	const nodeName = context.getNode().name;
	const workflowId = context.getWorkflow().id;
	context.logger[level](`${nodeName}: ${message}. ${description}.`, {
		workflowId,
		nodeName,
		reason,
		...facts,
	});
}

/** What was skipped, a line per reason with its count, and what is odd about the events that were not. */
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
	const page = `${context.getWorkflow().id}/${event.accountId}`;
	if (explainedPages.has(page) || explainedPages.size >= MAX_EXPLAINED_PAGES) return;
	explainedPages.add(page);
	logReason(context, 'standbyWithoutPayload', NOTICES.standbyWithoutPayload, { accountId: event.accountId });
}
