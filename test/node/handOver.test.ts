/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// From a verified delivery to n8n's execution, when copies, hang-ups and failures come in between:
// each event starts one execution, and whatever was not taken over is asked for again.
import { request as httpRequest, type ClientRequest } from 'node:http';
import { aBody, anEntry, aPostbackEvent, metaBytes } from '../support/delivery';
import { until } from '../support/eventually.ts';
import { host, publishedByHand, triggerByHand } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { listing, postSigned, signedHeaders } from '../support/postSigned.ts';

/** Meta waits five seconds. */
const IN_TIME_MS = 4_500;

let trigger: HostedTrigger;
/** Each opens one execution, in the order in which n8n was handed them. */
let gates: Array<() => void>;

beforeEach(async () => {
	gates = [];
	host.takingOver = async () => await new Promise((resolve) => gates.push(resolve));
	trigger = await publishedByHand();
});
afterEach(() => {
	jest.restoreAllMocks();
	for (const open of gates) open();
});

const bodyOf = (...payloads: string[]) =>
	metaBytes(
		aBody({
			entry: [anEntry({ messaging: payloads.map((payload) => aPostbackEvent({ postback: { payload } })) })],
		}),
	);

const answerOf = async (body: Buffer, url = trigger.url) => await postSigned(url, body);

/** Sent, and arrived at the trigger. */
async function send(body: Buffer, to = trigger): Promise<{ status: Promise<number> }> {
	const before = to.requests;
	const status = answerOf(body, to.url).then((answer) => answer.status);
	await until(() => to.requests > before);
	return { status };
}

/** Sent, arrived, and given up by the sender. */
async function sendAndHangUp(body: Buffer): Promise<void> {
	const [requests, closed] = [trigger.requests, host.closedConnections];
	const request: ClientRequest = httpRequest(trigger.url, { method: 'POST', headers: signedHeaders(body) });
	request.on('error', () => undefined);
	request.end(body);
	await until(() => trigger.requests > requests);
	request.destroy();
	await until(() => host.closedConnections > closed);
}

/** n8n takes over, or refuses, one of the executions that it was handed. */
async function n8n(verdict: 'takes over' | 'refuses', index = 0): Promise<void> {
	await until(() => gates.length > index);
	host.isRefusingWork = verdict === 'refuses';
	gates[index]?.();
	await new Promise((resolve) => setImmediate(resolve));
	host.isRefusingWork = false;
}

const payloads = () => trigger.items().map(({ payload }) => payload);

describe('an event whose sender hung up', () => {
	it('is seen once n8n has taken it over: delivered again, it starts nothing', async () => {
		await sendAndHangUp(bodyOf('A'));
		await n8n('takes over');
		expect((await answerOf(bodyOf('A'))).status).toBe(200);
		expect(payloads()).toEqual(['A']);
		expect(host.reasons()).toEqual(['duplicate']);
	});

	it('is not seen when n8n refused it: delivered again, it starts an execution', async () => {
		await sendAndHangUp(bodyOf('A'));
		await n8n('refuses');
		const again = await send(bodyOf('A'));
		await n8n('takes over', 1);
		expect(await again.status).toBe(200);
		expect(trigger.executions).toHaveLength(2);
	});

	it('and that comes again before n8n has answered waits for that', async () => {
		await sendAndHangUp(bodyOf('A'));
		const again = await send(bodyOf('A'));
		await n8n('takes over');
		expect(await again.status).toBe(200);
		expect(payloads()).toEqual(['A']);
	});
});

