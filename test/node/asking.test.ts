// message/sendAndWait on n8n-core's engine: what is asked of whom, what is refused before anything
// is sent, and with what the execution waits.
import { randomUUID } from 'node:crypto';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { openTicket, type Ticket } from '../../nodes/Messenger/trigger/answers/ticket';
import { startMeta, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow, type RunOptions, type Step } from '../support/actionHost';
import { leadToForm, N8nHost } from '../support/n8nHost';
import { aTapItem } from '../support/taps';

const FIELDS = ['messaging_postbacks', 'messages'];
const TOKEN = 'f'.repeat(64);

/** A new one each time: that n8n reaches itself is remembered by its address. */
let host: N8nHost;
let meta: Meta;
let account: Account;
let page: Page;
/** What n8n answers when it asks for its own execution. */
let selfStatus: number;
let selfRequests: string[];

beforeAll(async () => {
	meta = await startMeta();
});
afterAll(async () => await meta.stop());
afterEach(async () => await host.stop());
beforeEach(async () => {
	host = new N8nHost();
	await host.start();
	meta.clearFaults();
	account = anAccount(meta);
	page = account.pages[0] as Page;
	selfStatus = 409;
	selfRequests = [];
	await publishTrigger();
});

async function publishTrigger(): Promise<void> {
	const trigger = host.trigger({
		credential: { ...account.credential },
		parameters: { pages: [page.id], events: ['postback', 'quickReply'] },
	});
	await trigger.publish();
}

const ask = (parameters: INodeParameters = {}, settings: Partial<INode> = {}): Step => ({
	name: 'Ask',
	type: 'messenger',
	parameters: {
		resource: 'message',
		operation: 'sendAndWait',
		message: 'On Friday?',
		answers: { values: [{ title: 'Yes', value: 'FRIDAY' }, { title: 'No' }] },
		...parameters,
	},
	settings,
});

async function run(steps: Step[], more: Partial<RunOptions> = {}) {
	const executionId = randomUUID();
	host.foreign.set(`/webhook-waiting/${executionId}`, (request, response) => {
		selfRequests.push(request.url);
		if (selfStatus === 307) leadToForm(request, response);
		else response.status(selfStatus).end();
	});
	const items = more.items ?? [{ json: aTapItem(meta, page) }];
	const result = await runWorkflow({
		credential: { ...account.credential },
		executionId,
		resumeToken: TOKEN,
		waitingUrl: `${host.origin}/webhook-waiting`,
		...more,
		items,
		steps,
	});
	return { ...result, executionId };
}

const sent = () => meta.sentMessages().filter(({ pageId }) => pageId === page.id);
interface Row {
	title: string;
	payload: string;
}
function rows(message: Record<string, unknown> | undefined): Row[] {
	const { attachment, quick_replies: quickReplies } = (message ?? {}) as {
		attachment?: { payload: { buttons: Row[] } };
		quick_replies?: Row[];
	};
	return quickReplies ?? attachment?.payload.buttons ?? [];
}
const tickets = (message: Record<string, unknown> | undefined): Ticket[] =>
	rows(message).map(({ payload }) => {
		const reading = openTicket(payload, [account.app.secret]);
		if (!reading.ok) throw new Error('unreadable');
		return reading.ticket;
	});

