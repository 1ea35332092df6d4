// A message is sent once, whatever Meta, the network and n8n's Retry On Fail make of it.
import proxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { sleep, type IDataObject, type INode, type INodeParameters } from 'n8n-workflow';
import { startMeta, type FaultAction, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow, type RunOptions, type Step } from '../support/actionHost';
import { aTapItem } from '../support/taps';

let meta: Meta;
let account: Account;
let page: Page;

beforeAll(async () => {
	meta = await startMeta();
});
afterAll(async () => await meta.stop());
beforeEach(() => {
	meta.clearFaults();
	account = anAccount(meta);
	page = account.pages[0] as Page;
});

const RETRIES: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
/** Meta's error object, with HTTP status 400 as Meta sends it. */
const refusal = (code?: number, error_subcode?: number, status = 400) => ({
	status,
	body: { error: { message: 'No', code, error_subcode, fbtrace_id: 'TRACE' } },
});
const onSend = (action: FaultAction, times = 1, skip = 0) =>
	meta.addFault({ path: /\/messages$/, method: 'POST', times, skip, do: action });

const answer = (parameters: INodeParameters = {}, settings: Partial<INode> = {}): Step => ({
	name: 'Answer',
	type: 'messenger',
	parameters: { resource: 'message', operation: 'send', messageType: 'text', text: 'Hello', ...parameters },
	settings,
});

async function run(people: string[], settings: Partial<INode>, more: Partial<RunOptions> = {}) {
	const items = people.map((senderId) => ({ json: aTapItem(meta, page, { senderId }) }));
	return await runWorkflow({
		credential: { ...account.credential },
		items,
		steps: [answer({}, settings)],
		...more,
	});
}
const arrived = () =>
	meta
		.sentMessages()
		.filter(({ pageId }) => pageId === page.id)
		.map(({ recipient }) => recipient.id);
const calls = () => meta.getCalls().filter(({ path }) => path === `/${page.id}/messages`);
const firstItem = (items: IDataObject[]) => items[0] ?? {};

describe('a message that may have arrived', () => {
	const faults: Array<[what: string, FaultAction]> = [
		["Meta's 'sent successfully' (1/1357046)", { ...refusal(1, 1357046), afterEffect: true }],
		["Meta's unknown fault (1)", { ...refusal(1), afterEffect: true }],
		["Meta's service that is down (2)", { ...refusal(2), afterEffect: true }],
		["Meta's passing failure (1200)", { ...refusal(1200, 2018024), afterEffect: true }],
		["Meta's unknown fault (-1)", { ...refusal(-1, undefined, 503), afterEffect: true }],
		['an error without a code', { ...refusal(), afterEffect: true }],
		['HTTP 500 with an error without a code', { ...refusal(undefined, undefined, 500), afterEffect: true }],
		['HTTP 500 with a code that says too little', { ...refusal(100, undefined, 500), afterEffect: true }],
		['an HTML page', { status: 502, body: '<html>Bad gateway</html>', afterEffect: true }],
		['a connection that broke', { reset: true, afterEffect: true }],
	];

	it.each(faults)('is not sent again, by Retry On Fail neither: %s', async (_what, fault) => {
		onSend(fault);
		const result = await run(['A'], RETRIES);
		expect(result.error('Answer')).toMatchObject({
			message: expect.stringMatching(/^The message may have arrived: /),
			description: expect.stringContaining('It was not sent again'),
		});
		expect(arrived()).toEqual(['A']);
		expect(calls()).toHaveLength(1);
	});

	it('says so in the item of a workflow that goes on', async () => {
		onSend({ ...refusal(1, 1357046), afterEffect: true });
		const result = await run(['A'], { ...RETRIES, onError: 'continueRegularOutput' });
		expect(firstItem(result.items('Answer'))).toEqual({
			error: 'The message may have arrived: Meta failed while it was sending',
			kind: 'maybeSent',
			code: 1,
			subcode: 1357046,
			traceId: 'TRACE',
			recipientId: 'A',
		});
		expect(arrived()).toEqual(['A']);
	});
});

