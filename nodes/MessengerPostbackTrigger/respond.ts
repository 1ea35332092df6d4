// EDGE: the only file that touches n8n's response object.
import type { IWebhookFunctions, IWebhookResponseData, INodeExecutionData } from 'n8n-workflow';
import { WANTS_HEADER } from './lib/wants';

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

export function acknowledge(context: IWebhookFunctions): IWebhookResponseData {
	return answerStatus(context, 200, ACKNOWLEDGEMENT);
}

/** n8n answers once it has taken the work over: 200, or 500 when it could not. */
export function startExecution(outputs: INodeExecutionData[][]): IWebhookResponseData {
	return { workflowData: outputs, webhookResponse: ACKNOWLEDGEMENT };
}

/**
 * Tells with which status n8n answered, as soon as it does: 200 once it has taken the work over. With another `status`
 * the sender gets that instead of n8n's 200, and delivers again, although the work is safe; n8n's own refusals stay.
 */
export function whenAnswered(
	context: IWebhookFunctions,
	then: (answered: number) => void,
	status = 200,
): void {
	const response = context.getResponseObject();
	const writeHead = response.writeHead.bind(response) as (
		code: number,
		...rest: unknown[]
	) => typeof response;
	response.writeHead = (code: number, ...rest: unknown[]) => {
		then(code);
		return writeHead(code === 200 ? status : code, ...rest);
	};
}

/** Calls `then` once an answer has gone out. A sender that gave up did not see it, so it will deliver again. */
export function whenSent(context: IWebhookFunctions, then: () => void): void {
	const { socket } = context.getRequestObject();
	context.getResponseObject().once('finish', () => {
		if (!socket.destroyed) then();
	});
}

/** Something of ours or of n8n's broke, such as reading the credential. Meta delivers again after a 500. */
export function answerUnexpected(context: IWebhookFunctions, error: unknown): IWebhookResponseData {
	const nodeName = context.getNode().name;
	const text = error instanceof Error ? error.message : String(error);
	context.logger.error(`${nodeName}: a webhook request could not be handled: ${text}`, {
		workflowId: context.getWorkflow().id,
		nodeName,
	});
	return answerStatus(context, 500, 'The request could not be handled; deliver it again.');
}
