/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Signed deliveries as a whole: how they come, how their bodies are built, and what a redelivery
// does.
import { readFileSync } from 'node:fs';
import { aBody, anEntry, aPostbackEvent, aQuickReplyEvent, metaBytes, PAGE_ID } from '../support/delivery';
import { until } from '../support/eventually.ts';
import { host, publishedByHand } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';
import { aPostback, expectNothing, send, sendEvents } from '../support/receiving.ts';

let trigger: HostedTrigger;
beforeEach(async () => {
	trigger = await publishedByHand();
});

const post = async (body: Buffer, headers: Record<string, string> = {}) =>
	await postSigned(trigger.url, body, { headers });
const BINARY = { 'content-type': 'application/octet-stream' };
const payloads = () => trigger.items().map(({ payload }) => payload);

describe('a delivery', () => {
	it('starts one execution with an item per event, and gets 200', async () => {
		const answer = await sendEvents(
			trigger,
			aPostbackEvent(),
			aPostbackEvent({ timestamp: 1_790_000_000_999 }),
		);
		expect(answer.status).toBe(200);
		expect(answer.text).toContain('EVENT_RECEIVED');
		expect(trigger.executions).toHaveLength(1);
		expect(trigger.items()).toHaveLength(2);
		expect(trigger.items()[0]).toMatchObject({ payload: 'BUY', sender: { id: 'PSID-1' } });
	});

	it('asks n8n once for the node, of which it makes a copy each time', async () => {
		await sendEvents(trigger, aPostbackEvent());
		await sendEvents(trigger, aPostbackEvent({ timestamp: 1_790_000_000_999 }));
		expect([trigger.items().length, trigger.nodeCopies]).toEqual([2, 2]);
	});

	it('of 1,000 events gets one answer and starts one execution', async () => {
		const events = Array.from({ length: 1_000 }, (_, index) =>
			aPostbackEvent({ timestamp: 1_790_000_000_000 + index }),
		);
		expect((await sendEvents(trigger, ...events)).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
		expect(trigger.items()).toHaveLength(1_000);
	});

	it('that cannot be handled gets 500, and an error line with the cause', async () => {
		Object.defineProperty(trigger, 'credential', {
			get: () => {
				throw new Error('no database');
			},
		});
		// Another node, whose credential nobody remembers.
		trigger.node.credentials = { messengerApi: { id: 'other', name: 'Meta' } };
		expect((await sendEvents(trigger, aPostbackEvent())).status).toBe(500);
		expect(host.log).toMatchObject([
			{ level: 'error', message: expect.stringContaining('no database'), meta: { reason: 'requestFailed' } },
		]);
	});

	it('with nothing for us gets 200 and starts no execution', async () => {
		const answer = await sendEvents(trigger, { read: { watermark: 1 } });
		expect(answer).toMatchObject({ status: 200, text: 'EVENT_RECEIVED' });
		expect(host.reasons()).toEqual(['notAButtonTap']);
		await expectNothing(trigger);
	});

	it.each([
		['with a charset in its content type', { 'content-type': 'application/json; charset=utf-8' }],
		['with a content type that n8n does not parse', BINARY],
	])('%s is read from the raw bytes', async (_label, headers) => {
		expect((await post(metaBytes(aBody()), headers)).status).toBe(200);
		expect(trigger.items()).toHaveLength(1);
	});

	it('that cannot be handled gets 500 so that Meta delivers again, and an error in the log', async () => {
		trigger.node.credentials = undefined;
		expect((await send(trigger, aBody())).status).toBe(500);
		expect(host.log).toMatchObject([{ level: 'error' }]);
		expect(trigger.executions).toEqual([]);
	});
});

describe('a body', () => {
	it.each([
		['', 'notJson', {}],
		['a=1', 'notJson', BINARY],
		['null', 'notAnEnvelope', {}],
		['7', 'notAnEnvelope', {}],
		['"text"', 'notAnEnvelope', {}],
	])('that is %j gets 400 although it is signed', async (text, reason, headers) => {
		expect((await post(Buffer.from(text), headers)).status).toBe(400);
		expect(host.reasons()).toEqual([reason]);
		await expectNothing(trigger);
	});

	it('of an array is read element by element', async () => {
		await send(trigger, [
			aBody(),
			aBody({ entry: [anEntry({ messaging: [aPostback({ payload: 'SELL' })] })] }),
		]);
		expect(payloads()).toEqual(['BUY', 'SELL']);
	});

	it("that is Meta's reference sample, a bare field and value, gives one test item", async () => {
		expect((await post(readFileSync('test/fixtures/reference-sample.json'))).status).toBe(200);
		expect(trigger.items()).toMatchObject([
			{ timestamp: '2018-05-27T22:23:44.000Z', isTest: true, payload: 'USER-DEFINED-PAYLOAD' },
		]);
	});

	it.each([
		['missing', undefined],
		['no array', 'x'],
		['empty', []],
		['an array with null', [null]],
	])('whose entry is %s gets 200 and starts nothing', async (_label, entry) => {
		expect((await send(trigger, aBody({ entry }))).status).toBe(200);
		await expectNothing(trigger);
	});

	it('of an object that is neither page nor instagram gets 200 and starts nothing', async () => {
		expect((await send(trigger, aBody({ object: 'whatsapp_business_account' }))).status).toBe(200);
		expect(host.reasons()).toEqual(['objectUnknown']);
		await expectNothing(trigger);
	});

	it('with several entries, items and Pages gives an item per postback, in order, with its account', async () => {
		trigger = await publishedByHand({ pages: [PAGE_ID, '2000'] });
		const entry = [
			anEntry({ messaging: [aPostback({ payload: 'A' }), aPostback({ payload: 'B' })] }),
			anEntry({ id: '2000', messaging: [aPostback({ payload: 'C' })] }),
		];
		await send(trigger, aBody({ entry }));
		expect(trigger.items().map(({ accountId, payload }) => [accountId, payload])).toEqual([
			[PAGE_ID, 'A'],
			[PAGE_ID, 'B'],
			['2000', 'C'],
		]);
	});
});

describe('an entry', () => {
	const field = 'messaging_postbacks';

	it('with messaging, standby, changes and a flat field gives all of them', async () => {
		trigger = await publishedByHand({ options: { includeStandby: true } });
		const of = (payload: string) => aPostback({ payload });
		const entry = {
			id: PAGE_ID,
			messaging: [of('A')],
			standby: [of('B')],
			changes: [{ field, value: of('C') }],
			field,
			value: of('D'),
		};
		await send(trigger, aBody({ entry: [entry] }));
		expect(payloads()).toEqual(['A', 'B', 'C', 'D']);
	});

	it('of account 0 gives a test item', async () => {
		await send(trigger, aBody({ entry: [{ id: '0', changes: [{ field, value: aPostbackEvent() }] }] }));
		expect(trigger.items()).toMatchObject([{ isTest: true, accountId: '0' }]);
	});

	it('with a change of another field gives nothing', async () => {
		const changes = [{ field: 'leadgen', value: aPostbackEvent() }];
		await send(trigger, aBody({ entry: [{ id: PAGE_ID, changes }] }));
		expect(host.reasons()).toEqual(['fieldNotOurs']);
		await expectNothing(trigger);
	});

	it('with a change that has no postback gives nothing, quietly', async () => {
		await send(trigger, aBody({ entry: [{ id: '0', changes: [{ field, value: { page_id: '1' } }] }] }));
		expect(host.log.map(({ level }) => level)).toEqual(['debug']);
		await expectNothing(trigger);
	});
});

describe('a redelivery', () => {
	const body = metaBytes(aBody());

	it('of an accepted delivery gets 200, starts nothing, and is counted in the log', async () => {
		await post(body);
		expect((await post(body)).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
		expect(trigger.items()).toHaveLength(1);
		expect(host.log).toMatchObject([{ level: 'info', meta: { reason: 'duplicate', count: 1 } }]);
	});

	it('of a delivery that n8n could not take over is accepted', async () => {
		host.isRefusingWork = true;
		expect((await post(body)).status).toBe(500);
		host.isRefusingWork = false;
		expect((await post(body)).status).toBe(200);
		expect(trigger.executions).toHaveLength(2);
	});

	it("is not ignored with 'Ignore Duplicates' off", async () => {
		trigger = await publishedByHand({ options: { ignoreDuplicates: false } });
		await post(body);
		await post(body);
		expect(trigger.executions).toHaveLength(2);
	});
});

describe('a copy', () => {
	it('of a quick reply with another time starts nothing', async () => {
		trigger = await publishedByHand({ events: ['quickReply'] });
		for (const timestamp of [1_790_000_000_002, 1_790_000_031_000]) {
			expect((await sendEvents(trigger, { ...aQuickReplyEvent(), timestamp })).status).toBe(200);
		}
		expect(trigger.items()).toMatchObject([{ payload: 'COLOUR_RED' }]);
		expect(host.reasons()).toEqual(['duplicate']);
	});

	const onStandby = (title: string) =>
		aBody({
			entry: [anEntry({ messaging: [], standby: [aPostbackEvent({ postback: { mid: 'm_1', title } })] })],
		});

	it('on standby of a tap starts nothing, and another tap does', async () => {
		trigger = await publishedByHand({ options: { includeStandby: true } });
		for (const body of [aBody(), onStandby('Buy'), onStandby('Hours')]) {
			expect((await send(trigger, body)).status).toBe(200);
		}
		expect(trigger.items().map(({ title, payload }) => [title, payload])).toEqual([
			['Buy', 'BUY'],
			['Hours', null],
		]);
	});

	it('on standby waits for the tap that is being handed over', async () => {
		trigger = await publishedByHand({ options: { includeStandby: true } });
		const open: Array<() => void> = [];
		host.takingOver = async () => await new Promise((resolve) => open.push(resolve));
		const answers: string[] = [];
		const sending = async (what: string, body: unknown) => {
			await send(trigger, body);
			answers.push(what);
		};
		const first = sending('tap', aBody());
		await until(() => trigger.requests === 1);
		const second = sending('copy', onStandby('Buy'));
		await until(() => trigger.requests === 2);
		expect([open.length, answers]).toEqual([1, []]);
		open[0]?.();
		await Promise.all([first, second]);
		expect(trigger.items()).toMatchObject([{ payload: 'BUY' }]);
	});
});
