/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
// A simulated Meta and a real n8n with the packed package in it, and the few verbs the tests need.
import { startMeta, type App, type Meta, type MetaOptions, type Page } from '../../../sandbox/meta/index.ts';
import {
	aTriggerWorkflow,
	ensureN8n,
	packPackage,
	startN8n,
	TRIGGER_NAME,
	type N8n,
	type PinnedRelease,
	type WorkflowNode,
} from '../../../sandbox/n8n/index.ts';
import { unpublish } from './unpublish.ts';

type Json = Record<string, unknown>;

/** n8n's setting of docs/SCALING.md, for tests in which its own load must not decide. */
export const LAZY_ISOLATES = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

export interface Published {
	id: string;
	/** Path of the production webhook. */
	path: string;
	testPath: string;
}

export class World {
	readonly meta: Meta;
	readonly n8n: N8n;

	constructor(meta: Meta, n8n: N8n) {
		this.meta = meta;
		this.n8n = n8n;
	}

	static async start(
		options: {
			meta?: MetaOptions;
			port?: number;
			env?: Record<string, string>;
			release?: PinnedRelease;
			/** Of another version of the package. */
			tarball?: string;
		} = {},
	): Promise<World> {
		const meta = await startMeta(options.meta);
		const install = await ensureN8n(undefined, undefined, options.release);
		const n8n = await startN8n({
			install,
			tarball: options.tarball ?? (await packPackage()),
			env: options.env,
			port: options.port,
		});
		return new World(meta, n8n);
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await this.meta.stop();
	}

	/**
	 * A Meta app with one Page (and linked Instagram account), its token, and the credential for it
	 * in n8n. The token can reach more Pages.
	 */
	async addApp(meta = this.meta, morePages: readonly Page[] = []): Promise<Account> {
		const app = meta.addApp();
		const page = meta.addPage({ instagramAccount: {} });
		const token = meta.addToken({ appId: app.id, pageIds: [page, ...morePages].map(({ id }) => id) });
		const credential = { accessToken: token, baseUrl: meta.baseUrl };
		return { app, page, token, credentialId: await this.addCredential(app, credential) };
	}

	async addCredential(app: App, changes: Json = {}): Promise<string> {
		const data = { appId: app.id, appSecret: app.secret, baseUrl: this.meta.baseUrl, ...changes };
		const { id } = await this.n8n.api.createCredential({ name: 'Meta', type: 'messengerApi', data });
		return id;
	}

	/** Creates a workflow around our trigger, without publishing it. */
	async addWorkflow(
		credentialId: string,
		parameters: Json,
		then?: WorkflowNode[],
		pinData?: unknown,
	): Promise<Published> {
		const workflow = aTriggerWorkflow({ credentialId, parameters, then });
		const saved = await this.n8n.api.createWorkflow({ ...workflow, pinData });
		const webhookId = saved.nodes.find(({ name }) => name === TRIGGER_NAME)?.webhookId ?? '';
		return {
			id: saved.id,
			path: `/webhook/${webhookId}/webhook`,
			testPath: `/webhook-test/${webhookId}/webhook`,
		};
	}

	/** Creates and publishes; the publication has to succeed. */
	async publish(credentialId: string, parameters: Json, then?: WorkflowNode[]): Promise<Published> {
		const workflow = await this.addWorkflow(credentialId, parameters, then);
		const { status, errorMessage } = await this.n8n.api.publish(workflow.id);
		if (status !== 'published') throw new Error(`publishing ended with '${status}': ${errorMessage}`);
		return workflow;
	}

	/** Changes nodes, and the names in the connections with them, without publishing. */
	async editWorkflow(id: string, change: (node: WorkflowNode) => WorkflowNode): Promise<void> {
		const { body } = await this.n8n.api.request('GET', `/rest/workflows/${id}`);
		const { nodes, connections } = (body as { data: { nodes: WorkflowNode[]; connections: Json } }).data;
		const changed = nodes.map((node) => ({ from: node.name, node: change(node) }));
		const renamed = new Map(changed.map(({ from, node }) => [from, node.name]));
		await this.n8n.api.updateWorkflow(id, {
			nodes: changed.map(({ node }) => node),
			connections: Object.fromEntries(
				Object.entries(connections).map(([from, to]) => [renamed.get(from) ?? from, to]),
			),
		});
	}

	/** Changes the trigger alone, without publishing; parameters that are not named stay. */
	async editTrigger(id: string, { parameters, ...changes }: Partial<WorkflowNode>): Promise<void> {
		await this.editWorkflow(id, (node) =>
			node.name === TRIGGER_NAME
				? { ...node, ...changes, parameters: { ...node.parameters, ...parameters } }
				: node,
		);
	}

	/** Until Meta has heard all of it. */
	async unpublish(workflowId: string, meta = this.meta): Promise<void> {
		await unpublish({ n8n: this.n8n, meta }, workflowId);
	}

	callbackUrl(app: App, object = 'page', meta = this.meta): string | undefined {
		return meta.appSubscriptions(app.id).find((subscription) => subscription.object === object)?.callback_url;
	}

	/** All items the trigger put out, over all finished executions, by output. */
	async items(workflowId: string, output = 0): Promise<Json[]> {
		const executions = await this.n8n.api.waitForExecutions(workflowId, 0);
		const outputs = await Promise.all(
			executions.map(async ({ id }) => await this.n8n.api.items(id, TRIGGER_NAME)),
		);
		return outputs.flatMap((byOutput) => (byOutput[output] ?? []) as Json[]);
	}

	/** Waits until the trigger has put out that many items; answers all of them. */
	async waitForItems(workflowId: string, count: number, timeoutMs = 30_000): Promise<Json[]> {
		return await eventually(
			async () => {
				const items = await this.items(workflowId);
				return items.length >= count ? items : null;
			},
			`${count} items of workflow ${workflowId}`,
			timeoutMs,
		);
	}
}

export interface Account {
	app: App;
	page: Page;
	token: string;
	credentialId: string;
}

/** Asks again until there is an answer. */
export async function eventually<Value>(
	ask: () => Promise<Value | null>,
	what: string,
	timeoutMs = 30_000,
): Promise<Value> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const value = await ask();
		if (value !== null) return value;
		if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