describe('a message that cannot have arrived', () => {
	it('is sent when Meta has throttled it twice for a moment', async () => {
		onSend({ ...refusal(613), headers: { 'retry-after': '0' } }, 2);
		const result = await run(['A'], {});
		expect(result.error('Answer')).toBeUndefined();
		expect(arrived()).toEqual(['A']);
		expect(calls()).toHaveLength(3);
	});

	it('is not tried again while Meta asks for a long wait, and nothing else is for that Page', async () => {
		onSend({ ...refusal(613), headers: { 'retry-after': '60' } });
		const first = await run(['A'], {});
		const second = await run(['B'], { onError: 'continueRegularOutput' });
		expect(first.error('Answer')?.message).toBe("Did not send the message: Meta's rate limit is reached");
		expect(firstItem(second.items('Answer'))).toMatchObject({ kind: 'throttled', recipientId: 'B' });
		expect(calls()).toHaveLength(1);
	});

	it.each([
		['one after another', Array.from({ length: 6 }, () => 'A')],
		['at the same time', ['A', 'B', 'C', 'D', 'E', 'F']],
	])('waits until a short throttle of another is over: %s', async (_how, people) => {
		onSend({ ...refusal(613), headers: { 'retry-after': '1' } }, 4);
		const result = await run(people, { onError: 'continueRegularOutput' });
		const failed = result.items('Answer').filter(({ kind }) => kind !== undefined);
		expect(failed.length).toBeLessThanOrEqual(1);
		expect(arrived()).toHaveLength(6 - failed.length);
	});

	it('waits no longer than three short waits, its own and those of others', async () => {
		onSend({ ...refusal(613), headers: { 'retry-after': '1' } }, 4 + 3);
		const result = await run(['A', 'A', 'A'], { onError: 'continueRegularOutput' });
		expect(result.items('Answer').map(({ kind }) => kind)).toEqual(['throttled', 'throttled', undefined]);
		expect(calls()).toHaveLength(4 + 3 + 1);
	});

	it('is tried although Meta has throttled the typing before it, once, for long', async () => {
		onSend({ ...refusal(613), headers: { 'retry-after': '60' } });
		const result = await run(['A'], {}, { steps: [answer({ options: { typing: 1 } })] });
		expect(result.error('Answer')).toBeUndefined();
		expect(arrived()).toEqual(['A']);
		expect(calls()).toHaveLength(2);
	});

	it('shows no typing, and is not tried, while Meta asks for a long wait', async () => {
		onSend({ ...refusal(613), headers: { 'retry-after': '60' } });
		await run(['A'], {});
		const result = await run(['A'], {}, { steps: [answer({ options: { typing: 1 } })] });
		expect(result.error('Answer')?.message).toBe("Did not send the message: Meta's rate limit is reached");
		expect(calls()).toHaveLength(1);
	});

	it('is tried again when there was no connection', async () => {
		const open = async (port: number) => {
			const server = fastify();
			await server.register(proxy, { upstream: meta.baseUrl });
			await server.listen({ host: '127.0.0.1', port });
			return server;
		};
		const first = await open(0);
		const { port } = first.server.address() as { port: number };
		account.credential.baseUrl = `http://127.0.0.1:${port}`;
		await run(['A'], {});
		await first.close();
		const work = run(['B'], {});
		await sleep(200);
		const second = await open(port);
		const result = await work;
		await second.close();
		expect(result.error('Answer')).toBeUndefined();
		expect(arrived()).toEqual(['A', 'B']);
	});
});

describe('Retry On Fail', () => {
	it('sends what was refused clearly, whatever the HTTP status', async () => {
		onSend(refusal(10, 2018278, 500));
		const result = await run(['A'], RETRIES);
		expect(result.error('Answer')).toBeUndefined();
		expect(arrived()).toEqual(['A']);
		expect(calls()).toHaveLength(2);
	});

	it('sends what was refused, and nothing that was sent before', async () => {
		onSend(refusal(10, 2018278), 1, 1);
		const result = await run(['A', 'B', 'C'], RETRIES);
		expect(result.error('Answer')).toBeUndefined();
		expect(arrived().sort()).toEqual(['A', 'B', 'C']);
		expect(result.items('Answer').map(({ recipientId }) => recipientId)).toEqual(['A', 'B', 'C']);
	});

	it('goes on with the part of a long text that was refused', async () => {
		onSend(refusal(10, 2018278), 1, 1);
		const text = `${'a'.repeat(1990)}. ${'b'.repeat(20)}`;
		const steps = [answer({ text, options: { splitLongText: true } }, RETRIES)];
		const result = await run(['A'], RETRIES, { steps });
		expect(result.error('Answer')).toBeUndefined();
		expect(
			meta
				.sentMessages()
				.slice(-2)
				.map(({ message }) => message.text),
		).toEqual([`${'a'.repeat(1990)}.`, 'b'.repeat(20)]);
		expect(arrived()).toHaveLength(2);
	});
});

it('another execution sends its own message', async () => {
	await run(['A'], RETRIES);
	await run(['A'], RETRIES);
	expect(arrived()).toEqual(['A', 'A']);
});
