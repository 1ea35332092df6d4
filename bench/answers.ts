/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// A tap that resumes its own execution while many wait, against one that starts an execution.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SentMessage } from '../sandbox/meta/index.ts';
import { aTriggerWorkflow, MESSENGER_TYPE, type WorkflowNode } from '../sandbox/n8n/index.ts';
import type { Arena } from './arena.ts';
import { ratio, type Section } from './report.ts';
import { percentile } from './statistics.ts';

const AT_ONCE = 4;
const TAPS = 60;
const TARGET = 3;
const STORED_WITHIN_MS = 600_000;

interface Asking {
	appId: string;
	pageId: string;
	workflowId: string;
}

export async function benchAnswers(arena: Arena, waiting: number): Promise<Section> {
	const asking = await publishQuestion(arena);
	const plain = await publishPlain(arena);
	const questions = await ask(arena, asking, waiting);
	const answers: number[] = [];
	const starts: number[] = [];
	// Taking turns, so that what slows the machine down slows both.
	for (let turn = 0; turn < Math.min(TAPS, waiting); turn++) {
		starts.push(await tapOf(arena, plain, { senderId: `PSID-${turn}`, payload: 'BUY' }));
		const question = questions[Math.floor((turn * waiting) / TAPS)] as SentMessage;
		const senderId = question.recipient.id ?? '';
		answers.push(await tapOf(arena, asking, { senderId, payload: firstPayload(question) }));
	}
	for (const { workflowId } of [asking, plain]) await arena.n8n.api.unpublish(workflowId);
	const ms = (values: number[]) => `${percentile(values, 95).toFixed(0)} ms`;
	const value = percentile(answers, 95) / percentile(starts, 95);
	return {
		title: 'Answers',
		about: `While ${waiting.toLocaleString('en')} executions wait: from the tap to the answer that Meta gets, ${answers.length} taps of each kind in turn.`,
		figures: [
			{ what: 'p95 of a tap that resumes its execution', measured: ms(answers) },
			{ what: 'p95 of a tap that starts one', measured: ms(starts) },
			ratio('the first against the second', value, { atMost: TARGET }),
		],
	};
}

async function publishQuestion(arena: Arena): Promise<Asking> {
	return await publish(arena, (credentialId) => ({
		id: randomUUID(),
		name: 'Ask',
		type: MESSENGER_TYPE,
		typeVersion: 1,
		position: [240, 0],
		parameters: {
			resource: 'message',
			operation: 'sendAndWait',
			message: 'On Friday?',
			answers: { values: [{ title: 'Yes' }, { title: 'No' }] },
		},
		credentials: { messengerApi: { id: credentialId, name: 'Meta' } },
	}));
}

async function publishPlain(arena: Arena): Promise<Asking> {
	return await publish(arena, () => null);
}

async function publish(
	{ meta, n8n }: Arena,
	nodeFor: (credentialId: string) => WorkflowNode | null,
): Promise<Asking> {
	const app = meta.addApp();
	const page = meta.addPage();
	const accessToken = meta.addToken({ appId: app.id, pageIds: [page.id] });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const { id } = await n8n.api.createCredential({ name: 'Meta', type: 'messengerApi', data });
	const node = nodeFor(id);
	const workflow = aTriggerWorkflow({
		credentialId: id,
		parameters: { pages: [page.id] },
		then: node === null ? [] : [node],
	});
	const saved = await n8n.api.createWorkflow(workflow);
	const { status, errorMessage } = await n8n.api.publish(saved.id);
	if (status !== 'published') throw new Error(`publishing ended with '${status}': ${errorMessage}`);
	return { appId: app.id, pageId: page.id, workflowId: saved.id };
}

/** The questions, once all of them are stored. */
async function ask(arena: Arena, asking: Asking, count: number): Promise<SentMessage[]> {
	const people = Array.from({ length: count }, (_, index) => `PSID-${index}`);
	const line = async () => {
		for (let senderId = people.pop(); senderId !== undefined; senderId = people.pop()) {
			await tapOf(arena, asking, { senderId, payload: 'ORDER' });
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, line));
	const deadline = Date.now() + STORED_WITHIN_MS;
	for (;;) {
		const executions = await arena.n8n.api.executions(asking.workflowId);
		if (executions.filter(({ status }) => status === 'waiting').length >= count) break;
		if (Date.now() > deadline) throw new Error('not every question waits');
		await sleep(500);
	}
	return arena.meta.sentMessages().filter(({ pageId }) => pageId === asking.pageId);
}

/** Milliseconds until Meta has its answer; a tap that was not taken the first time is repeated. */
async function tapOf(
	{ meta }: Arena,
	{ pageId }: Asking,
	tap: { senderId: string; payload: string },
): Promise<number> {
	const [delivery] = await meta.sendPostback({ pageId, title: 'Yes', ...tap });
	if (delivery === undefined) throw new Error('nobody receives the tap');
	for (let again = delivery; again.status !== 200; ) again = await meta.redeliver(again);
	return delivery.durationMs;
}

function firstPayload({ message }: SentMessage): string {
	const { attachment } = message as { attachment: { payload: { buttons: Array<{ payload: string }> } } };
	return attachment.payload.buttons[0]?.payload ?? '';
}