describe('a question', () => {
	it('has a sealed ticket on each button, and the execution waits', async () => {
		const before = Date.now();
		const result = await run([ask()]);
		expect(result.error('Ask')).toBeUndefined();
		expect(result.waitTill).toEqual(new Date('3000-01-01T00:00:00.000Z'));
		const [{ message } = { message: {} }] = sent();
		expect(rows(message).map(({ title }) => title)).toEqual(['Yes', 'No']);
		expect(JSON.stringify(message)).not.toContain(TOKEN);
		const { host: address } = new URL(host.origin);
		const common = {
			route: {
				host: address,
				base: '/webhook-waiting/',
				executionId: result.executionId,
				kind: 'token',
				secret: TOKEN,
			},
			nodeId: result.nodeId('Ask'),
			run: 0,
			person: 'PSID-1',
			expiresAt: null,
		};
		const [yes, no] = tickets(message);
		expect([yes, no]).toMatchObject([
			{ ...common, index: 0, value: 'FRIDAY' },
			{ ...common, index: 1, value: 'NO' },
		]);
		expect(yes?.askedAt).toBeGreaterThanOrEqual(before);
		expect(rows(message).every(({ payload }) => payload.length <= 1_000)).toBe(true);
	});

	it('waits with the item that came in and keys that say that nobody answered', async () => {
		const tap = aTapItem(meta, page);
		const result = await run([ask()], { items: [{ json: tap }] });
		expect(result.waiting.map(({ json }) => json)).toEqual([
			{ ...tap, answered: false, answer: null, value: null, index: null, data: { approved: false } },
		]);
		// Not in what the nodes before have put out.
		expect(result.items('Messenger Postback Trigger')).toEqual([tap]);
	});

	it('notes what is needed when the answer comes, and no secret', async () => {
		const result = await run([ask({ routing: 'perAnswer', options: { thankYou: ' Thanks ' } })]);
		expect(result.context('Ask')).toEqual({
			openQuestion: JSON.stringify({
				run: 0,
				titles: ['Yes', 'No'],
				isPerAnswer: true,
				thankYou: 'Thanks',
			}),
		});
	});

	it('ends when its time is over', async () => {
		const limitWaitTime = { values: { resumeAmount: 2, resumeUnit: 'days' } };
		const result = await run([ask({ options: { limitWaitTime } })]);
		const expiresAt = tickets(sent()[0]?.message)[0]?.expiresAt ?? 0;
		expect(result.waitTill?.getTime()).toBe(expiresAt);
		expect(Math.abs(expiresAt - Date.now() - 2 * 86_400_000)).toBeLessThan(60_000);
	});

	it('may have quick replies', async () => {
		const values = Array.from({ length: 13 }, (_, hour) => ({ title: `${hour}:00` }));
		await run([ask({ answerStyle: 'quickReplies', answers: { values } })]);
		expect(sent()[0]?.message.text).toBe('On Friday?');
		expect(tickets(sent()[0]?.message).map(({ value }) => value)).toEqual(
			values.map(({ title }) => title.replace(':', '_')),
		);
	});

	it('that is long begins with messages of its own, the buttons in the last', async () => {
		await run([ask({ message: `${'word '.repeat(600)}On Friday?` })]);
		const messages = sent().map(({ message }) => message);
		expect(messages.length).toBeGreaterThan(1);
		expect(messages.map((message) => rows(message).length)).toEqual([...messages.slice(1).map(() => 0), 2]);
	});

	it('that is long says how many of its messages went out when one is refused', async () => {
		meta.addFault({ path: /\/messages$/, skip: 1, do: { status: 400, body: { error: { code: 100 } } } });
		const result = await run([ask({ message: `${'word '.repeat(450)}On Friday?` })]);
		const [, parts] =
			/^1 of (\d) parts went out\. Meta refused/.exec(result.error('Ask')?.message ?? '') ?? [];
		expect(Number(parts)).toBeGreaterThan(1);
		expect(sent()).toHaveLength(1);
	});

	it('is not sent twice by Retry On Fail, and its first buttons stay good', async () => {
		// What comes first goes out, what has the buttons is refused for the first time.
		meta.addFault({ path: /\/messages$/, skip: 1, do: { status: 400, body: { error: { code: 100 } } } });
		const retry = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const message = `${'word '.repeat(450)}On Friday?`;
		const result = await run([ask({ message }, retry)]);
		expect(result.error('Ask')).toBeUndefined();
		const texts = sent().map(({ message: { text, attachment } }) => {
			const { payload } = (attachment ?? {}) as { payload?: { text: string } };
			return text ?? payload?.text;
		});
		expect(texts.join(' ')).toBe(message);
		expect(tickets(sent().at(-1)?.message)).toHaveLength(2);
	});

	it('without a token of n8n for the execution goes by a signed address', async () => {
		const executionId = 'signed';
		host.foreignBelow.set('/webhook-waiting/signed/', (request, response) => {
			selfRequests.push(request.url);
			response.status(409).end();
		});
		const result = await run([ask()], { resumeToken: '', executionId });
		expect(result.error('Ask')).toBeUndefined();
		const [ticket] = tickets(sent()[0]?.message);
		expect(ticket?.route).toMatchObject({ kind: 'signed', executionId, base: '/webhook-waiting/' });
		expect(selfRequests).toEqual([
			`/webhook-waiting/signed/${result.nodeId('Ask')}?signature=${ticket?.route.secret}`,
		]);
	});
});

