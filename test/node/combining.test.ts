/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// 'Combine Deliveries': deliveries that arrive while n8n takes one over share the next execution,
// and its fate.
import { request as httpRequest } from 'node:http';
import { aBody, anEntry, aPostbackEvent, metaBytes } from '../support/delivery';
import { until } from '../support/eventually.ts';
import { host, publishedByHand } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { listing, postSigned, signedHeaders } from '../support/postSigned.ts';

let release: () => void;
let gate: Promise<void>;
/** Meta waits five seconds. */
const IN_TIME_MS = 4_500;

beforeEach(() => {
	gate = new Promise<void>((resolve) => (release = resolve));
	host.takingOver = async () => await gate;
});

const aTrigger = async (combineDeliveries = true, parameters: object = {}) =>
	await publishedByHand({ options: { combineDeliveries }, ...parameters });

const bodyOf = (payload: string, count = 1) => {
	const messaging = Array.from({ length: count }, (_, index) =>
		aPostbackEvent({ postback: { payload }, timestamp: 1_790_000_000_000 + index }),
	);
	return metaBytes(aBody({ entry: [anEntry({ messaging })] }));
};

const send = async (trigger: HostedTrigger, body: Buffer, also: string[] = []) =>
	(await postSigned(listing(trigger.url, also), body)).status;

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
		const aborted = httpRequest(trigger.url, { method: 'POST', headers: signedHeaders(body) });
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
		// n8n has taken A over, though nobody saw its 200.
		expect(await send(trigger, bodyOf('A'))).toBe(200);
		expect(executionsOf(trigger)).toHaveLength(2);
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

	it('leave through the outputs of their rules, in their order', async () => {
		const rule = (value: string) => ({
			conditions: { values: [{ field: 'payload', operator: 'startsWith', value }] },
		});
		const trigger = await aTrigger(true, {
			routing: 'rules',
			rules: { values: [rule('A'), rule('B'), rule('C')] },
			options: { combineDeliveries: true, fallbackOutput: 'extra' },
		});
		const answers = await sendInOrder(trigger, ['FIRST', 'C1', 'A1', 'OTHER', 'B1', 'A2', 'C2']);
		release();
		expect(await Promise.all(answers)).toEqual(Array(7).fill(200));
		const byOutput = trigger.executions.map((outputs) =>
			outputs.map((items) => items.map(({ json }) => json.payload)),
		);
		expect(byOutput).toEqual([
			[[], [], [], ['FIRST']],
			[['A1', 'A2'], ['B1'], ['C1', 'C2'], ['OTHER']],
		]);
	});

	it('are those of one trigger, never of another', async () => {
		const [one, other] = [await aTrigger(), await aTrigger()];
		const answers = await sendInOrder(one, ['A', 'B']);
		answers.push(...(await sendInOrder(other, ['X', 'Y', 'Z'])), ...(await sendInOrder(one, ['C'])));
		release();
		expect(await Promise.all(answers)).toEqual(Array(6).fill(200));
		expect(executionsOf(one)).toEqual([['A'], ['B', 'C']]);
		expect(executionsOf(other)).toEqual([['X'], ['Y', 'Z']]);
	});

	it('hold an event once, though it was delivered twice', async () => {
		const trigger = await aTrigger();
		const answers = await sendInOrder(trigger, ['A', 'B', 'C', 'B', 'A']);
		release();
		expect(await Promise.all(answers)).toEqual(Array(5).fill(200));
		expect(executionsOf(trigger)).toEqual([['A'], ['B', 'C']]);
	});

	it('that nobody tells about the shared execution in time are answered 500, and run once when they come again', async () => {
		const trigger = await aTrigger();
		let handed = 0;
		// n8n is slow with the first two executions: A's, and the one that B leads and C shares.
		host.takingOver = async () => {
			handed += 1;
			if (handed <= 2) await gate;
		};
		const sentAt = performance.now();
		const [a, b, c] = await sendInOrder(trigger, ['A', 'B', 'C']);
		expect(await c).toBe(500);
		expect(performance.now() - sentAt).toBeLessThan(IN_TIME_MS);
		const again = sendInOrder(trigger, ['C']);
		release();
		expect(await Promise.all([a, b])).toEqual([200, 200]);
		expect(await Promise.all(await again)).toEqual([200]);
		expect(executionsOf(trigger)).toEqual([['A'], ['B', 'C']]);
	});

	it('are all answered in time by an n8n that takes 3.5 seconds to take an execution over', async () => {
		host.takingOver = async () => await new Promise((resolve) => setTimeout(resolve, 3_500));
		const trigger = await aTrigger();
		const sendTimed = async (payload: string) => {
			const sentAt = performance.now();
			expect(await send(trigger, bodyOf(payload))).toBe(200);
			return performance.now() - sentAt;
		};
		const all = ['A', 'B', 'C', 'D'].map(sendTimed);
		await until(() => executionsOf(trigger).length === 2);
		all.push(...['E', 'F', 'G'].map(sendTimed));
		for (const milliseconds of await Promise.all(all)) expect(milliseconds).toBeLessThan(IN_TIME_MS);
		expect(executionsOf(trigger).flat().sort()).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
		expect(executionsOf(trigger)).toHaveLength(3);
	});

	it('are each answered 500 when their own relay failed, though their items are safe', async () => {
		host.foreign.set('/webhook/down/webhook', (_request, response) => response.status(503).send(''));
		host.foreign.set('/webhook/up/webhook', (_request, response) => response.status(200).send(''));
		const trigger = await aTrigger();
		const answers = await sendInOrder(trigger, ['A', 'B']);
		for (const [payload, member] of [
			['C', '/webhook/down/webhook'],
			['D', '/webhook/up/webhook'],
		] as const) {
			const before = trigger.requests;
			answers.push(send(trigger, bodyOf(payload), [member]));
			await until(() => trigger.requests > before);
		}
		release();
		expect(await Promise.all(answers)).toEqual([200, 200, 500, 200]);
		expect(executionsOf(trigger)).toEqual([['A'], ['B', 'C', 'D']]);
		expect(await send(trigger, bodyOf('C'))).toBe(200);
		expect(executionsOf(trigger)).toHaveLength(2);
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
