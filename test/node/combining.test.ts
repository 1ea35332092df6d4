/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// 'Combine Deliveries': deliveries that arrive while n8n takes one over share the next execution, and its fate.
import { request as httpRequest } from 'node:http';
import { aBody, anEntry, aPostbackEvent, APP_SECRET, metaBytes, PAGE_ID, sign } from '../support/delivery';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';

const host = new N8nHost();
let release: () => void;

beforeAll(async () => await host.start());
afterAll(async () => await host.stop());
beforeEach(() => {
	host.isRefusingWork = false;
	host.log.length = 0;
	const gate = new Promise<void>((resolve) => (release = resolve));
	host.takingOver = async () => await gate;
});

async function aTrigger(combineDeliveries = true): Promise<HostedTrigger> {
	const trigger = host.trigger({
		credential: { appId: '42', appSecret: APP_SECRET, verifyToken: 'my own text' },
		parameters: { registration: 'manual', pages: [PAGE_ID], options: { combineDeliveries } },
	});
	await trigger.publish();
	return trigger;
}

const bodyOf = (payload: string, count = 1) => {
	const messaging = Array.from({ length: count }, (_, index) =>
		aPostbackEvent({ postback: { payload }, timestamp: 1_790_000_000_000 + index }),
	);
	return metaBytes(aBody({ entry: [anEntry({ messaging })] }));
};

async function send(trigger: HostedTrigger, body: Buffer): Promise<number> {
	const headers = { 'content-type': 'application/json', 'x-hub-signature-256': sign(body) };
	const response = await fetch(trigger.url, { method: 'POST', headers, body });
	await response.text();
	return response.status;
}

/** Sends one after the other, each only when the one before it has reached the trigger. */
async function sendInOrder(trigger: HostedTrigger, payloads: string[]): Promise<Array<Promise<number>>> {
	const answers: Array<Promise<number>> = [];
	for (const payload of payloads) {
		const before = trigger.requests;
		answers.push(send(trigger, bodyOf(payload)));
		await until(() => trigger.requests > before);
	}
	return answers;
}

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const executionsOf = (trigger: HostedTrigger) =>
	trigger.executions.map((outputs) => (outputs[0] ?? []).map(({ json }) => json.payload));

describe('combined deliveries', () => {
	it('share one execution in the order of arrival, and all get 200', async () => {
		const trigger = await aTrigger();
		const answers = await sendInOrder(trigger, ['A', 'B', 'C', 'D']);
		release();
		expect(await Promise.all(answers)).toEqual([200, 200, 200, 200]);
		expect(executionsOf(trigger)).toEqual([['A'], ['B', 'C', 'D']]);
	});

	it('all fail when the execution that holds them does, and come back', async () => {
		const trigger = await aTrigger();
		const answers = await sendInOrder(trigger, ['A', 'B', 'C']);
		host.isRefusingWork = true;
		release();
		expect(await Promise.all(answers)).toEqual([500, 500, 500]);
		host.isRefusingWork = false;
		expect([await send(trigger, bodyOf('B')), await send(trigger, bodyOf('C'))]).toEqual([200, 200]);
		expect(host.reasons()).toEqual([]);
	});

	it('are remembered as seen, the followers too', async () => {
		const trigger = await aTrigger();
		const answers = await sendInOrder(trigger, ['A', 'B', 'C']);
		release();
		await Promise.all(answers);
		expect(await send(trigger, bodyOf('C'))).toBe(200);
		expect(host.reasons()).toEqual(['duplicate']);
		expect(executionsOf(trigger)).toHaveLength(2);
	});

	it('go on when the sender of the first one hangs up', async () => {
		const trigger = await aTrigger();
		const body = bodyOf('A');
		const headers = { 'content-type': 'application/json', 'x-hub-signature-256': sign(body) };
		const aborted = httpRequest(trigger.url, { method: 'POST', headers });
		aborted.on('error', () => undefined);
		aborted.end(body);
		await until(() => trigger.requests === 1);
		const answers = await sendInOrder(trigger, ['B', 'C']);
		const before = host.closedConnections;
		aborted.destroy();
		await until(() => host.closedConnections > before);
		release();
		expect(await Promise.all(answers)).toEqual([200, 200]);
		expect(executionsOf(trigger)).toEqual([['A'], ['B', 'C']]);
		// Nobody saw the 200 for A, so it counts as not delivered.
		expect(await send(trigger, bodyOf('A'))).toBe(200);
		expect(executionsOf(trigger)).toHaveLength(3);
	});

	it('hold at most 1,000 items', async () => {
		const trigger = await aTrigger();
		const answers = await sendInOrder(trigger, ['FIRST']);
		for (const [payload, count] of [
			['B', 600],
			['C', 400],
			['D', 1],
		] as const) {
			const before = trigger.requests;
			answers.push(send(trigger, bodyOf(payload, count)));
			await until(() => trigger.requests > before);
		}
		release();
		expect(await Promise.all(answers)).toEqual([200, 200, 200, 200]);
		expect(trigger.executions.map((outputs) => outputs[0]?.length)).toEqual([1, 1_000, 1]);
	});

	it('that arrive one by one are one execution each', async () => {
		release();
		const trigger = await aTrigger();
		for (const payload of ['A', 'B', 'C']) expect(await send(trigger, bodyOf(payload))).toBe(200);
		expect(executionsOf(trigger)).toEqual([['A'], ['B'], ['C']]);
	});

	it('are one execution each with the option off', async () => {
		const trigger = await aTrigger(false);
		const answers = await sendInOrder(trigger, ['A', 'B', 'C']);
		release();
		expect(await Promise.all(answers)).toEqual([200, 200, 200]);
		expect(executionsOf(trigger)).toEqual([['A'], ['B'], ['C']]);
	});
});
