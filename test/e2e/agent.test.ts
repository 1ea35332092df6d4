// An AI agent with the Messenger node as a tool: it answers whoever tapped, and nobody else,
// whatever the model writes into its tool call.
import { randomUUID } from 'node:crypto';
import { startChatModel, type ChatModel, type Reply } from '../../sandbox/doubles/index.ts';
import { MESSENGER_TYPE, type WorkflowNode } from '../../sandbox/n8n/index.ts';
import { World, type Account } from './support/world.ts';

let world: World;
let account: Account;
let model: ChatModel;
/** What the model says next, the last again and again. */
let script: Reply[] = [];

const TOOL = 'Answer the Person';

beforeAll(async () => {
	world = await World.start();
	account = await world.addApp();
	model = await startChatModel(() => (script.length > 1 ? script.shift() : script[0]) ?? 'Done.');
});
afterAll(async () => {
	await model.stop();
	await world.stop();
});

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

/** The trigger, then an agent with a model and the tool. */
async function publishAgent(version: number): Promise<string> {
	const data = { apiKey: model.apiKey, url: `${model.baseUrl}/v1` };
	const { id } = await world.n8n.api.createCredential({ name: 'Model', type: 'openAiApi', data });
	const agent = node('Agent', '@n8n/n8n-nodes-langchain.agent', version, {
		parameters: { promptType: 'define', text: '={{ $json.title }}', options: {} },
	});
	const workflow = await world.addWorkflow(account.credentialId, { pages: [account.page.id] }, [agent]);
	const { body } = await world.n8n.api.request('GET', `/rest/workflows/${workflow.id}`);
	const saved = (body as { data: { nodes: WorkflowNode[]; connections: Record<string, unknown> } }).data;
	await world.n8n.api.updateWorkflow(workflow.id, {
		nodes: [
			...saved.nodes,
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
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			[TOOL]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	});
	const { status, errorMessage } = await world.n8n.api.publish(workflow.id);
	expect([status, errorMessage]).toEqual(['published', undefined]);
	return workflow.id;
}

const call = (args: Record<string, unknown>): Reply => [{ name: 'Answer_the_Person', arguments: args }];
const sent = () => world.meta.sentMessages().map(({ recipient, message }) => [recipient.id, message.text]);

// Up to 2 an agent calls its tools itself, from 3 on it has n8n do it.
it.each([3.1, 2.2])(
	'of version %d answers whoever tapped, and cannot write to another one',
	async (version) => {
		const workflowId = await publishAgent(version);
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
		await world.meta.sendPostback({ pageId: account.page.id, senderId: 'PSID-1', title: 'Opening hours' });
		const [execution] = await world.n8n.api.waitForExecutions(workflowId, 1);
		expect(execution?.status).toBe('success');
		expect(sent().slice(before)).toEqual([
			['PSID-1', 'We open at eight.'],
			['PSID-1', 'Gotcha.'],
		]);
		expect(model.requests()[asked]?.tools).toMatchObject([{ name: 'Answer_the_Person' }]);
		expect(JSON.stringify(model.requests()[asked]?.tools)).not.toMatch(/recipient|sender/i);
		await world.unpublish(workflowId);
	},
);

it('of version 2.2 with several items at once answers nobody, and is told why', async () => {
	const workflowId = await publishAgent(2.2);
	const before = sent().length;
	script = [call({ text: 'We open at eight.' }), 'Done.'];
	const messaging = ['PSID-1', 'PSID-2'].map((id) => ({
		sender: { id },
		recipient: { id: account.page.id },
		timestamp: Date.now(),
		postback: { mid: `m_${randomUUID()}`, title: 'Hours', payload: 'HOURS' },
	}));
	await world.meta.sendEvents({ entries: [{ pageId: account.page.id, messaging }] });
	const [execution] = await world.n8n.api.waitForExecutions(workflowId, 1);
	expect(sent().slice(before)).toEqual([]);
	const { body } = await world.n8n.api.request('GET', `/rest/executions/${execution?.id}`);
	expect(JSON.stringify(body)).toContain('does not tell which of its items the tool is for');
	await world.unpublish(workflowId);
});
