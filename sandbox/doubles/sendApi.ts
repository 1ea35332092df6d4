// The Send API at graph.facebook.com: POST /v25.0/me/messages with a Page token, for texts within
// 24 hours of what a person did. Written after
// https://developers.facebook.com/docs/messenger-platform/send-api-reference, which shows the
// parameters as a form; that the query will do as well is unverified (docs/META-FACTS.md). Error
// codes after https://developers.facebook.com/docs/messenger-platform/error-codes
import { randomBytes } from 'node:crypto';
import { isRecord } from '../n8n/json.ts';
import { Refusal, startDouble, type Double } from './double.ts';

export const GRAPH_HOST = 'graph.facebook.com';

const MAX_TEXT = 2000;
const PARAMETERS = ['access_token', 'recipient', 'message', 'messaging_type'];

export interface SentMessage {
	to: string;
	text: string;
}

export interface SendApi extends Double {
	/**
	 * A person did something, which opens a conversation with the Page of this token for 24 hours.
	 */
	openWindow(pageToken: string, personId: string): void;
	messages(): SentMessage[];
}

export async function startSendApi(): Promise<SendApi> {
	const windows = new Map<string, Set<string>>();
	const messages: SentMessage[] = [];
	const double = await startDouble((server) => {
		server.post('/v25.0/me/messages', async ({ query, body }) => {
			const given = isRecord(query) ? query : {};
			const people = windows.get(String(given.access_token));
			if (people === undefined) {
				throw refusal(400, 190, 'Invalid OAuth access token - Cannot parse access token');
			}
			const extra = Object.keys(given).find((name) => !PARAMETERS.includes(name));
			if (extra !== undefined || (isRecord(body) && Object.keys(body).length > 0)) {
				throw refusal(400, 100, `Invalid parameter: ${extra ?? 'a body beside the query'}`);
			}
			const to = onlyText(given, 'recipient', 'id');
			const text = onlyText(given, 'message', 'text');
			if (given.messaging_type !== 'RESPONSE') throw refusal(400, 100, '(#100) Param messaging_type');
			if (text.length > MAX_TEXT) throw refusal(400, 100, '(#100) Length of param message[text] is too long');
			if (!people.has(to)) throw refusal(400, 100, '(#100) No matching user found', 2018001);
			messages.push({ to, text });
			return { recipient_id: to, message_id: `m_${randomBytes(24).toString('base64url')}` };
		});
	}, unknownPath);
	return {
		...double,
		openWindow(pageToken, personId) {
			windows.set(pageToken, (windows.get(pageToken) ?? new Set()).add(personId));
		},
		messages: () => [...messages],
	};
}

/** The text of the only key of a parameter that holds a JSON object. */
function onlyText(query: Record<string, unknown>, parameter: string, key: string): string {
	let value: unknown;
	try {
		value = JSON.parse(String(query[parameter]));
	} catch {
		// refused below
	}
	const text = isRecord(value) && Object.keys(value).length === 1 ? value[key] : undefined;
	if (typeof text !== 'string' || text === '')
		throw refusal(400, 100, `(#100) Param ${parameter} is invalid`);
	return text;
}

function unknownPath(method: string, path: string): Refusal {
	return refusal(400, 2500, `Unknown path components: ${method} ${path}`);
}

function refusal(status: number, code: number, message: string, subcode?: number): Refusal {
	const fbtrace_id = randomBytes(8).toString('base64url');
	const error = { message, type: 'OAuthException', code, error_subcode: subcode, fbtrace_id };
	return new Refusal(status, { error });
}
