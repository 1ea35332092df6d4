/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- test code never ships */
// Just enough of n8n around the node to publish it and send it requests: n8n-core's own contexts, a
// real HTTP server, and n8n's order of calls (delete after each failed create). What only the whole
// of n8n can show is in test/e2e.
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Request, type Response } from 'express';
import {
	sleep,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type WebhookType,
} from 'n8n-workflow';
import { MessengerPostbackTrigger } from '../../nodes/Messenger/MessengerPostbackTrigger.node';
import { pause, waiting } from '../../nodes/Messenger/trigger/pause';
import { REASONS } from '../../nodes/Messenger/trigger/reasons';
import { background } from '../../nodes/Messenger/trigger/register/lifecycle';
import { OUTSIDE_NAME } from '../../sandbox/meta/httpCall.ts';

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

/**
 * n8n waits 1, 2, 4 and 8 s between its five attempts to publish, and 1 and 2 s between its three
 * calls of `delete`.
 */
const FIRST_WAIT_MS = 1_000;
const TEARDOWN_ATTEMPTS = 3;
/** So long a request that is on its way may take to come in. */
const QUIET_MS = 100;

/** `npm run mutate` has no time for more. */
waiting.pace = Number(process.env.PACE ?? 0.1);
/** Lines of any log without a reason that the documents list. */
const uncoded: string[] = [];
// What one test leaves going on must not speak in the log of the next.
afterEach(async () => await background.settled());
afterEach(() => expect(uncoded.splice(0)).toEqual([]));

/** The package as one process of n8n has loaded it. */
export interface Process {
	nodeType: MessengerPostbackTrigger;
	background: typeof background;
}

const firstProcess: Process = { nodeType: new MessengerPostbackTrigger(), background };
const nodeTypes = {
	getByName: () => firstProcess.nodeType,
	getByNameAndVersion: () => firstProcess.nodeType,
	getKnownTypes: () => ({}),
};

/** Another one, which remembers nothing of what the first one does. */
export function anotherProcess(): Process {
	let loaded: Process | null = null;
	jest.isolateModules(() => {
		/* eslint-disable @typescript-eslint/no-require-imports -- has to be loaded a second time */
		const node = require('../../nodes/Messenger/MessengerPostbackTrigger.node') as {
			MessengerPostbackTrigger: typeof MessengerPostbackTrigger;
		};
		const lifecycle = require('../../nodes/Messenger/trigger/register/lifecycle') as Process;
		const paused = require('../../nodes/Messenger/trigger/pause') as { waiting: typeof waiting };
		/* eslint-enable @typescript-eslint/no-require-imports */
		paused.waiting.pace = waiting.pace;
		loaded = { nodeType: new node.MessengerPostbackTrigger(), background: lifecycle.background };
	});
	if (loaded === null) throw new Error('the package was not loaded');
	return loaded;
}

/** A published or listening trigger, and what came out of it. */
export class HostedTrigger {
	readonly executions: INodeExecutionData[][][] = [];
	readonly node: INode;
	private readonly host: N8nHost;
	private readonly workflowId: string;
	private readonly routes = new Set<string>();
	/** As in n8n's database: each request and each step of a publication begins with a copy of it. */
	private saved: IDataObject = {};
	private testEnding: Promise<void> = Promise.resolve();
	credential: IDataObject;
	/** Awaited before n8n gives the credential, or refuses it. */
	decrypting: () => Promise<void> = async () => undefined;
	/** How often n8n had to decrypt the credential. */
	credentialReads = 0;
	/** How often a request had n8n copy the node. */
	nodeCopies = 0;
	/** Requests that `webhook()` was called for. */
	requests = 0;
	isTest = false;
	/** The one that n8n has do what comes next. */
	process = firstProcess;
	/** Why n8n brings the trigger up; `init` and `leadershipChange` while n8n itself starts. */
	activation: 'activate' | 'init' | 'leadershipChange' | 'update' = 'activate';

