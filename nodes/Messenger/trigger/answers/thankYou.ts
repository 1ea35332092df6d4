// EDGE: what the person reads after the answer. Once: a message that failed is not tried again.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import { pageOf } from '../../account/pageOf';
import { attempt } from '../../graph/attempt';
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

export async function sendThanks(
	context: IWebhookFunctions,
	credential: MessengerCredential,
	{ channel, accountId, person, text }: Thanks,
): Promise<void> {
	const http = httpOf(context);
	const api = new GraphApi(http, credential, { purpose: 'messages' });
	const holder = { api, fingerprint: credential.fingerprint, pageIds: null };
	const sent = await attempt(async () => {
		const found = await pageOf(holder, { channel, accountId });
		if (!found.ok) throw found.failure;
		if (found.value === null) return false;
		await new SendApi(http, credential, found.value).send({
			recipient: { id: person },
			message: { text },
			messaging_type: 'RESPONSE',
		});
		return true;
	});
	const why = sent.ok ? 'the access token does not open its Page' : sent.failure.message;
	if (!sent.ok || !sent.value) logLine(context, 'warn', `the thank-you for an answer was not sent: ${why}`);
}
