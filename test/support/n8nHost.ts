/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- test code never ships */
// Just enough of n8n around the node to publish it and send it requests: n8n-core's own contexts, a real HTTP server, and
// n8n's order of calls (delete after each failed create). What only the whole of n8n can show is in test/e2e.
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Request, type Response } from 'express';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type WebhookType,
} from 'n8n-workflow';
import { background } from '../../nodes/MessengerPostbackTrigger/lifecycle';
import { waiting } from '../../nodes/MessengerPostbackTrigger/pause';
import { MessengerPostbackTrigger } from '../../nodes/MessengerPostbackTrigger/MessengerPostbackTrigger.node';

// n8n-core creates a settings file there when it is loaded.
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-core-'));
// eslint-disable-next-line @typescript-eslint/no-require-imports -- has to be loaded after the line above
const { HookContext, WebhookContext } = require('n8n-core') as typeof import('n8n-core');

export interface LogLine {
	level: string;
	message: string;
	meta: Record<string, unknown>;
}

export interface TriggerOptions {
	parameters?: INodeParameters;
	credential: IDataObject;
	name?: string;
	webhookId?: string;
}

waiting.pace = 0.1;

const nodeType = new MessengerPostbackTrigger();
const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
};

/** A published or listening trigger, and what came out of it. */
export class HostedTrigger {
	readonly executions: INodeExecutionData[][][] = [];
	readonly node: INode;
	private readonly host: N8nHost;
	private readonly workflow: Workflow;
	private readonly routes = new Set<string>();
	credential: IDataObject;
	/** How often n8n had to decrypt the credential. */
	credentialReads = 0;
	/** Requests that `webhook()` was called for. */
	requests = 0;
	isTest = false;
	/** Why n8n brings the trigger up; `init` while n8n itself starts. */
	activation: 'activate' | 'init' | 'update' = 'activate';

	constructor(
		host: N8nHost,
		{ parameters = {}, credential, name, webhookId = randomUUID() }: TriggerOptions,
	) {
		this.host = host;
		this.credential = credential;
		const type = parameters.authentication === 'oAuth2' ? 'messengerOAuth2Api' : 'messengerApi';
		this.node = {
			id: randomUUID(),
			name: name ?? 'Messenger Postback Trigger',
			type: 'n8n-nodes-messenger-postbacks.messengerPostbackTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId,
			parameters,
			credentials: { [type]: { id: randomUUID(), name: 'Meta' } },
		};
		this.workflow = new Workflow({
			id: randomUUID(),
			name: 'test',
			nodes: [this.node],
			connections: {},
			active: true,
			nodeTypes,
		});
	}

	get url(): string {
		return `${this.host.origin}${this.path}`;
	}

	get path(): string {
		return `/${this.isTest ? 'webhook-test' : 'webhook'}/${this.node.webhookId}/webhook`;
	}

	/** The JSON of all items that left through an output, over all executions. */
	items(output = 0): IDataObject[] {
		return this.executions.flatMap((outputs) => (outputs[output] ?? []).map(({ json }) => json));
	}

	/** As n8n publishes: with its attempts, and `delete` after each that failed. */
	async publish({ attempts = 1 } = {}): Promise<void> {
		await this.start(attempts);
	}

	/** As 'Execute step' does: test URL, mode 'manual', one attempt. */
	async listen(): Promise<void> {
		this.isTest = true;
		this.workflow.active = false;
		await this.start(1);
	}

	/** Until what goes on in the background has ended too. */
	async unpublish(): Promise<void> {
		this.closeRoutes();
		await this.call('delete');
		await background.settled();
	}

	/** As n8n brings an edited trigger up: `delete` of the old one, then the new one, on the same static data. */
	async edit(
		changes: { parameters?: INodeParameters; credential?: IDataObject; name?: string },
		attempts = 1,
	): Promise<void> {
		this.closeRoutes();
		await this.call('delete');
		if (changes.parameters !== undefined) this.node.parameters = changes.parameters;
		if (changes.credential !== undefined) this.credential = changes.credential;
		if (changes.name !== undefined) this.node.name = changes.name;
		this.activation = 'update';
		await this.start(attempts);
	}

	async call(method: 'checkExists' | 'create' | 'delete'): Promise<boolean> {
		return await nodeType.webhookMethods.setup[method].call(this.hookContext(method));
	}

	/** Whether n8n has stored the route of this entry. */
	hasRoute(entry: string): boolean {
		return this.routes.has(entry);
	}

	/**
	 * Entry by entry: the route first, then the methods that hang on it. A failure takes all routes away, and the next
	 * attempt stores again only that of the entry it failed at.
	 */
	private async start(attempts: number): Promise<void> {
		const entries = nodeType.description.webhooks ?? [];
		let at = 0;
		for (let attempt = 1; ; attempt++) {
			try {
				for (; at < entries.length; at++) {
					const { name } = entries[at] as { name: string };
					this.host.triggers.set(this.path, this);
					this.routes.add(name);
					if (!(name in nodeType.webhookMethods)) continue;
					if (!(await this.call('checkExists'))) await this.call('create');
				}
				return;
			} catch (error) {
				await this.call('delete').catch(() => false);
				this.closeRoutes();
				if (attempt >= attempts) throw error;
			}
		}
	}

