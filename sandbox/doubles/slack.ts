// Slack's chat.postMessage at slack.com for n8n's node of that name. It answers 200 to everything,
// and says in the body what it refuses. Written after
// https://docs.slack.dev/reference/methods/chat.postMessage
import { randomBytes } from 'node:crypto';
import { isRecord } from '../n8n/json.ts';
import { Refusal, startDouble, type Double } from './double.ts';

export const SLACK_HOST = 'slack.com';

/** Of a text; longer ones are cut. */
const MAX_CHARACTERS = 40_000;

export interface SlackMessage {
	channel: string;
	text: string;
}

export interface Slack extends Double {
	readonly token: string;
	/** In order. */
	messages(): SlackMessage[];
}

/** `channels` are those that the app behind the token is in. */
export async function startSlack(channels: readonly string[]): Promise<Slack> {
	const token = `xoxb-${randomBytes(16).toString('hex')}`;
	const messages: SlackMessage[] = [];
	const double = await startDouble(
		(server) => {
			server.post('/api/chat.postMessage', async ({ headers, body }) => {
				if (headers.authorization !== `Bearer ${token}`) throw refused('invalid_auth');
				if (!isRecord(body)) throw refused('invalid_json');
				// Slack ignores arguments that it does not know, and n8n's node sends some.
				const { channel, text } = body;
				if (typeof channel !== 'string' || !channels.includes(channel)) throw refused('channel_not_found');
				if (typeof text !== 'string' || text === '') throw refused('no_text');
				const message = { channel, text: text.slice(0, MAX_CHARACTERS) };
				messages.push(message);
				return { ok: true, channel, ts: `${messages.length}.000000`, message };
			});
		},
		() => refused('unknown_method'),
	);
	return { ...double, token, messages: () => [...messages] };
}

function refused(error: string): Refusal {
	return new Refusal(200, { ok: false, error });
}