describe('a second copy of an event that is being handed over', () => {
	it('starts nothing and gets 200 when n8n takes the first one over, however many copies there are', async () => {
		const first = await send(bodyOf('A'));
		const copies = await Promise.all(Array.from({ length: 20 }, async () => await send(bodyOf('A'))));
		await n8n('takes over');
		const statuses = await Promise.all([first, ...copies].map(async ({ status }) => await status));
		expect(statuses).toEqual(Array(21).fill(200));
		expect(payloads()).toEqual(['A']);
	});

	it('gets 500 when n8n refuses the first one, and the next one is handed over', async () => {
		const first = await send(bodyOf('A'));
		const copy = await send(bodyOf('A'));
		await n8n('refuses');
		expect([await first.status, await copy.status]).toEqual([500, 500]);
		const third = await send(bodyOf('A'));
		await n8n('takes over', 1);
		expect(await third.status).toBe(200);
		expect(trigger.executions).toHaveLength(2);
	});

	it('that waits too long is answered 500 in time, and starts nothing', async () => {
		const first = await send(bodyOf('A'));
		const copy = await answerOf(bodyOf('A'));
		expect(copy.status).toBe(500);
		expect(copy.milliseconds).toBeLessThan(IN_TIME_MS);
		await n8n('takes over');
		expect(await first.status).toBe(200);
		expect(payloads()).toEqual(['A']);
	});

	it('takes its place when n8n never said anything for a minute', async () => {
		await sendAndHangUp(bodyOf('A'));
		const now = Date.now.bind(Date);
		jest.spyOn(Date, 'now').mockImplementation(() => now() + 60_000);
		const copy = await send(bodyOf('A'));
		await n8n('takes over', 1);
		expect(await copy.status).toBe(200);
		expect(trigger.executions).toHaveLength(2);
	});

	it('does not hold up what else is in its delivery; its answer tells of both', async () => {
		const first = await send(bodyOf('A'));
		const both = await send(bodyOf('A', 'B'));
		await n8n('takes over', 1);
		expect(payloads()).toEqual(['A', 'B']);
		await n8n('refuses', 0);
		expect([await first.status, await both.status]).toEqual([500, 500]);
		const again = await send(bodyOf('A', 'B'));
		await n8n('takes over', 2);
		expect(await again.status).toBe(200);
		expect(payloads()).toEqual(['A', 'B', 'A']);
	});

	it('is an event of its own to another trigger', async () => {
		const other = await publishedByHand();
		const first = await send(bodyOf('A'));
		const copy = await send(bodyOf('A'), other);
		await n8n('takes over', 1);
		expect(await copy.status).toBe(200);
		await n8n('takes over', 0);
		expect(await first.status).toBe(200);
		expect([trigger.items(), other.items()].map(({ length }) => length)).toEqual([1, 1]);
	});

	it.each([
		[
			'with Ignore Duplicates off',
			async () => await publishedByHand({ options: { ignoreDuplicates: false } }),
		],
		['while listening for a test event', listening],
	])('starts an execution of its own %s', async (_label, start) => {
		trigger = await start();
		const answers = [await send(bodyOf('A')), await send(bodyOf('A'))];
		await n8n('takes over', 0);
		await n8n('takes over', 1);
		expect(await Promise.all(answers.map(async ({ status }) => await status))).toEqual([200, 200]);
		expect(payloads()).toEqual(['A', 'A']);
	});
});

async function listening(): Promise<HostedTrigger> {
	const hosted = triggerByHand();
	await hosted.listen();
	return hosted;
}

describe('a delivery with other members', () => {
	const MEMBER = '/webhook/member/webhook';

	it("starts the owner's execution at once, and is answered when the member has it", async () => {
		const members: Array<() => void> = [];
		host.foreign.set(MEMBER, (_request, response) => members.push(() => response.status(200).send('')));
		host.takingOver = async () => undefined;
		let isAnswered = false;
		const answer = answerOf(bodyOf('A'), listing(trigger.url, [MEMBER])).then(({ status }) => {
			isAnswered = true;
			return status;
		});
		await until(() => members.length === 1 && trigger.executions.length === 1);
		expect(isAnswered).toBe(false);
		members[0]?.();
		expect(await answer).toBe(200);
	});

	it('whose member is slower than the owner can wait starts one execution in each', async () => {
		const member = await publishedByHand();
		host.takingOver = async (which) => {
			if (which === member) await new Promise<void>((resolve) => gates.push(resolve));
		};
		const first = await answerOf(bodyOf('A'), listing(trigger.url, [member.path]));
		expect(first.status).toBe(500);
		expect(first.milliseconds).toBeLessThan(IN_TIME_MS);
		const before = member.requests;
		const again = answerOf(bodyOf('A'), listing(trigger.url, [member.path]));
		await until(() => member.requests > before);
		await n8n('takes over');
		expect((await again).status).toBe(200);
		expect([trigger.items(), member.items()].map(({ length }) => length)).toEqual([1, 1]);
	});

	it('and a hanging one, on a slow n8n, is answered in time', async () => {
		host.foreign.set(MEMBER, () => undefined);
		host.takingOver = async () => await new Promise((resolve) => setTimeout(resolve, 3_500));
		trigger = await publishedByHand({ options: { combineDeliveries: true } });
		const answers = await Promise.all(
			['A', 'B', 'C'].map(async (payload) => await answerOf(bodyOf(payload), listing(trigger.url, [MEMBER]))),
		);
		expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
		for (const { milliseconds } of answers) expect(milliseconds).toBeLessThan(IN_TIME_MS);
		expect(payloads().sort()).toEqual(['A', 'B', 'C']);
	});
});
