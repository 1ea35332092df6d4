// POST /{page-id}/messages: a message, or an action such as typing, from a Page to a person.
import { asPage, type EndpointCall, type GraphAnswer } from './endpoint.ts';
import { objectOf } from './events.ts';
import { checkMessage } from './messageRules.ts';
import { reach } from './reach.ts';
import { newMid } from './samples.ts';
import type { SentAction, SentMessage } from './sendingTypes.ts';
import { readSend } from './sendParameters.ts';

export async function messages(call: EndpointCall): Promise<GraphAnswer> {
	const { request, context } = call;
	const caller = asPage(call);
	const { page, app } = caller;
	const send = readSend(request);
	const { channel, recipient } = reach(context, caller, send);
	const address = { appId: app.id, pageId: page.id, channel, recipient, at: context.world.now };
	// Whoever has only a `user_ref` stays unknown to the sender.
	const receipt = recipient.id === null ? {} : { recipient_id: recipient.id };
	const { message, action, payload, ...facts } = send;
	if (message === null) {
		const sent: SentAction = { ...address, action: (action ?? '').toLowerCase(), payload };
		return { body: receipt, apply: () => context.actions.add(sent) };
	}
	const media = checkMessage(message, channel);
	const attachmentId = await context.media.read(media, send.file, page.id);
	const sent: SentMessage = {
		...facts,
		...address,
		mid: newMid(objectOf(channel)),
		message,
		attachmentId,
	};
	return {
		body: {
			...receipt,
			message_id: sent.mid,
			...(attachmentId === null ? {} : { attachment_id: attachmentId }),
		},
		apply: () => {
			context.messages.add(sent);
			context.echo(sent);
		},
	};
}
