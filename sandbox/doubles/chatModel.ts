// A language model behind an API in the shape of OpenAI's chat completions, after
// https://platform.openai.com/docs/api-reference/chat: what it says is up to whoever starts it.
import { randomUUID } from 'node:crypto';
import { isRecord } from '../n8n/json.ts';
import { Refusal, startDouble, type Double } from './double.ts';

export interface ChatMessage {
	/** `system`, `user`, `assistant` or `tool`. */
	role: string;
	content: unknown;
}

export interface ToolCall {
	name: string;
	arguments: Record<string, unknown>;
}

export interface ChatRequest {
	messages: ChatMessage[];
	/** The names of the tools the model may call, and the JSON schemas of what they take. */
	tools: Array<{ name: string; parameters: unknown }>;
}

/** Text, or tools to call first. */
export type Reply = string | ToolCall[];

export interface ChatModel extends Double {
	readonly apiKey: string;
	/** Everything it was asked, in order. */
	requests(): ChatRequest[];
}

export async function startChatModel(reply: (request: ChatRequest) => Reply): Promise<ChatModel> {
	const apiKey = `sk-${randomUUID()}`;
	const requests: ChatRequest[] = [];
	const double = await startDouble(
		(server) => {
			server.post('/v1/chat/completions', async ({ headers, body }) => {
				if (headers.authorization !== `Bearer ${apiKey}`) throw refusal(401, 'Incorrect API key provided');
				const request = readRequest(body);
				requests.push(request);
				return completion(reply(request));
			});
		},
		(method, path) => refusal(404, `Unknown request URL: ${method} ${path}`),
	);
	return { ...double, apiKey, requests: () => [...requests] };
}

function readRequest(body: unknown): ChatRequest {
	if (!isRecord(body) || !Array.isArray(body.messages)) throw refusal(400, "'messages' is required");
	if (body.stream === true) throw refusal(400, 'streaming is not supported here');
	const tools = Array.isArray(body.tools) ? body.tools : [];
	return {
		messages: body.messages as ChatMessage[],
		tools: tools.map((tool: unknown) => {
			const described = isRecord(tool) && isRecord(tool.function) ? tool.function : {};
			return { name: String(described.name), parameters: described.parameters };
		}),
	};
}

function completion(reply: Reply): unknown {
	const isText = typeof reply === 'string';
	const tool_calls = isText
		? undefined
		: reply.map((call) => ({
				id: `call_${randomUUID()}`,
				type: 'function',
				function: { name: call.name, arguments: JSON.stringify(call.arguments) },
			}));
	return {
		id: `chatcmpl-${randomUUID()}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model: 'double',
		choices: [
			{
				index: 0,
				message: { role: 'assistant', content: isText ? reply : null, tool_calls },
				finish_reason: isText ? 'stop' : 'tool_calls',
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

function refusal(status: number, message: string): Refusal {
	return new Refusal(status, { error: { message, type: 'invalid_request_error' } });
}