	/** As when n8n was killed, or removes the routes of several triggers before it calls `delete` for any. */
	vanish(): void {
		this.closeRoutes();
	}

	/** As after a restart: n8n serves what is published, and calls nothing. */
	appear(): void {
		this.host.triggers.set(this.path, this);
		for (const { name } of nodeType.description.webhooks ?? []) this.routes.add(name);
	}

	private closeRoutes(): void {
		this.routes.clear();
		this.host.triggers.delete(this.path);
	}

	async receive(request: Request, response: Response, webhookName: WebhookType): Promise<void> {
		const context = new (this.host.withLog(WebhookContext))(
			this.workflow,
			this.node,
			{ ...this.additionalData(), httpRequest: request, httpResponse: response } as never,
			this.isTest ? 'manual' : 'webhook',
			{ webhookDescription: this.describe(webhookName) } as never,
			[],
			null,
		);
		const handled = nodeType.webhook.call(context);
		this.requests += 1;
		const result = await handled;
		if (result.workflowData !== undefined) this.executions.push(result.workflowData);
		if (result.noWebhookResponse === true) return;
		await this.host.takingOver(this);
		if (this.host.isRefusingWork) response.status(500).json({ message: 'no execution could be started' });
		else response.status(200).json(result.webhookResponse);
	}

	private hookContext(method: string) {
		const mode = this.isTest && method !== 'delete' ? 'manual' : method === 'delete' ? 'internal' : 'trigger';
		return new (this.host.withLog(HookContext))(
			this.workflow,
			this.node,
			this.additionalData() as never,
			mode,
			method === 'delete' ? 'update' : this.activation,
			{ webhookDescription: this.describe('setup'), isTest: this.isTest } as never,
		);
	}

	private describe(name: string) {
		return nodeType.description.webhooks?.find((webhook) => webhook.name === name);
	}

	private additionalData() {
		return {
			webhookBaseUrl: `${this.host.origin}/webhook`,
			webhookTestBaseUrl: `${this.host.origin}/webhook-test`,
			credentialsHelper: {
				getParentTypes: () => [],
				isCredentialUsableByNode: () => true,
				getDecrypted: async () => {
					this.credentialReads += 1;
					return { ...this.credential };
				},
			},
		};
	}
}

/** The web server; several triggers live on one, as in one n8n. */
export class N8nHost {
	readonly triggers = new Map<string, HostedTrigger>();
	readonly log: LogLine[] = [];
	/** Answers of other webhooks on this n8n, by path: somebody else's trigger. */
	readonly foreign = new Map<string, (request: Request, response: Response) => void>();
	/** As when n8n's database is down: `webhook()` returned items, but no execution can be started. */
	isRefusingWork = false;
	/** Awaited before n8n answers that it has taken the work over. */
	takingOver: (trigger: HostedTrigger) => Promise<void> = async () => undefined;
	/** Connections whose end has reached this side. */
	closedConnections = 0;
	origin = '';
	private server: Server | null = null;

	async start(): Promise<void> {
		const app = express();
		// As n8n does: JSON is parsed early and its bytes kept; other types are read only when asked for.
		app.use(express.json({ limit: '16mb', strict: false, verify: keepRawBody }));
		app.use((request, _response, next) => {
			Object.assign(request, { readRawBody: async () => await readRawBody(request) });
			next();
		});
		app.use(async (request, response) => {
			const foreign = this.foreign.get(request.path);
			if (foreign !== undefined) return void foreign(request, response);
			const trigger = this.triggers.get(request.path);
			const entry = request.method === 'GET' ? 'setup' : 'default';
			if (trigger?.hasRoute(entry) !== true)
				return void response.status(404).json({ code: 404, message: 'not registered' });
			await trigger.receive(request, response, entry);
		});
		const server = app.listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		// Longer than any test: a request must not go out on a connection that is being closed.
		server.keepAliveTimeout = 120_000;
		server.on('connection', (socket) => socket.once('close', () => (this.closedConnections += 1)));
		this.server = server;
		this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	trigger(options: TriggerOptions): HostedTrigger {
		return new HostedTrigger(this, options);
	}

	async stop(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	reasons(): unknown[] {
		return this.log.map(({ meta }) => meta.reason).filter((reason) => reason !== undefined);
	}

	withLog<Context extends new (...args: never[]) => object>(context: Context): Context {
		const lines = this.log;
		const write =
			(level: string) =>
			(message: string, meta: Record<string, unknown> = {}) =>
				lines.push({ level, message, meta });
		const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
		const Base = context as new (...args: never[]) => object;
		class WithLog extends Base {
			get logger() {
				return logger;
			}
		}
		return WithLog as unknown as Context;
	}
}

function keepRawBody(request: object, _response: unknown, raw: Buffer): void {
	Object.assign(request, { rawBody: raw });
}

async function readRawBody(request: Request): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	keepRawBody(request, null, Buffer.concat(chunks));
}
