// Members behind one callback: slow, failing, dead, hanging and foreign ones, and a list that somebody forged.
import type { Request, Response } from 'express';
import { aBody, APP_SECRET, metaBytes, PAGE_ID, sign } from '../support/delivery';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';

const host = new N8nHost();
let owner: HostedTrigger;
let received: Request[];

const MEMBER = '/webhook/member/webhook';

beforeAll(async () => await host.start());
afterAll(async () => await host.stop());
beforeEach(async () => {
	host.log.length = 0;
	host.foreign.clear();
	received = [];
	owner = await aTrigger();
});

async function aTrigger(): Promise<HostedTrigger> {
	const credential = { appId: '42', appSecret: APP_SECRET, verifyToken: 'my own text' };
	const trigger = host.trigger({ credential, parameters: { registration: 'manual', pages: [PAGE_ID] } });
	await trigger.publish();
	return trigger;
}

/** A member that answers these statuses one after the other, the last one for good; 0 never answers. */
function member(...statuses: number[]): void {
	host.foreign.set(MEMBER, (request: Request, response: Response) => {
		const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
		received.push(request);
		if (status > 0) response.status(status).send('answer');
	});
}

async function deliver(
	also: string[],
	body: Uint8Array = metaBytes(aBody()),
	headers: Record<string, string> = {},
) {
	const start = performance.now();
	const response = await fetch(`${owner.url}?also=${also.join(',')}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(body), ...headers },
		body,
	});
	await response.text();
	return { status: response.status, milliseconds: performance.now() - start };
}

describe('relay', () => {
	it('hands the bytes on unchanged, with the signature and the mark', async () => {
		const other = await aTrigger();
		member(200);
		const body = metaBytes({ ...aBody(), note: 'ä/😀' });
		expect((await deliver([other.path, MEMBER], body)).status).toBe(200);
		expect([owner.items().length, other.items().length]).toEqual([1, 1]);
		expect(received).toHaveLength(1);
		expect(received[0]?.headers).toMatchObject({
			'x-hub-signature-256': sign(body),
			'x-messenger-postbacks-relay': '1',
		});
		expect((received[0] as Request & { rawBody: Buffer }).rawBody.equals(Buffer.from(body))).toBe(true);
	});

	it('is not made for a delivery that is not signed', async () => {
		member(200);
		await deliver([MEMBER], metaBytes(aBody()), { 'x-hub-signature-256': '' });
		expect(received).toEqual([]);
		await deliver([MEMBER]);
		expect(received).toHaveLength(1);
	});

	it('is not made again for a relayed delivery', async () => {
		member(200);
		await deliver([MEMBER], metaBytes(aBody()), { 'x-messenger-postbacks-relay': '1' });
		expect(received).toEqual([]);
		expect(owner.items()).toHaveLength(1);
	});

	it('is made for deliveries that are nothing for the owner itself', async () => {
		member(200);
		const body = metaBytes(aBody({ entry: [{ id: '7', messaging: [{ postback: {} }] }] }));
		expect((await deliver([MEMBER], body)).status).toBe(200);
		expect(received).toHaveLength(1);
		expect(owner.items()).toEqual([]);
	});

	it.each(['//127.0.0.1:1/x', 'http://127.0.0.1:1/x', '/\\127.0.0.1:1/x'])(
		'never leaves this n8n: %s is not called',
		async (path) => {
			expect((await deliver([encodeURIComponent(path)])).status).toBe(200);
			expect(owner.items()).toHaveLength(1);
		},
	);
});

describe('a member', () => {
	it('that answers 500 twice and then 200 loses nothing, and the owner answers 200', async () => {
		member(500, 500, 200);
		expect((await deliver([MEMBER])).status).toBe(200);
		expect(received).toHaveLength(3);
		expect(owner.items()).toHaveLength(1);
	});

	it.each([404, 410])('that answers %d is gone, and the owner answers 200', async (status) => {
		member(status);
		expect((await deliver([MEMBER])).status).toBe(200);
		expect(received).toHaveLength(1);
	});

	it('that is down makes the owner answer 500 with its own work safe; redelivery reaches the member, the owner works once', async () => {
		member(503);
		expect((await deliver([MEMBER])).status).toBe(500);
		expect(owner.items()).toHaveLength(1);
		expect(host.reasons()).toEqual(['relayFailed']);
		received = [];
		member(200);
		expect((await deliver([MEMBER])).status).toBe(200);
		expect(received).toHaveLength(1);
		expect(owner.items()).toHaveLength(1);
	});

	it('that is down makes the owner answer 500 when it has no work of its own', async () => {
		member(503);
		const body = metaBytes(aBody({ entry: [] }));
		expect((await deliver([MEMBER], body)).status).toBe(500);
		expect(owner.executions).toEqual([]);
	});

	it('that hangs does not hold the owner beyond four seconds, nor the other members', async () => {
		const other = await aTrigger();
		member(0);
		const { status, milliseconds } = await deliver([MEMBER, other.path]);
		expect(status).toBe(500);
		expect(milliseconds).toBeLessThan(4_000);
		expect([owner.items().length, other.items().length]).toEqual([1, 1]);
	});
});

describe('the owner', () => {
	it("answers n8n's own 500 when n8n refuses the work, and does not count it as seen", async () => {
		member(503);
		host.isRefusingWork = true;
		expect((await deliver([MEMBER])).status).toBe(500);
		host.isRefusingWork = false;
		member(200);
		expect((await deliver([MEMBER])).status).toBe(200);
		expect(owner.executions).toHaveLength(2);
	});
});
