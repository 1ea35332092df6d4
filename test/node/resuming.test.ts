// The node's own webhook, at which n8n resumes an execution: on n8n-core's context, with everything
// that a trigger would have kept from it.
import { WAIT_INDEFINITELY, Workflow, type IDataObject, type INode } from 'n8n-workflow';
import { formatPending, type Pending } from '../../nodes/Messenger/actions/message/ask/pending';
import { Messenger } from '../../nodes/Messenger/Messenger.node';
import { APP_SECRET, sign } from '../support/delivery';
// Loads n8n-core with a folder of its own for settings.
import '../support/n8nHost';
import { ASKING_NODE_ID, aTicket, EXECUTION_ID, sealed, tapsBody } from '../support/tickets';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- has to be loaded after n8nHost
const { WebhookContext } = require('n8n-core') as typeof import('n8n-core');

const nodeType = new Messenger();
const NAME = 'Ask "them"';

interface Resuming {
	body?: Buffer;
	signature?: string;
	pending?: Partial<Pending> | null;
	executionId?: string;
	nodeId?: string;
	readCredential?: () => Promise<IDataObject>;
}

let keys = 0;

async function resume(options: Resuming = {}) {
	const body = options.body ?? tapsBody({ payload: sealed(aTicket()) });
	const node: INode = {
		id: options.nodeId ?? ASKING_NODE_ID,
		name: NAME,
		type: 'n8n-nodes-messenger-postbacks.messenger',
		typeVersion: 1,
		position: [0, 0],
		parameters: { resource: 'message', operation: 'sendAndWait' },
		// Another credential each time: none is remembered.
		credentials: { messengerApi: { id: String((keys += 1)), name: 'Meta' } },
	};
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ id: '1', nodes: [node], connections: {}, active: true, nodeTypes });
	const answered: Array<{ status: number; body: unknown }> = [];
	const response = {
		status: (status: number) => ({
			json: (json: unknown) => answered.push({ status, body: json }),
			type: () => ({ send: (text: string) => answered.push({ status, body: text }) }),
		}),
	};
	const request = {
		rawBody: body,
		headers: { 'x-hub-signature-256': options.signature ?? sign(body) },
		body: {},
		query: {},
		params: {},
	};
	const pending = { run: 0, titles: ['Yes', 'No'], isPerAnswer: false, thankYou: '', ...options.pending };
	const noted = options.pending === null ? {} : { openQuestion: formatPending(pending) };
	const runExecutionData = {
		waitTill: WAIT_INDEFINITELY,
		resultData: { runData: {} },
		executionData: {
			contextData: { [`node:${NAME}`]: noted },
			nodeExecutionStack: [{ node, data: { main: [[{ json: { row: 1 } }]] }, source: null }],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	};
	const additionalData = {
		executionId: options.executionId ?? EXECUTION_ID,
		webhookWaitingBaseUrl: 'http://n8n.invalid/webhook-waiting',
		formWaitingBaseUrl: 'http://n8n.invalid/form-waiting',
		httpRequest: request,
		httpResponse: response,
		credentialsHelper: {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getDecrypted: options.readCredential ?? (async () => ({ appId: '42', appSecret: APP_SECRET })),
		},
	};
	const [webhookDescription] = nodeType.description.webhooks ?? [];
	const context = new WebhookContext(
		workflow,
		node,
		additionalData as never,
		'webhook',
		{ webhookDescription } as never,
		[],
		runExecutionData as never,
	);
	const result = await nodeType.webhook.call(context);
	return { ...result, answered };
}

const REFUSED = { status: 403, body: { messengerAnswer: 'refused' } };
const askedAgo = (ms: number) => ({ askedAt: Date.now() - ms });

describe('an answer that belongs to the open question', () => {
	it('resumes it, with the thank-you for the trigger', async () => {
		const body = tapsBody({ payload: sealed(aTicket({}, askedAgo(90_000))) });
		const result = await resume({ body, pending: { thankYou: 'Thanks' } });
		expect(result.answered).toEqual([]);
		expect(result.webhookResponse).toEqual({ messengerAnswer: 'resumed', thankYou: 'Thanks' });
		expect(result.workflowData).toEqual([
			[
				{
					json: {
						answered: true,
						answer: 'Yes',
						value: 'FRIDAY',
						index: 0,
						channel: 'messenger',
						accountId: '1000',
						sender: { id: 'PSID-1', user_ref: null },
						timestamp: '2026-09-21T14:13:20.001Z',
						waitedSeconds: 90,
						data: { approved: true },
					},
					pairedItem: { item: 0 },
				},
			],
		]);
	});

	it('leaves through the output of the answer, behind that for none', async () => {
		const payload = sealed(aTicket({}, { index: 1, value: 'NO' }));
		const result = await resume({ body: tapsBody({ payload }), pending: { isPerAnswer: true } });
		expect(result.workflowData?.map((items) => items.map(({ json }) => json.answer))).toEqual([
			[],
			[],
			['No'],
		]);
		expect(result.workflowData?.[2]?.[0]?.json.data).toEqual({ approved: false });
	});

	it('is found among others in its delivery', async () => {
		const other = sealed(aTicket({ executionId: '4712' }));
		const payload = sealed(aTicket({}, { index: 1, value: 'NO' }));
		const body = tapsBody({ payload: 'BUY' }, { payload: other }, { payload });
		expect((await resume({ body })).workflowData?.[0]?.[0]?.json.value).toBe('NO');
	});
});

describe('what resumes nothing', () => {
	it.each<[string, Resuming]>([
		['a delivery that Meta has not signed', { signature: sign(Buffer.from('other')) }],
		['one without a signature', { signature: '' }],
		['a ticket of another execution', { executionId: '4712' }],
		['a ticket of another node', { nodeId: 'another' }],
		['a ticket of an earlier question in a loop', { pending: { run: 1 } }],
		['a ticket while no question is open', { pending: null }],
		['the tap of somebody else', { body: tapsBody({ payload: sealed(aTicket()), senderId: 'PSID-2' }) }],
		[
			'a tap after the time is over',
			{ body: tapsBody({ payload: sealed(aTicket({}, { expiresAt: Date.now() })) }) },
		],
		['a ticket of another app', { body: tapsBody({ payload: sealed(aTicket(), 'another') }) }],
		['a payload that is no ticket', { body: tapsBody({ payload: 'FRIDAY' }) }],
		['no delivery at all', { body: Buffer.from('nothing') }],
	])('%s', async (_what, options) => {
		const result = await resume(options);
		expect(result.answered).toEqual([REFUSED]);
		expect(result).toMatchObject({ noWebhookResponse: true });
		expect(result.workflowData).toBeUndefined();
	});

	it('a credential that cannot be read, which must not end the execution', async () => {
		const readCredential = async () => await Promise.reject(new TypeError('no database'));
		const result = await resume({ readCredential });
		expect(result.answered).toMatchObject([{ status: 503 }]);
		expect(result.workflowData).toBeUndefined();
	});
});
