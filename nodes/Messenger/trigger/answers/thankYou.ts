// EDGE: what the person reads after the answer. Once: a message that failed is not tried again.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import { pageOf } from '../../account/pageOf';
import type { Channel } from '../../graph/channel';
import { GraphApi } from '../../graph/graphApi';
import { httpOf } from '../../graph/request';
import { SendApi } from '../../graph/sendApi';
import { logLine } from '../logLine';

export interface Thanks {
	channel: Channel | null;
	accountId: string;
	person: string;
	text: string;
}

/** Never throws: nobody waits for it. */
export async function sendThanks(
	context: IWebhookFunctions,
	credential: MessengerCredential,
	thanks: Thanks,
): Promise<void> {
	const why = await send(context, credential, thanks).catch((error: unknown) =>
		error instanceof Error ? error.message : String(error),
	);
	if (why !== null) logLine(context, 'thanksNotSent', `the thank-you for an answer was not sent: ${why}`);
}

/**
 * Null when it was sent; else why not.
 * @throws {GraphFailure}
 */
async function send(
	context: IWebhookFunctions,
	credential: MessengerCredential,
	{ channel, accountId, person, text }: Thanks,
): Promise<string | null> {
	const http = httpOf(context);
	const api = new GraphApi(http, credential, { purpose: 'messages' });
	const holder = { api, fingerprint: credential.fingerprint, pageIds: null };
	const page = await pageOf(holder, { channel, accountId });
	if (!page.ok) throw page.failure;
	if (page.value === null) return 'the access token does not open its Page';
	await new SendApi(http, credential, page.value).send({
		recipient: { id: person },
		message: { text },
		messaging_type: 'RESPONSE',
	});
	return null;
}
