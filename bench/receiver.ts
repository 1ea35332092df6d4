/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// The compiled package as n8n would call it, without n8n: a context that answers from constants,
// and a response that goes nowhere.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repositoryRoot } from '../sandbox/n8n/repositoryRoot.ts';
import type { Sender, Signed } from './traffic.ts';

const NODE = join(repositoryRoot(), 'dist', 'nodes', 'Messenger');
const load = createRequire(import.meta.url);

type Lib = typeof import('../nodes/Messenger/trigger/events/delivery') &
	typeof import('../nodes/Messenger/trigger/receive/claim') &
	typeof import('../nodes/Messenger/trigger/receive/eventMemory') &
	typeof import('../nodes/Messenger/trigger/events/routing') &
	typeof import('../nodes/Messenger/trigger/verify/signature');

const RULES = ['BUY', 'HOURS'].map((action) => ({
	outputName: action,
	combine: 'all' as const,
	conditions: [{ field: 'payloadData' as const, key: 'action', operator: 'equals' as const, value: action }],
}));

export interface Receiver {
	/** Through webhook(); resolves with the number of items. */
	receive(delivery: Signed): Promise<number>;
	/** Through the pure functions alone, with everything compiled that depends on settings alone. */
	readPurely(delivery: Signed): number;
}

export function createReceiver(sender: Sender): Receiver {
	return { receive: throughWebhook(sender), readPurely: throughLib(sender) };
}

function throughWebhook(sender: Sender): Receiver['receive'] {
	const { MessengerPostbackTrigger } = load(join(NODE, 'MessengerPostbackTrigger.node.js'));
	const node = new MessengerPostbackTrigger();
	const facts = factsOf(sender);
	return async (delivery) => {
		const context = new Context(facts, delivery);
		const result = await node.webhook.call(context);
		context.response.end();
		const outputs: unknown[][] = result.workflowData ?? [];
		return outputs.reduce((sum, items) => sum + items.length, 0);
	};
}

function factsOf({ pageId, secret }: Sender) {
	const rules = RULES.map((rule) => ({ ...rule, conditions: { values: rule.conditions } }));
	const parameters: Record<string, unknown> = {
		authentication: 'accessToken',
		events: ['postback'],
		channels: ['messenger'],
		registration: 'automatic',
		pageSelection: 'selected',
		pages: [pageId],
		output: 'simplified',
		routing: 'rules',
		rules: { values: rules },
		options: {},
	};
	const credentials = { messengerApi: { id: randomUUID() } };
	const node = { name: 'Trigger', id: randomUUID(), credentials, parameters };
	const credential = { appId: '1', appSecret: secret, accessToken: 'token' };
	return { parameters, node, credential, workflow: { id: randomUUID() }, query: {}, staticData: {} };
}

const nothing = () => undefined;
const LOGGER = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * What webhook() asks of n8n. A class, because making one per delivery has to cost next to nothing.
 */
class Context {
	readonly logger = LOGGER;
	readonly response = new Response();
	private readonly facts: ReturnType<typeof factsOf>;
	private readonly delivery: Signed;
	private readonly request: { rawBody: Buffer };

	constructor(facts: ReturnType<typeof factsOf>, delivery: Signed) {
		this.facts = facts;
		this.delivery = delivery;
		this.request = { rawBody: delivery.body };
	}

	getRequestObject() {
		return this.request;
	}

	getResponseObject() {
		return this.response;
	}

	getHeaderData() {
		return this.delivery.headers;
	}

	getQueryData() {
		return this.facts.query;
	}

	getWebhookName() {
		return 'default';
	}

	getNodeParameter(name: string, fallback: unknown) {
		return this.facts.parameters[name] ?? fallback;
	}

	getNode() {
		return this.facts.node;
	}

	getWorkflow() {
		return this.facts.workflow;
	}

	getMode() {
		return 'webhook';
	}

	async getCredentials() {
		return this.facts.credential;
	}

	getWorkflowStaticData() {
		return this.facts.staticData;
	}
}

class Response {
	readonly statusCode = 200;

	end(): this {
		return this;
	}
}

function throughLib({ pageId, secret }: Sender): Receiver['readPurely'] {
	const names = [
		'verify/signature',
		'events/delivery',
		'receive/claim',
		'receive/eventMemory',
		'events/routing',
	];
	const lib: Lib = Object.assign({}, ...names.map((name) => load(join(NODE, 'trigger', `${name}.js`))));
	const filters = {
		channels: new Set(['messenger' as const]),
		events: new Set(['postback' as const]),
		includeStandby: false,
		pageIds: new Set([pageId]),
		instagramIds: null,
	};
	const { router } = lib.compileRules(RULES, { sendTo: 'first', fallbackOutput: 'drop', ignoreCase: false });
	const memory = new lib.EventMemory();
	return ({ body, headers }) => {
		const verdict = lib.verifyBody(body, headers['x-hub-signature-256'], [secret]);
		if (!verdict.ok) throw new Error('The signature was refused');
		const reading = lib.readDelivery(verdict.body, filters, true);
		if (!reading.ok) throw new Error('The delivery was refused');
		const now = Date.now();
		const claim = new lib.Claim(now);
		const fresh = lib.dropDuplicates(reading, {
			isSeen: (id) => memory.claim(id, claim, now) !== null,
			isTapSeen: (tapId) => memory.holder(tapId, now) !== null,
			noteTap: (tapId) => void memory.claim(tapId, claim, now),
		});
		const routed = lib.routeEvents(fresh, router, 'simplified');
		claim.settle('takenOver');
		return routed.itemCount;
	};
}
