// One line in n8n's log, which says what trigger of what workflow it is about.
import type { FunctionsBase } from 'n8n-workflow';

type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFacts = Record<string, string | number | null>;

export function logLine(
	context: Pick<FunctionsBase, 'getNode' | 'getWorkflow' | 'logger'>,
	level: LogLevel,
	message: string,
	facts: LogFacts = {},
): void {
	const nodeName = context.getNode().name;
	context.logger[level](`${nodeName}: ${message}`, {
		workflowId: context.getWorkflow().id,
		nodeName,
		...facts,
	});
}
