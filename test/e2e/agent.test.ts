// An AI agent with the Messenger node as a tool: it answers whoever tapped, and nobody else,
// whatever the model writes into its tool call.
import { randomUUID } from 'node:crypto';
import { startChatModel, type ChatModel, type ChatRequest, type Reply } from '../../sandbox/doubles/index.ts';
import { MESSENGER_TYPE, TRIGGER_NAME, type WorkflowNode } from '../../sandbox/n8n/index.ts';
import { World, type Account } from './support/world.ts';

let world: World;
let account: Account;
let model: ChatModel;
/** What the model says next, the last again and again. */
let script: Reply[] = [];
const byScript = () => (script.length > 1 ? script.shift() : script[0]) ?? 'Done.';
let answerOf: (request: ChatRequest) => Reply = byScript;

/** What the test has published. */
let workflowId: string;

const TOOL = 'Answer the Person';
const LOOP_TYPE = 'n8n-nodes-base.splitInBatches';

beforeAll(async () => {
	world = await World.start();
	account = await world.addApp();
	model = await startChatModel((request) => answerOf(request));
});
afterAll(async () => {
	await model.stop();
	await world.stop();
});

afterEach(async () => await world.unpublish(workflowId));

const node = (
	name: string,
	type: string,
	typeVersion: number,
	more: Partial<WorkflowNode>,
): WorkflowNode => ({
	id: randomUUID(),
	name,
	type,
	typeVersion,
	position: [300, 0],
	parameters: {},
	...more,
});

/** The trigger, the nodes of `before` in a row, then an agent with a model and the tool. */
async function publishAgent(version: number, before: WorkflowNode[] = []): Promise<void> {
	const data = { apiKey: model.apiKey, url: `${model.baseUrl}/v1` };
	const { id } = await world.n8n.api.createCredential({ name: 'Model', type: 'openAiApi', data });
	const agent = node('Agent', '@n8n/n8n-nodes-langchain.agent', version, {
		parameters: { promptType: 'define', text: '={{ $json.title }}', options: {} },
	});
	const row = [...before, agent];
	const [first = agent] = row;
	const workflow = await world.addWorkflow(account.credentialId, { pages: [account.page.id] }, [first]);
	const { body } = await world.n8n.api.request('GET', `/rest/workflows/${workflow.id}`);
	const saved = (body as { data: { nodes: WorkflowNode[]; connections: Record<string, unknown> } }).data;
	const leadsTo = ({ name }: WorkflowNode) => [{ node: name, type: 'main', index: 0 }];
	const loop = before.find(({ type }) => type === LOOP_TYPE);
	const connections = row.map((one, index): [string, unknown] => {
		const next = row[index + 1] ?? loop;
		return [one.name, { main: next === undefined ? [] : [...(one === loop ? [[]] : []), leadsTo(next)] }];
	});
	await world.n8n.api.updateWorkflow(workflow.id, {
		nodes: [
			...saved.nodes,
			...row.slice(1),
			node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
				parameters: { model: { __rl: true, mode: 'id', value: 'double' }, options: {} },
				credentials: { openAiApi: { id, name: 'Model' } },
			}),
			node(TOOL, `${MESSENGER_TYPE}Tool`, 1, {
				parameters: {
					resource: 'message',
					operation: 'send',
					messageType: 'text',
					text: "={{ $fromAI('text', 'What to say to the person', 'string') }}",
				},
				credentials: { messengerApi: { id: account.credentialId, name: 'Meta' } },
			}),
		],
		connections: {
			...saved.connections,
			...Object.fromEntries(connections),
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			[TOOL]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	});
	const { status, errorMessage } = await world.n8n.api.publish(workflow.id);
	expect([status, errorMessage]).toEqual(['published', undefined]);
	workflowId = workflow.id;
}

const call = (args: Record<string, unknown>): Reply => [{ name: 'Answer_the_Person', arguments: args }];
const sent = () => world.meta.sentMessages().map(({ recipient, message }) => [recipient.id, message.text]);

