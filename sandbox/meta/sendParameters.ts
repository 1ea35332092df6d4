// Reads a call of the Send API: its parameters, and the values that Meta knows for them.
import { choiceParameter, requireParameter, valueParameter } from './endpoint.ts';
import { badParameter } from './graphError.ts';
import type { GraphRequest } from './graphRequest.ts';
import { isRecord } from './json.ts';
import { readRecipient } from './people.ts';
import type { Recipient, UploadedFile } from './sendingTypes.ts';

/** The part of a multipart body that holds a file. */
const FILE_PARAMETER = 'filedata';
export const MESSAGING_TYPES = ['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY'];
export const NOTIFICATION_TYPES = ['REGULAR', 'SILENT_PUSH', 'NO_PUSH'];
export const SENDER_ACTIONS = ['TYPING_ON', 'TYPING_OFF', 'MARK_SEEN', 'REACT', 'UNREACT'];
/** The one message tag that is left. */
export const HUMAN_AGENT = 'HUMAN_AGENT';

export interface Send {
	recipient: Recipient;
	/** Null for an action. */
	message: Record<string, unknown> | null;
	file: UploadedFile | null;
	/** In capital letters. */
	action: string | null;
	payload: Record<string, unknown> | null;
	messagingType: string;
	tag: string | null;
	notificationType: string | null;
	personaId: string | null;
	replyTo: string | null;
}

/** @throws {GraphError} for what is missing, misspelt or of another shape */
export function readSend(request: GraphRequest): Send {
	const recipient = readRecipient(objectParameter(request, 'recipient') ?? {});
	if (recipient === null) throw badParameter('The parameter recipient is required');
	const message = objectParameter(request, 'message');
	const action = choiceParameter(request, 'sender_action', SENDER_ACTIONS);
	if ((message === null) === (action === null)) {
		throw badParameter('Exactly one of the parameters message and sender_action is required');
	}
	const messagingType = choiceParameter(request, 'messaging_type', MESSAGING_TYPES) ?? 'RESPONSE';
	return {
		recipient,
		message,
		file: request.files[FILE_PARAMETER] ?? null,
		action,
		payload: action === null ? null : readPayload(request, action),
		messagingType,
		tag: readTag(request, messagingType),
		notificationType: choiceParameter(request, 'notification_type', NOTIFICATION_TYPES),
		personaId: request.parameters.get('persona_id') ?? null,
		replyTo: readReplyTo(request),
	};
}

/** Null when the parameter is not there. */
function objectParameter(request: GraphRequest, name: string): Record<string, unknown> | null {
	const { value, isAbsent } = valueParameter(request, name);
	if (isAbsent) return null;
	if (isRecord(value)) return value;
	throw badParameter(`Param ${name} must be a JSON object`);
}

function readTag(request: GraphRequest, messagingType: string): string | null {
	const tag = request.parameters.get('tag') ?? null;
	if (messagingType === 'MESSAGE_TAG') requireParameter(request, 'tag');
	if (tag === null || tag === HUMAN_AGENT) return tag;
	throw badParameter(`The message tag ${tag} is not supported`);
}

function readReplyTo(request: GraphRequest): string | null {
	const replyTo = objectParameter(request, 'reply_to');
	if (replyTo === null) return null;
	if (typeof replyTo.mid !== 'string') throw badParameter('Param reply_to must have a mid');
	return replyTo.mid;
}

function readPayload(request: GraphRequest, action: string): Record<string, unknown> | null {
	const payload = objectParameter(request, 'payload');
	if (action !== 'REACT' && action !== 'UNREACT') return payload;
	const names = action === 'REACT' ? ['message_id', 'reaction'] : ['message_id'];
	for (const name of names) {
		if (typeof payload?.[name] !== 'string') throw badParameter(`Param payload[${name}] is required`);
	}
	return payload;
}
