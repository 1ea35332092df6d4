// POST /{page-id}/messages: a message, or an action such as typing, from a Page to a person.
import { allowParameters, asPage, type EndpointCall, type GraphAnswer } from './endpoint.ts';
import { objectOf } from './events.ts';
import { unsupportedRequest } from './graphError.ts';
import { reach } from './reach.ts';
import { newMid } from './samples.ts';
import type { SentAction, SentMessage } from './sendingTypes.ts';
import { readSend, SEND_PARAMETERS } from './sendParameters.ts';

export function messages(call: EndpointCall): GraphAnswer {
	const { request, context } = call;
	const { page, app } = asPage(call);
	if (request.method !== 'POST') throw unsupportedRequest(request.method, page.id);
	allowParameters(request, SEND_PARAMETERS);
	const { message, action, payload, ...send } = readSend(request);
	const { channel, recipient } = reach(context, page, send.recipient);
	const address = { appId: app.id, pageId: page.id, channel, recipient, at: context.world.now };
	// Whoever has only a `user_ref` stays unknown to the sender.
	const receipt = recipient.id === null ? {} : { recipient_id: recipient.id };
	if (message === null) {
		const sent: SentAction = { ...address, action: (action ?? '').toLowerCase(), payload };
		return { body: receipt, apply: () => context.actions.add(sent) };
	}
	const sent: SentMessage = {
		...send,
		...address,
		mid: newMid(objectOf(channel)),
		message,
		attachmentId: null,
	};
	return {
		body: { ...receipt, message_id: sent.mid },
		apply: () => {
			context.messages.add(sent);
			context.echo(sent);
		},
	};
}
