// PURE: a tap whose question nobody waits for any more, as an ordinary event: what the button stood
// for takes the place of the sealed ticket.
import { isObject, type JsonObject } from '../../graph/json';
import type { ButtonEvent } from '../events/buttonEvent';

export function withPayload(event: ButtonEvent, payload: string): ButtonEvent {
	return { ...event, payload, source: unsealed(event.source, payload) };
}

function unsealed(source: JsonObject, payload: string): JsonObject {
	const { postback, message } = source;
	if (isObject(postback)) return { ...source, postback: { ...postback, payload } };
	const quickReply = isObject(message) && isObject(message.quick_reply) ? message.quick_reply : {};
	return isObject(message)
		? { ...source, message: { ...message, quick_reply: { ...quickReply, payload } } }
		: source;
}