describe('before it asks, the node', () => {
	it('makes sure that n8n reaches the execution, as the answer will', async () => {
		const result = await run([ask()]);
		expect(selfRequests).toEqual([
			`/webhook-waiting/${result.executionId}?signature=${TOKEN}/${result.nodeId('Ask')}`,
		]);
	});

	it('reaches it too when n8n leads on to the form that was filled in before', async () => {
		selfStatus = 307;
		const result = await run([ask()]);
		expect(result.error('Ask')).toBeUndefined();
		expect(sent()).toHaveLength(1);
		expect(selfRequests).toHaveLength(1);
	});

	it('does not do so in the editor, where the execution is not stored yet', async () => {
		selfStatus = 404;
		const result = await run([ask()], { mode: 'manual' });
		expect(result.error('Ask')).toBeUndefined();
		expect(selfRequests).toEqual([]);
	});

	it('asks Meta at most once a minute for a Page', async () => {
		await run([ask()]);
		meta.clearCalls();
		await run([ask()]);
		expect(meta.getCalls().map(({ path }) => path)).toEqual([`/${page.id}/messages`]);
	});

	it.each<[string, () => void, string]>([
		[
			'nobody receives the taps of the app',
			() =>
				meta.seedAppSubscription(account.app.id, {
					object: 'page',
					callback_url: host.origin,
					active: false,
					fields: FIELDS,
				}),
			'Nobody could answer: no workflow receives the taps of this Meta app',
		],
		[
			'another host does',
			() =>
				meta.seedAppSubscription(account.app.id, {
					object: 'page',
					callback_url: 'https://elsewhere.example.com/webhook/a/webhook',
					fields: FIELDS,
				}),
			'Nobody could answer: Meta sends the taps of this app to https://elsewhere.example.com, and this n8n is',
		],
		[
			'the trigger is gone',
			() => host.triggers.clear(),
			'Nobody could answer: no trigger of this package receives the taps of this Meta app at',
		],
		[
			'the Page does not have the field',
			() => meta.seedPageSubscription(page.id, account.app.id, ['messages']),
			'Nobody could answer: the Page is not subscribed to messaging_postbacks for this app',
		],
	])('refuses when %s', async (_what, change, message) => {
		change();
		const result = await run([ask()]);
		expect(result.error('Ask')?.message).toContain(message);
		expect(sent()).toEqual([]);
		expect(result.waitTill).toBeUndefined();
	});

	it('does not refuse for what Meta does not tell', async () => {
		meta.addFault({ path: /subscri/, times: 5, do: { status: 400, body: { error: { code: 200 } } } });
		const result = await run([ask()]);
		expect(result.error('Ask')).toBeUndefined();
		expect(sent()).toHaveLength(1);
	});
});

describe('what cannot be asked', () => {
	const refusal = async (step: Step, items?: IDataObject[]) => {
		const result = await run([step], items === undefined ? {} : { items: items.map((json) => ({ json })) });
		expect(sent()).toEqual([]);
		return result.error('Ask')?.message;
	};

	it('are several people at once', async () => {
		const taps = ['A', 'B', 'C'].map((senderId) => aTapItem(meta, page, { senderId }));
		expect(await refusal(ask(), taps)).toBe('Send and Wait asks one person at a time; it got 3 items.');
	});

	it('is somebody without an ID', async () => {
		expect(await refusal(ask(), [aTapItem(meta, page, { userRef: 'REF-1' })])).toBe(
			"Nobody to ask: the tap has a 'user_ref' and no ID of the person",
		);
	});

	it('is anybody by a tool of an agent', async () => {
		expect(await refusal({ ...ask(), type: 'messengerTool' })).toBe(
			'An agent does not wait for a tool, so it cannot call Send and Wait',
		);
	});

	it('is anything without the secret that seals it', async () => {
		account.credential.appSecret = ' ';
		expect(await refusal(ask())).toBe(
			"'App Secret' in the credential is empty, and answers are sealed with it",
		);
	});

	it('is a value that does not fit, by name', async () => {
		const values = [{ title: 'Yes' }, { title: 'No', value: 'v'.repeat(900) }];
		expect(await refusal(ask({ answers: { values } }))).toMatch(/^'Value' of answer 2 is too long/);
	});
});

describe('a review of a tool', () => {
	it('shows what the tool would do', async () => {
		const toolParameters = { text: 'Hello', to: { id: 7 } };
		const message = 'The agent wants to run this tool: Mail\n\nInput:\n[object Object]';
		const step: Step = { ...ask({ message, routing: 'perAnswer' }), type: 'messengerHitlTool' };
		const result = await run([step], { items: [{ json: { ...aTapItem(meta, page), toolParameters } }] });
		expect(result.error('Ask')).toBeUndefined();
		const text = JSON.stringify(sent()[0]?.message);
		expect(text).not.toContain('[object Object]');
		expect(text).toContain(JSON.stringify(JSON.stringify(toolParameters, null, 2)).slice(1, -1));
		// An agent listens to one output only.
		expect(JSON.stringify(result.context('Ask'))).toContain('\\"isPerAnswer\\":false');
	});
});
