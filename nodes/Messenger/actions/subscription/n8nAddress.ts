// EDGE: the address of this n8n's published webhooks.
import type { IExecuteFunctions } from 'n8n-workflow';
import { isObject, textOrNull } from '../../graph/json';
import { textOf } from '../buttons/values';
import { refused } from '../refusals/actionFailure';

/**
 * Without a slash at its end, such as `https://n8n.example/webhook`. n8n tells it in its own data
 * only; without that, it is taken from where executions are resumed.
 * @throws {ActionFailure} when n8n gives no address
 */
export function webhookBaseOf(n8n: IExecuteFunctions & { additionalData?: unknown }): URL {
	const { additionalData } = n8n;
	const told = isObject(additionalData) ? textOrNull(additionalData.webhookBaseUrl) : null;
	const base = told ?? resumeBase(n8n);
	if (URL.canParse(base)) return new URL(base);
	throw refused(
		'n8n gave no address of its webhooks',
		'Run the workflow as a whole: a node that is run alone has no execution.',
	);
}

/** Of `https://n8n.example/webhook-waiting/12?signature=…`. */
function resumeBase(n8n: IExecuteFunctions): string {
	const resumeUrl = textOf(n8n.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return resumeUrl.replace(/\/[^/]*\/[^/]*$/, '/webhook');
}
