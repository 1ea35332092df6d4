// n8n's Human review of an agent's tool by the Messenger node: the tool runs when a person has
// approved it by one tap, and that person reads what it would do.
import { startChatModel, type ChatModel, type Reply } from '../../sandbox/doubles/index.ts';
import { MESSENGER_TYPE, TRIGGER_NAME, type WorkflowNode } from '../../sandbox/n8n/index.ts';
import {
	aNode,
	nextQuestion,
	questionsTo,
	tap,
	textsTo,
	untilWaiting,
	type Button,
} from './support/asking.ts';
import { World, type Account } from './support/world.ts';

const TOOL = 'Answer the Person';
const REVIEW = 'Ask the Boss';
const BOSS = 'PSID-BOSS';

let world: World;
let account: Account;
let model: ChatModel;
let workflowId: string;
/** What the model says next, the last again and again. */
let script: Reply[] = [];

beforeAll(async () => {
	world = await World.start();
	account = await world.addApp();
	model = await startChatModel(() => (script.length > 1 ? script.shift() : script[0]) ?? 'Done.');
	world.meta.addPerson({ pageId: account.page.id, id: BOSS });
	workflowId = await publishAgent();
});
afterAll(async () => {
	await model.stop();
	await world.stop();
});

async function publishAgent(): Promise<string> {
	const data = { apiKey: model.apiKey, url: `${model.baseUrl}/v1` };
	const { id } = await world.n8n.api.createCredential({ name: 'Model', type: 'openAiApi', data });
	const credentials = { messengerApi: { id: account.credentialId, name: 'Meta' } };
	const agent = aNode('Agent', '@n8n/n8n-nodes-langchain.agent', {
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: '={{ $json.title }}', options: {} },
	});
	const workflow = await world.addWorkflow(account.credentialId, { pages: [account.page.id] }, [agent]);
	const { body } = await world.n8n.api.request('GET', `/rest/workflows/${workflow.id}`);
	const saved = (body as { data: { nodes: WorkflowNode[]; connections: Record<string, unknown> } }).data;
	const leadsTo = (node: string, type: string) => ({ [type]: [[{ node, type, index: 0 }]] });
	await world.n8n.api.updateWorkflow(workflow.id, {
		nodes: [
			...saved.nodes,
			aNode('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', {
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'id', value: 'double' }, options: {} },
				credentials: { openAiApi: { id, name: 'Model' } },
			}),
			aNode(REVIEW, `${MESSENGER_TYPE}HitlTool`, {
				parameters: {
					resource: 'message',
					operation: 'sendAndWait',
					// What the editor fills in.
					message: '=The agent wants to run this tool: {{ $tool.name }}\n\nInput:\n{{ $tool.parameters }}',
					to: 'person',
					channel: 'messenger',
					page: { __rl: true, mode: 'id', value: account.page.id },
					recipientId: BOSS,
					answers: { values: [{ title: 'Approve' }, { title: 'Decline' }] },
				},
				credentials,
			}),
			aNode(TOOL, `${MESSENGER_TYPE}Tool`, {
				parameters: {
					resource: 'message',
					operation: 'send',
					messageType: 'text',
					text: "={{ $fromAI('text', 'What to say to the person', 'string') }}",
				},
				credentials,
			}),
		],
		connections: {
			...saved.connections,
			Model: leadsTo('Agent', 'ai_languageModel'),
			[REVIEW]: leadsTo('Agent', 'ai_tool'),
			[TOOL]: leadsTo(REVIEW, 'ai_tool'),
		},
	});
	const { status, errorMessage } = await world.n8n.api.publish(workflow.id);
	expect([status, errorMessage]).toEqual(['published', undefined]);
	return workflow.id;
}

/** The model calls the tool for whoever tapped, and the boss is asked: the buttons and the text. */
async function review(customer: string, text: string): Promise<{ buttons: Button[]; text: string }> {
	script = [
		[{ name: 'Answer_the_Person', arguments: { toolParameters: { text }, hitlParameters: {} } }],
		'Done.',
	];
	const before = world.meta.sentMessages().filter(({ recipient }) => recipient.id === BOSS).length;
	await world.meta.sendPostback({ pageId: account.page.id, senderId: customer, title: 'Hours' });
	const buttons = await nextQuestion(world, account, BOSS, before);
	await untilWaiting(world, workflowId);
	const { attachment } = (buttons[0] as Button).message.message as {
		attachment: { payload: { text: string } };
	};
	return { buttons, text: attachment.payload.text };
}

it('approved runs the tool', async () => {
	const { buttons, text } = await review('PSID-1', 'We open at eight.');
	expect(text).toContain('Answer_the_Person');
	expect(text).toContain('"text": "We open at eight."');
	expect(text).not.toContain('[object Object]');
	expect(textsTo(world, account, 'PSID-1')).toEqual([]);
	expect(await tap(world, buttons[0] as Button)).toMatchObject({ status: 200 });
	const [execution] = await world.n8n.api.waitForExecutions(workflowId, 1);
	expect(execution?.status).toBe('success');
	expect(textsTo(world, account, 'PSID-1')).toEqual(['We open at eight.']);
	expect(await world.n8n.api.items(execution?.id ?? '', TRIGGER_NAME)).toHaveLength(1);
});

it('declined does not, and the model is told', async () => {
	const { buttons } = await review('PSID-2', 'Everything is free today.');
	expect(await tap(world, buttons[1] as Button)).toMatchObject({ status: 200 });
	const executions = await world.n8n.api.waitForExecutions(workflowId, 2);
	expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
	expect(textsTo(world, account, 'PSID-2')).toEqual([]);
	const told = JSON.stringify(
		model
			.requests()
			.at(-1)
			?.messages.filter(({ role }) => role === 'tool'),
	);
	expect(told).toMatch(/declin|reject|denied|not approved/i);
});

it('of two calls in one reply n8n asks about one: approved it runs, and the other does not', async () => {
	const call = (text: string) => ({
		name: 'Answer_the_Person',
		arguments: { toolParameters: { text }, hitlParameters: {} },
	});
	script = [[call('First.'), call('Second.')], 'Done.'];
	const before = questionsTo(world, account, BOSS).length;
	await world.meta.sendPostback({ pageId: account.page.id, senderId: 'PSID-3', title: 'Hours' });
	const [yes] = await nextQuestion(world, account, BOSS, before);
	await untilWaiting(world, workflowId);
	expect(await tap(world, yes as Button)).toMatchObject({ status: 200 });
	const executions = await world.n8n.api.waitForExecutions(workflowId, 3);
	expect(executions.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
	expect(questionsTo(world, account, BOSS)).toHaveLength(before + 1);
	expect(textsTo(world, account, 'PSID-3')).toEqual(['First.']);
});
