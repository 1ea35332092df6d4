// One line in n8n's log, which says what trigger of what workflow it is about, and why.
import type { FunctionsBase } from 'n8n-workflow';
import { REASONS, type LogLevel, type Reason } from './reasons';

export type LogFacts = Record<string, string | number | null>;

/**
 * The reason is a fact and stands in the text as well: n8n prints the facts in JSON and at the
 * level debug only.
 */
export function logLine(
	context: Pick<FunctionsBase, 'getNode' | 'getWorkflow' | 'logger'>,
	reason: Reason,
	message: string,
	{ level = REASONS[reason].level, facts = {} }: { level?: LogLevel; facts?: LogFacts } = {},
): void {
	const nodeName = context.getNode().name;
	context.logger[level](`${nodeName}: ${message} [${reason}]`, {
		workflowId: context.getWorkflow().id,
		nodeName,
		reason,
		...facts,
	});
}
