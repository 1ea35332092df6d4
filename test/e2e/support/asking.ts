// Workflows that ask a person and wait, and people who tap.
import { randomUUID } from 'node:crypto';
import type { Delivery, SentMessage } from '../../../sandbox/meta/index.ts';
import {
	aTriggerWorkflow,
	MESSENGER_TYPE,
	TRIGGER_NAME,
	type WorkflowNode,
} from '../../../sandbox/n8n/index.ts';
import { eventually, type Account, type World } from './world.ts';

type Json = Record<string, unknown>;

export const ASK = 'Ask';

export interface Asking {
	account: Account;
	workflowId: string;
	/** Of the node that asks. */
	nodeId: string;
}

/** A button, or a quick reply, as the person sees it. */
export interface Button {
	title: string;
	payload: string;
	isQuickReply: boolean;
	message: SentMessage;
}

export function aNode(name: string, type: string, more: Partial<WorkflowNode> = {}): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion: 1, position: [300, 0], parameters: {}, ...more };
}

export function askNode(account: Account, parameters: Json = {}): WorkflowNode {
	return aNode(ASK, MESSENGER_TYPE, {
		parameters: {
			resource: 'message',
			operation: 'sendAndWait',
			message: 'May we deliver on Friday?',
			answers: { values: [{ title: 'Yes', value: 'FRIDAY' }, { title: 'No' }] },
			...parameters,
		},
		credentials: { messengerApi: { id: account.credentialId, name: 'Meta' } },
	});
}

export interface AskingOptions {
	/** Of the node that asks. */
	ask?: Json;
	/** Of the trigger. */
	trigger?: Json;
	/** What stands between the trigger and the node that asks, in a row. */
	before?: WorkflowNode[];
	/** What stands behind each output of the node that asks. */
	after?: WorkflowNode[];
	/** Nodes beyond those, and what leads to them: from a node's first output. */
	last?: WorkflowNode[];
	then?: Record<string, string>;
	account?: Account;
}

/** The trigger, the question, and what follows its answers; published. */
export async function publishAsking(world: World, options: AskingOptions = {}): Promise<Asking> {
	const account = options.account ?? (await world.addApp());
	const parameters = { pages: [account.page.id], ...options.trigger };
	const before = options.before ?? [];
	const after = options.after ?? [aNode('After', 'n8n-nodes-base.noOp')];
	const ask = askNode(account, options.ask);
	const workflow = aTriggerWorkflow({ credentialId: account.credentialId, parameters, then: [ask] });
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	const row = [TRIGGER_NAME, ...before.map(({ name }) => name), ASK];
	const upToAsk = row.slice(1).map((name, index) => [row[index], { main: [to(name)] }]);
	const then = Object.entries(options.then ?? {}).map(([from, next]) => [from, { main: [to(next)] }]);
	const { id } = await world.n8n.api.createWorkflow({
		...workflow,
		nodes: [...workflow.nodes, ...before, ...after, ...(options.last ?? [])],
		connections: {
			...Object.fromEntries(upToAsk),
			[ASK]: { main: after.map(({ name }) => to(name)) },
			...Object.fromEntries(then),
		},
	});
	const { status, errorMessage } = await world.n8n.api.publish(id);
	if (status !== 'published') throw new Error(`publishing ended with '${status}': ${errorMessage}`);
	return { account, workflowId: id, nodeId: ask.id };
}

/** Somebody taps, and the workflow asks them: the buttons that they see. */
export async function askPerson(world: World, { account }: Asking, senderId: string): Promise<Button[]> {
	const before = questionsTo(world, account, senderId).length;
	await tapMenu(world, account, senderId);
	return await nextQuestion(world, account, senderId, before);
}

export async function tapMenu(world: World, account: Account, senderId: string): Promise<void> {
	await world.meta.sendPostback({ pageId: account.page.id, senderId, title: 'Order', payload: 'ORDER' });
}

export async function nextQuestion(
	world: World,
	account: Account,
	senderId: string,
	before: number,
): Promise<Button[]> {
	return await eventually(async () => {
		const question = questionsTo(world, account, senderId)[before];
		return question === undefined ? null : buttonsOf(question);
	}, `a question to ${senderId}`);
}

export function questionsTo(world: World, account: Account, senderId: string): SentMessage[] {
	return world.meta
		.sentMessages()
		.filter(({ pageId, recipient }) => pageId === account.page.id && recipient.id === senderId)
		.filter((message) => buttonsOf(message).length > 0);
}

export function textsTo(world: World, account: Account, senderId: string): unknown[] {
	return world.meta
		.sentMessages()
		.filter(({ pageId, recipient }) => pageId === account.page.id && recipient.id === senderId)
		.flatMap(({ message }) => (typeof message.text === 'string' ? [message.text] : []));
}

export function buttonsOf(sent: SentMessage): Button[] {
	const { attachment, quick_replies: quickReplies } = sent.message as {
		attachment?: { payload?: { buttons?: Button[] } };
		quick_replies?: Button[];
	};
	const rows = quickReplies ?? attachment?.payload?.buttons ?? [];
	return rows.map(({ title, payload }) => ({
		title,
		payload,
		isQuickReply: quickReplies !== undefined,
		message: sent,
	}));
}

/** The same person, unless somebody else is named. */
export async function tap(
	world: World,
	button: Button,
	senderId = button.message.recipient.id,
): Promise<Delivery> {
	const { pageId, channel } = button.message;
	const { title, payload } = button;
	const sender = senderId ?? '';
	const deliveries = button.isQuickReply
		? await world.meta.sendEvents({
				channel,
				entries: [{ pageId, messaging: [quickReply({ sender, pageId, title, payload })] }],
			})
		: await world.meta.sendPostback({ pageId, senderId: sender, title, payload, channel });
	const [delivery] = deliveries;
	if (delivery === undefined) throw new Error('nobody receives the tap');
	return delivery;
}

function quickReply({ sender, pageId, title, payload }: Record<string, string>): unknown {
	return {
		sender: { id: sender },
		recipient: { id: pageId },
		timestamp: Date.now(),
		message: { mid: `m_${randomUUID()}`, text: title, quick_reply: { payload } },
	};
}

/** Until so many executions of the workflow wait. */
export async function untilWaiting(world: World, workflowId: string, count = 1): Promise<void> {
	await eventually(
		async () => {
			const executions = await world.n8n.api.executions(workflowId);
			return executions.filter(({ status }) => status === 'waiting').length >= count ? true : null;
		},
		`${count} waiting executions`,
		90_000,
	);
}

/** The codes of the reasons that n8n's log has, in order; n8n must log everything. */
export function reasonsIn(log: string): string[] {
	return [...log.matchAll(/"reason":\s?"(\w+)"|reason: '(\w+)'/g)].map(
		([, json, text]) => json ?? text ?? '',
	);
}