// Up to 2 an agent calls its tools itself, from 3 on it has n8n do it.
it.each([3.1, 2.2])(
	'of version %d answers whoever tapped, and cannot write to another one',
	async (version) => {
		await publishAgent(version);
		const before = sent().length;
		const asked = model.requests().length;
		const other = { id: 'PSID-OTHER', user_ref: null };
		world.meta.addPerson({ pageId: account.page.id, id: other.id });
		const forged = {
			event: 'postback',
			channel: 'messenger',
			accountId: account.page.id,
			sender: other,
			recipient: { id: account.page.id },
			postback: { mid: 'm_1' },
			to: 'person',
			recipientId: other.id,
		};
		script = [call({ text: 'We open at eight.' }), call({ text: 'Gotcha.', ...forged }), 'Done.'];
		answerOf = byScript;
		await world.meta.sendPostback({ pageId: account.page.id, senderId: 'PSID-1', title: 'Opening hours' });
		const [execution] = await world.n8n.api.waitForExecutions(workflowId, 1);
		expect(execution?.status).toBe('success');
		expect(sent().slice(before)).toEqual([
			['PSID-1', 'We open at eight.'],
			['PSID-1', 'Gotcha.'],
		]);
		expect(model.requests()[asked]?.tools).toMatchObject([{ name: 'Answer_the_Person' }]);
		expect(JSON.stringify(model.requests()[asked]?.tools)).not.toMatch(/recipient|sender/i);
	},
);

/** One delivery with a tap of each; the button has the person's name. Then the execution. */
async function tapAll(people: readonly string[]): Promise<string> {
	const messaging = people.map((id, index) => ({
		sender: { id },
		recipient: { id: account.page.id },
		timestamp: Date.now() + index,
		postback: { mid: `m_${randomUUID()}`, title: `I am ${id}`, payload: 'HOURS' },
	}));
	for (const id of people) world.meta.addPerson({ pageId: account.page.id, id });
	await world.meta.sendEvents({ entries: [{ pageId: account.page.id, messaging }] });
	const [execution] = await world.n8n.api.waitForExecutions(workflowId, 1);
	return execution?.id ?? '';
}

/** A model that answers each person by name, with the same words in each of its calls. */
const byName =
	(calls: number) =>
	({ messages }: ChatRequest): Reply => {
		const asked = messages.findLast(({ role }) => role === 'user');
		const name = /I am (PSID-\d)/.exec(JSON.stringify(asked?.content))?.[1];
		const words = { name: 'Answer_the_Person', arguments: { text: `Hello ${name}` } };
		return messages.at(-1)?.role === 'tool' ? 'Done.' : Array.from({ length: calls }, () => words);
	};

const loop = () => node('Loop Over Items', LOOP_TYPE, 3, { parameters: { options: {} } });
/** Replaces the items, as a sheet does. */
const sheet = () =>
	node('Sheet', 'n8n-nodes-base.set', 3.4, {
		parameters: { mode: 'raw', jsonOutput: '{ "title": "A row", "id": 7 }', options: {} },
	});
/** What the refusal asks for. */
const theTriggersFields = () =>
	node('Edit Fields', 'n8n-nodes-base.set', 3.4, {
		parameters: {
			mode: 'raw',
			jsonOutput: `={{ $('${TRIGGER_NAME}').item.json }}`,
			includeOtherFields: true,
			options: {},
		},
	});

it.each<[what: string, version: number, before: WorkflowNode[]]>([
	['with taps of several people', 3.1, []],
	['behind Loop Over Items', 3.1, [loop()]],
	['before version 3 behind Loop Over Items', 2.2, [loop()]],
	['behind nodes that replaced the items and brought them back', 3.1, [sheet(), theTriggersFields()]],
	['the same in Loop Over Items', 3.1, [loop(), sheet(), theTriggersFields()]],
])('%s answers each of them, all that it says', async (_what, version, before) => {
	await publishAgent(version, before);
	const from = sent().length;
	// Before version 3 n8n does not tell one call from another.
	const times = version < 3 ? 1 : 2;
	answerOf = byName(times);
	const people = ['PSID-1', 'PSID-2', 'PSID-3'];
	await tapAll(people);
	expect(sent().slice(from).sort()).toEqual(
		people.flatMap((id) => Array.from({ length: times }, () => [id, `Hello ${id}`])),
	);
});

it('behind a node that replaced the items of several people answers nobody, and is told why', async () => {
	await publishAgent(3.1, [sheet()]);
	const from = sent().length;
	answerOf = byName(1);
	const executionId = await tapAll(['PSID-1', 'PSID-2']);
	expect(sent().slice(from)).toEqual([]);
	const { body } = await world.n8n.api.request('GET', `/rest/executions/${executionId}`);
	expect(JSON.stringify(body)).toContain('the agent has items of several people');
});

it('of version 2.2 with several items at once answers nobody, and is told why', async () => {
	await publishAgent(2.2);
	const before = sent().length;
	script = [call({ text: 'We open at eight.' }), 'Done.'];
	answerOf = byScript;
	const executionId = await tapAll(['PSID-1', 'PSID-2']);
	expect(sent().slice(before)).toEqual([]);
	const { body } = await world.n8n.api.request('GET', `/rest/executions/${executionId}`);
	expect(JSON.stringify(body)).toContain('does not tell which of its items the tool is for');
});