	constructor(
		host: N8nHost,
		{ parameters = {}, credential, name, webhookId = randomUUID() }: TriggerOptions,
		of?: HostedTrigger,
	) {
		this.host = host;
		this.credential = credential;
		this.workflowId = of?.workflowId ?? randomUUID();
		const type = parameters.authentication === 'oAuth2' ? 'messengerOAuth2Api' : 'messengerApi';
		this.node = {
			id: of?.node.id ?? randomUUID(),
			name: name ?? 'Messenger Postback Trigger',
			type: 'n8n-nodes-messenger-postbacks.messengerPostbackTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId,
			parameters,
			credentials: { [type]: { id: randomUUID(), name: 'Meta' } },
		};
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

	/** What publishing has noted. */
	get staticData(): IDataObject {
		return (this.saved[`node:${this.node.name}`] ??= {}) as IDataObject;
	}

	/** As n8n publishes: with its attempts, and `delete` after each that failed. */
	async publish({ attempts = 1 } = {}): Promise<void> {
		await this.start(attempts);
	}

	/** As 'Execute step' does: test URL, mode 'manual', one attempt, static data of its own. */
	async listen(): Promise<void> {
		this.isTest = true;
		this.saved = {};
		await this.start(1);
	}

	/** Of the same node, beside what is published of it. */
	tester(): HostedTrigger {
		const { name, webhookId, parameters } = this.node;
		return new HostedTrigger(
			this.host,
			{ parameters: structuredClone(parameters), credential: this.credential, name, webhookId },
			this,
		);
	}

	/** As 'Stop listening' does, or the first event: `delete` while the routes are still there. */
	async stopListening(): Promise<void> {
		await this.call('delete');
		this.closeRoutes();
	}

	/** Until n8n has taken away a test that an event ended. */
	async testEnded(): Promise<void> {
		await this.testEnding;
	}

	/** Until what goes on in the background has ended too. A test is stopped. */
	async unpublish(): Promise<void> {
		await this.testEnding;
		if (!this.isTest) await this.tearDown();
		else if (this.routes.size > 0) await this.stopListening();
		await background.settled();
	}

	/**
	 * As n8n brings an edited trigger up: `delete` of the old one, then the new one, on the same
	 * static data.
	 */
	async edit(
		changes: { parameters?: INodeParameters; credential?: IDataObject; name?: string },
		attempts = 1,
	): Promise<void> {
		await this.tearDown();
		if (changes.parameters !== undefined) this.node.parameters = changes.parameters;
		if (changes.credential !== undefined) this.credential = changes.credential;
		if (changes.name !== undefined) this.node.name = changes.name;
		this.activation = 'update';
		try {
			await this.start(attempts);
		} finally {
			this.activation = 'activate';
		}
	}

	/** The routes first; a `delete` that keeps failing is given up, and n8n goes on. */
	async tearDown(): Promise<void> {
		this.closeRoutes();
		for (let attempt = 1; attempt <= TEARDOWN_ATTEMPTS; attempt++) {
			if (attempt > 1) await pause(FIRST_WAIT_MS * 2 ** (attempt - 2));
			const isDone = await this.call('delete').catch(() => null);
			if (isDone !== null) return;
		}
	}

	async call(method: 'checkExists' | 'create' | 'delete'): Promise<boolean> {
		const workflow = this.openWorkflow();
		try {
			return await this.callOn(workflow, method);
		} finally {
			this.save(workflow);
		}
	}

	private async callOn(workflow: Workflow, method: 'checkExists' | 'create' | 'delete'): Promise<boolean> {
		return await this.process.nodeType.webhookMethods.setup[method].call(this.hookContext(workflow, method));
	}

	private openWorkflow(): Workflow {
		return new Workflow({
			id: this.workflowId,
			name: 'test',
			// What still goes on for an edited trigger sees it as it was.
			nodes: [structuredClone(this.node)],
			connections: {},
			active: !this.isTest,
			nodeTypes,
			staticData: structuredClone(this.saved),
		});
	}

	private nodeOf(workflow: Workflow): INode {
		return workflow.getNode(this.node.name) ?? this.node;
	}

	private save(workflow: Workflow): void {
		this.saved = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	}

	/** Whether n8n has stored the route of this entry. */
	hasRoute(entry: string): boolean {
		return this.routes.has(entry);
	}

	/**
	 * Entry by entry: the route first, then the methods that hang on it. After a failure n8n calls
	 * `delete`, takes all routes away, waits, and stores again only that of the entry it failed at.
	 */
	private async start(attempts: number): Promise<void> {
		const { description, webhookMethods } = this.process.nodeType;
		const entries = description.webhooks ?? [];
		const workflow = this.openWorkflow();
		let at = 0;
		for (let attempt = 1; ; attempt++) {
			try {
				for (; at < entries.length; at++) {
					const { name } = entries[at] as { name: string };
					this.host.triggers.set(this.path, this);
					this.routes.add(name);
					if (!(name in webhookMethods)) continue;
					if (!(await this.callOn(workflow, 'checkExists'))) await this.callOn(workflow, 'create');
				}
				this.save(workflow);
				return;
			} catch (error) {
				const isCleared = await this.callOn(workflow, 'delete').catch(() => null);
				if (isCleared !== null) {
					this.save(workflow);
					this.closeRoutes();
				}
				if (attempt >= attempts) throw error;
				await pause(FIRST_WAIT_MS * 2 ** (attempt - 1));
			}
		}
	}

	/**
	 * As when n8n was killed, or removes the routes of several triggers before it calls `delete` for
	 * any.
	 */
	vanish(): void {
		this.closeRoutes();
	}

	/** As after a restart: n8n serves what is published, and calls nothing. */
	appear(): void {
		this.host.triggers.set(this.path, this);
		for (const { name } of this.process.nodeType.description.webhooks ?? []) this.routes.add(name);
	}

	private closeRoutes(): void {
		this.routes.clear();
		this.host.triggers.delete(this.path);
	}

	async receive(request: Request, response: Response, webhookName: WebhookType): Promise<void> {
		// What `webhook()` writes to static data is lost.
		const workflow = this.openWorkflow();
		const context = new (this.host.withLog(WebhookContext))(
			workflow,
			this.nodeOf(workflow),
			{ ...this.additionalData(), httpRequest: request, httpResponse: response } as never,
			this.isTest ? 'manual' : 'webhook',
			{ webhookDescription: this.describe(webhookName) } as never,
			[],
			null,
		);
		const getNode = context.getNode.bind(context);
		context.getNode = () => {
			this.nodeCopies += 1;
			return getNode();
		};
		const handled = this.process.nodeType.webhook.call(context);
		this.requests += 1;
		const result = await handled;
		if (result.workflowData !== undefined) this.executions.push(result.workflowData);
		if (result.noWebhookResponse === true) return;
		await this.host.takingOver(this);
		if (this.host.isRefusingWork) response.status(500).json({ message: 'no execution could be started' });
		else response.status(200).json(result.webhookResponse);
		// The first event ends a test.
		if (this.isTest && result.workflowData !== undefined) this.testEnding = this.stopListening();
	}

	private hookContext(workflow: Workflow, method: string) {
		const mode = this.isTest && method !== 'delete' ? 'manual' : method === 'delete' ? 'internal' : 'trigger';
		return new (this.host.withLog(HookContext))(
			workflow,
			this.nodeOf(workflow),
			this.additionalData() as never,
			mode,
			method === 'delete' ? 'update' : this.activation,
			{ webhookDescription: this.describe('setup'), isTest: this.isTest } as never,
		);
	}

	private describe(name: string) {
		return this.process.nodeType.description.webhooks?.find((webhook) => webhook.name === name);
	}

	private additionalData() {
		return {
			webhookBaseUrl: `${this.host.publicUrl}/webhook`,
			webhookTestBaseUrl: `${this.host.publicUrl}/webhook-test`,
			credentialsHelper: {
				getParentTypes: () => [],
				isCredentialUsableByNode: () => true,
				getDecrypted: async () => {
					this.credentialReads += 1;
					await this.decrypting();
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
	/** The same by the beginning of a path. */
	readonly foreignBelow = new Map<string, (request: Request, response: Response) => void>();
	/**
	 * As when n8n's database is down: `webhook()` returned items, but no execution can be started.
	 */
	isRefusingWork = false;
	/** Awaited before n8n answers that it has taken the work over. */
	takingOver: (trigger: HostedTrigger) => Promise<void> = async () => undefined;
	/** Connections whose end has reached this side. */
	closedConnections = 0;
	origin = '';
	/** What n8n believes its address to be; a path in it is taken away on the way. */
	publicUrl = '';
	private server: Server | null = null;
	/** Requests that are being handled, and when the last one came or was done. */
	private handling = 0;
	private activeAt = 0;

	async start(): Promise<void> {
		const app = express();
		app.use((_request, response, next) => {
			this.handling += 1;
			this.activeAt = Date.now();
			response.once('close', () => {
				this.handling -= 1;
				this.activeAt = Date.now();
			});
			next();
		});
		app.use((request, _response, next) => {
			const path = this.publicUrl.slice(new URL(this.publicUrl).origin.length);
			if (path !== '' && request.url.startsWith(`${path}/`)) request.url = request.url.slice(path.length);
			next();
		});
		// As n8n does: JSON is parsed early and its bytes kept; other types are read only when asked
		// for.
		app.use(express.json({ limit: '16mb', strict: false, verify: keepRawBody }));
		app.use((request, _response, next) => {
			Object.assign(request, { readRawBody: async () => await readRawBody(request) });
			next();
		});
		app.use(async (request, response) => {
			const below = [...this.foreignBelow].find(([beginning]) => request.path.startsWith(beginning));
			const foreign = this.foreign.get(request.path) ?? below?.[1];
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
		this.publicUrl = this.origin;
	}

	/** From here on it is called by a name that it cannot call itself, and below a path. */
	goBehindRouter(): void {
		this.publicUrl = `http://${OUTSIDE_NAME}:${new URL(this.origin).port}/n8n`;
	}

	trigger(options: TriggerOptions): HostedTrigger {
		return new HostedTrigger(this, options);
	}

	async stop(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	/** Until nothing comes in any more, also of what nobody waits for. */
	async quiet(): Promise<void> {
		while (this.handling > 0 || Date.now() - this.activeAt < QUIET_MS) await sleep(QUIET_MS / 10);
	}

	/** What the node wrote to the log at a level. */
	lines(wanted: string): string[] {
		return this.log.flatMap(({ level, message }) => (level === wanted ? message : []));
	}

	reasons(): unknown[] {
		return this.log.map(({ meta }) => meta.reason).filter((reason) => reason !== undefined);
	}

	withLog<Context extends new (...args: never[]) => object>(context: Context): Context {
		const lines = this.log;
		const write =
			(level: string) =>
			(message: string, meta: Record<string, unknown> = {}) => {
				const reason = String(meta.reason);
				if (!(reason in REASONS) || !message.endsWith(` [${reason}]`)) uncoded.push(message);
				lines.push({ level, message, meta });
			};
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

/** As n8n answers for an execution whose last stored step is a form. */
export function leadToForm(request: Request, response: Response): void {
	response.redirect(307, request.originalUrl.replace('/webhook-waiting/', '/form-waiting/'));
}

function keepRawBody(request: object, _response: unknown, raw: Buffer): void {
	Object.assign(request, { rawBody: raw });
}

async function readRawBody(request: Request): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	keepRawBody(request, null, Buffer.concat(chunks));
}
