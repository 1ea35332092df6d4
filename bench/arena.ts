/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- bench code never ships */
// One n8n, one simulator, and the contenders: each a published workflow of a trigger and one No
// Operation node.
import { randomUUID } from 'node:crypto';
import { borrowHosts, GRAPH_HOST } from '../sandbox/doubles/borrowedHosts.ts';
import { startMeta, type Meta } from '../sandbox/meta/index.ts';
import {
	aTriggerWorkflow,
	ensureN8n,
	packPackage,
	startN8n,
	TRIGGER_NAME,
	type N8n,
	type Progress,
	type Workflow,
	type WorkflowNode,
} from '../sandbox/n8n/index.ts';
import { ExecutionLog } from './executionLog.ts';
import { aSender, type Sender } from './traffic.ts';

/** What a user of n8n has by default, but for the log, which would otherwise measure the disk. */
export const N8N_SETTINGS: Record<string, string> = {
	N8N_LOG_LEVEL: 'warn',
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
};

export type ContenderName = 'ours' | 'combining' | 'facebook' | 'webhook';

export interface Contender {
	title: string;
	workflowId: string;
	/** The name of the node whose items count. */
	trigger: string;
	url: string;
}

export interface Arena {
	meta: Meta;
	n8n: N8n;
	log: ExecutionLog;
	/** From the start of the process until it is ready. */
	startMs: number;
	sender: Sender;
	contenders: Record<ContenderName, Contender>;
	stop(): Promise<void>;
}

export async function openArena(progress: Progress, settings: Record<string, string> = {}): Promise<Arena> {
	const cleanUps: Array<() => Promise<void> | void> = [];
	const stop = async () => {
		for (let next = cleanUps.pop(); next !== undefined; next = cleanUps.pop()) await next();
	};
	try {
		const meta = await startMeta();
		cleanUps.push(async () => await meta.stop());
		// The Facebook Trigger has this host built in.
		const graph = await borrowHosts({ [GRAPH_HOST]: meta.baseUrl });
		cleanUps.push(async () => await graph.stop());
		const install = await ensureN8n(progress);
		const tarball = await packPackage(progress);
		progress(`Starting n8n ${install.version}`);
		const startedAt = Date.now();
		const n8n = await startN8n({
			install,
			tarball,
			env: { ...N8N_SETTINGS, ...graph.env, ...settings, ...extraSettings() },
		});
		const startMs = Date.now() - startedAt;
		cleanUps.push(async () => await n8n.stop());
		const log = new ExecutionLog(n8n);
		cleanUps.push(() => log.close());

		const sender = aSender(meta.addPage().id);
		const setting = { meta, n8n, sender };
		const contenders = {
			ours: await publishOurs(setting, 'Messenger Postback Trigger', {}),
			combining: await publishOurs(setting, 'the same with Combine Deliveries', { combineDeliveries: true }),
			facebook: await publishFacebookTrigger(setting),
			webhook: await publishWebhook(setting),
		};
		return { meta, n8n, log, startMs, sender, contenders, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * BENCH_N8N_ENV adds settings, such as `N8N_EXPRESSION_ENGINE=legacy NODE_OPTIONS=--cpu-prof`; not
 * for figures to publish.
 */
function extraSettings(): Record<string, string> {
	const settings = (process.env.BENCH_N8N_ENV ?? '').split(' ').filter((text) => text.includes('='));
	return Object.fromEntries(settings.map((text) => [text.split('=')[0], text.slice(text.indexOf('=') + 1)]));
}

interface Setting {
	meta: Meta;
	n8n: N8n;
	sender: Sender;
}

/**
 * Every contender has an app of its own, as the Facebook Trigger demands it; all with one secret,
 * so that one body fits all.
 */
function newApp({ meta, sender }: Setting) {
	return meta.addApp({ secret: sender.secret });
}

async function publishOurs(setting: Setting, title: string, options: object): Promise<Contender> {
	const { meta, n8n, sender } = setting;
	const app = newApp(setting);
	const accessToken = meta.addToken({ appId: app.id, pageIds: [sender.pageId] });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const credential = await n8n.api.createCredential({ name: title, type: 'messengerApi', data });
	const parameters = { pages: [sender.pageId], options };
	return await publish(n8n, title, aTriggerWorkflow({ credentialId: credential.id, parameters }));
}

async function publishFacebookTrigger(setting: Setting): Promise<Contender> {
	const app = newApp(setting);
	const data = { accessToken: `${app.id}|${app.secret}`, appSecret: app.secret };
	const name = "n8n's Facebook Trigger";
	const credential = await setting.n8n.api.createCredential({ name, type: 'facebookGraphAppApi', data });
	const fields = ['messaging_postbacks', 'message_deliveries', 'message_reads', 'message_echoes'];
	const trigger = {
		...aNode('Facebook Trigger', 'n8n-nodes-base.facebookTrigger', 1),
		parameters: { appId: app.id, object: 'page', fields },
		credentials: { facebookGraphAppApi: credential },
	};
	return await publish(setting.n8n, name, aWorkflow(trigger));
}

async function publishWebhook({ n8n }: Setting): Promise<Contender> {
	const trigger = {
		...aNode('Webhook', 'n8n-nodes-base.webhook', 2.1),
		parameters: { httpMethod: 'POST', path: randomUUID(), responseMode: 'onReceived', options: {} },
	};
	return await publish(n8n, "n8n's Webhook node", aWorkflow(trigger));
}

async function publish(n8n: N8n, title: string, workflow: Workflow): Promise<Contender> {
	const saved = await n8n.api.createWorkflow(workflow);
	const { status, errorMessage } = await n8n.api.publish(saved.id);
	if (status !== 'published') throw new Error(`Publishing ${title} ended with '${status}': ${errorMessage}`);
	const trigger = saved.nodes.find(({ webhookId }) => webhookId !== undefined);
	const path = trigger?.parameters.path ?? `${trigger?.webhookId}/webhook`;
	return {
		title,
		workflowId: saved.id,
		trigger: trigger?.name ?? TRIGGER_NAME,
		url: `${n8n.baseUrl}/webhook/${String(path)}`,
	};
}

function aNode(name: string, type: string, typeVersion: number): WorkflowNode {
	const id = randomUUID();
	return { id, name, type, typeVersion, position: [0, 0], parameters: {}, webhookId: randomUUID() };
}

function aWorkflow(trigger: WorkflowNode): Workflow {
	const follower = { ...aNode('Output 1', 'n8n-nodes-base.noOp', 1), webhookId: undefined };
	return {
		name: trigger.name,
		nodes: [trigger, follower],
		connections: { [trigger.name]: { main: [[{ node: follower.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
