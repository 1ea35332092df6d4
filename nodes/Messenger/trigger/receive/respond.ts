// EDGE: the only file that touches n8n's response object.
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { logWithinBounds } from '../log';
import { WANTS_HEADER } from '../members/wants';
import { NOTICES } from '../reasons';

const ACKNOWLEDGEMENT = 'EVENT_RECEIVED';

/** Meta compares the body with its challenge, so it must be nothing but that. */
export function answerChallenge(
	context: IWebhookFunctions,
	challenge: string,
	wants: string,
): IWebhookResponseData {
	const response = context.getResponseObject().setHeader(WANTS_HEADER, wants);
	response.status(200).type('text/plain').send(challenge);
	return { noWebhookResponse: true };
}

/** Without an execution. A throw would start a failed one for each forged request. */
export function answerStatus(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	context.getResponseObject().status(status).type('text/plain').send(text);
	return { noWebhookResponse: true };
}

/** Without an execution, for whoever reads JSON. */
export function answerJson(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

export function acknowledge(context: IWebhookFunctions): IWebhookResponseData {
	return answerStatus(context, 200, ACKNOWLEDGEMENT);
}

/** n8n answers once it has taken the work over: 200, or 500 when it could not. */
export function startExecution(outputs: INodeExecutionData[][]): IWebhookResponseData {
	return { workflowData: outputs, webhookResponse: ACKNOWLEDGEMENT };
}

/**
 * Tells whether n8n has taken the work over, as soon as n8n answers; also when the sender is gone
 * and no answer can go out. If n8n has, its answer is held until `rest` is known, and becomes
 * `answer` if that is false: the sender then delivers again, although the work is safe. n8n's own
 * refusals stay.
 */
export function whenTakenOver(
	context: IWebhookFunctions,
	tell: (isTakenOver: boolean) => void,
	rest: Promise<boolean> | null,
	status: number,
): void {
	const response = context.getResponseObject();
	// Not `writeHead`, which is not called any more once the connection is closed.
	const end = response.end.bind(response) as (...body: unknown[]) => typeof response;
	response.end = (...body: unknown[]) => {
		response.end = end as typeof response.end;
		const isTakenOver = response.statusCode === 200;
		tell(isTakenOver);
		if (rest === null || !isTakenOver) return end(...body);
		void rest.then((isDone) => {
			if (!isDone) response.statusCode = status;
			end(...body);
		});
		return response;
	};
}

/**
 * Something of ours or of n8n's broke. Without the credential, for one, a stranger's request gets
 * here too. Meta delivers again after a 500.
 */
export function answerUnexpected(
	context: IWebhookFunctions,
	error: unknown,
	status = 500,
): IWebhookResponseData {
	const text = error instanceof Error ? error.message : String(error);
	const { requestFailed } = NOTICES;
	const message = `a webhook request could not be handled: ${text}`;
	logWithinBounds(context, 'requestFailed', { ...requestFailed, message });
	return answerStatus(context, status, 'The request could not be handled; deliver it again.');
}
