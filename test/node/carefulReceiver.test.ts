/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// What a careful receiver must handle, input by input: each test carries the name of the input, and
// shows answer and items.
import { readFileSync } from 'node:fs';
import {
	aBody,
	anEntry,
	aPostbackEvent,
	APP_SECRET,
	aQuickReplyEvent,
	aReferralEvent,
	INSTAGRAM_ID,
	metaBytes,
	PAGE_ID,
	sign,
	signSha1,
} from '../support/delivery';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';

type Json = Record<string, unknown>;

const host = new N8nHost();
let trigger: HostedTrigger;

beforeAll(async () => await host.start());
afterAll(async () => await host.stop());
beforeEach(async () => {
	host.log.length = 0;
	trigger = await aTrigger();
});

async function aTrigger(parameters: Json = {}, credential: Json = {}): Promise<HostedTrigger> {
	const hosted = host.trigger({
		credential: { appId: '42', appSecret: APP_SECRET, verifyToken: 'TOKEN', ...credential } as never,
		parameters: {
			registration: 'manual',
			pages: [PAGE_ID],
			channels: ['messenger', 'instagram'],
			...parameters,
		} as never,
	});
	await hosted.publish();
	return hosted;
}

const post = async (raw: Buffer, headers: Record<string, string> = {}) =>
	(await postSigned(trigger.url, raw, { headers })).status;
const send = async (body: unknown) => await post(metaBytes(body));
const sendEvents = async (...messaging: unknown[]) => await send(aBody({ entry: [anEntry({ messaging })] }));
const postback = (changes: Json) =>
	aPostbackEvent({ postback: { mid: 'm_1', title: 'Buy', payload: 'BUY', ...changes } });
const get = async (query: string) => {
	const response = await fetch(`${trigger.url}?${query}`);
	return { status: response.status, text: await response.text() };
};
const reasons = () => host.reasons();

/** Nothing came out, and the same trigger does put an item out for a plain tap. */
async function expectNothing(): Promise<void> {
	expect(trigger.executions).toEqual([]);
	await sendEvents(aPostbackEvent({ timestamp: 1_799_999_999_999 }));
	expect(trigger.executions).toHaveLength(1);
}

describe('GET handshake', () => {
	const handshake = 'hub.mode=subscribe&hub.challenge=77&hub.verify_token=TOKEN';

	it('right token: 200, the challenge as it is, no run', async () => {
		expect(await get(handshake)).toEqual({ status: 200, text: '77' });
		await expectNothing();
	});

	it.each([
		['wrong token', handshake.replace('TOKEN', 'WRONG')],
		['missing token', 'hub.mode=subscribe&hub.challenge=77'],
		['wrong mode', handshake.replace('subscribe', 'unsubscribe')],
		['missing mode', 'hub.challenge=77&hub.verify_token=TOKEN'],
	])('%s: 403, no echo, no run', async (_label, query) => {
		const { status, text } = await get(query);
		expect(status).toBe(403);
		expect(text).not.toContain('77');
		await expectNothing();
	});

	it('renamed hub keys: treated the same', async () => {
		expect(await get(handshake.replaceAll('hub.', 'hub_'))).toEqual({ status: 200, text: '77' });
	});
});

describe('POST signature', () => {
	const raw = metaBytes(aBody());

	it('valid: 200, then emitted', async () => {
		expect(await post(raw)).toBe(200);
		expect(trigger.items()).toHaveLength(1);
	});

	it.each([
		['missing', ''],
		['short', sign(raw).slice(0, 20)],
		['not hexadecimal', `sha256=${'z'.repeat(64)}`],
		['SHA-1', signSha1(raw)],
	])('%s: 401, not emitted, a hint in the log', async (_label, signature) => {
		expect(await post(raw, { 'x-hub-signature-256': signature })).toBe(401);
		expect(host.log).toMatchObject([{ level: 'warn', message: expect.stringMatching(/\. .+\.$/) }]);
		await expectNothing();
	});

	it('body with \\uXXXX, emoji and \\/: verified on the raw bytes', async () => {
		const escaped = Buffer.from(
			`{"object":"page","entry":[{"id":"${PAGE_ID}","messaging":[{"postback":{"payload":"\\u00e4\\ud83d\\ude00 a\\/b"}}]}]}`,
		);
		expect(await post(escaped)).toBe(200);
		expect(trigger.items()).toMatchObject([{ payload: 'ä😀 a/b' }]);
	});
});

describe('body', () => {
	it.each(['', 'null', '7', '"text"'])('invalid as a delivery, %j: 400, nothing emitted', async (text) => {
		expect(await post(Buffer.from(text), { 'x-hub-signature-256': sign(Buffer.from(text)) })).toBe(400);
		await expectNothing();
	});

	it('top-level array: each element processed', async () => {
		await send([aBody(), aBody({ entry: [anEntry({ messaging: [postback({ payload: 'SELL' })] })] })]);
		expect(trigger.items().map(({ payload }) => payload)).toEqual(['BUY', 'SELL']);
	});

	it('bare {field, value}: one event, marked as test', async () => {
		await post(readFileSync('test/fixtures/reference-sample.json'));
		expect(trigger.items()).toMatchObject([{ isTest: true, payload: 'USER-DEFINED-PAYLOAD' }]);
	});

	it.each([
		['missing', undefined],
		['not an array', 'x'],
		['empty', []],
		['holding null', [null]],
	])('entry %s: ignored, 200', async (_label, entry) => {
		expect(await send(aBody({ entry }))).toBe(200);
		await expectNothing();
	});

	it('messaging, standby, changes and a flat field in one entry: all of them read', async () => {
		trigger = await aTrigger({ options: { includeStandby: true } });
		const of = (payload: string) => postback({ payload });
		const entry = {
			id: PAGE_ID,
			messaging: [of('A')],
			standby: [of('B')],
			changes: [{ field: 'messaging_postbacks', value: of('C') }],
			field: 'messaging_postbacks',
			value: of('D'),
		};
		await send(aBody({ entry: [entry] }));
		expect(trigger.items().map(({ payload }) => payload)).toEqual(['A', 'B', 'C', 'D']);
	});

	it('several entries, several items, mixed Pages: an item per postback, in order, with its account', async () => {
		trigger = await aTrigger({ pages: [PAGE_ID, '2000'] });
		const entries = [
			anEntry({ messaging: [postback({ payload: 'A' }), postback({ payload: 'B' })] }),
			anEntry({ id: '2000', messaging: [postback({ payload: 'C' })] }),
		];
		await send(aBody({ entry: entries }));
		expect(trigger.items().map(({ accountId, payload }) => [accountId, payload])).toEqual([
			[PAGE_ID, 'A'],
			[PAGE_ID, 'B'],
			['2000', 'C'],
		]);
	});

	it('entry.id "0": flagged as test', async () => {
		await send(
			aBody({ entry: [{ id: '0', changes: [{ field: 'messaging_postbacks', value: aPostbackEvent() }] }] }),
		);
		expect(trigger.items()).toMatchObject([{ isTest: true, accountId: '0' }]);
	});

	it('changes[].field of something else: ignored', async () => {
		await send(aBody({ entry: [{ id: PAGE_ID, changes: [{ field: 'leadgen', value: aPostbackEvent() }] }] }));
		expect(reasons()).toEqual(['fieldNotOurs']);
		await expectNothing();
	});

	it('changes[].value without postback: ignored quietly', async () => {
		await send(
			aBody({ entry: [{ id: '0', changes: [{ field: 'messaging_postbacks', value: { page_id: '1' } }] }] }),
		);
		expect(host.log.map(({ level }) => level)).toEqual(['debug']);
		await expectNothing();
	});

	it('object neither page nor instagram: 200, nothing emitted', async () => {
		expect(await send(aBody({ object: 'whatsapp_business_account' }))).toBe(200);
		expect(reasons()).toEqual(['objectUnknown']);
		await expectNothing();
	});

	it('1,000 events: one response, one execution', async () => {
		const events = Array.from({ length: 1_000 }, (_, index) =>
			aPostbackEvent({ timestamp: 1_790_000_000_000 + index }),
		);
		expect(await sendEvents(...events)).toBe(200);
		expect(trigger.executions).toHaveLength(1);
		expect(trigger.items()).toHaveLength(1_000);
	});
});

describe('event', () => {
	it.each([
		['a message', { message: { text: 'hello' } }],
		['a read', { read: { watermark: 1 } }],
		['an echo', aQuickReplyEvent({ is_echo: true })],
		['a postback that is no object', { postback: 'x' }],
	])('%s: ignored', async (_label, event) => {
		trigger = await aTrigger({ events: ['postback', 'quickReply', 'referral'] });
		expect(await sendEvents(event)).toBe(200);
		await expectNothing();
	});

	it('postback without payload: emitted with null', async () => {
		await sendEvents(postback({ payload: undefined }));
		expect(trigger.items()).toMatchObject([{ payload: null, isStandby: false }]);
	});

	it('standby postback without payload: flagged, and explained in the log once per Page', async () => {
		trigger = await aTrigger({ options: { includeStandby: true } });
		const standby = (timestamp: number) => [
			aPostbackEvent({ timestamp, postback: { title: 'Track order' } }),
		];
		await send(aBody({ entry: [{ id: PAGE_ID, standby: standby(1_790_000_000_001) }] }));
		await send(aBody({ entry: [{ id: PAGE_ID, standby: standby(1_790_000_000_002) }] }));
		expect(trigger.items()).toMatchObject(Array(2).fill({ payload: null, isStandby: true }));
		expect(reasons()).toEqual(['standbyWithoutPayload']);
		expect(host.log).toMatchObject([{ level: 'info' }]);
	});

	it('postback without title or mid, or with an empty title: emitted with nulls', async () => {
		await sendEvents(aPostbackEvent({ postback: { payload: 'A' } }), postback({ payload: 'B', title: '' }));
		expect(trigger.items()).toMatchObject([
			{ title: null, mid: null },
			{ title: null, mid: 'm_1' },
		]);
	});

	it.each([
		['missing', undefined, null],
		['partial', { source: 'ADS' }, { source: 'ADS' }],
		['with ref null', { ref: null }, { ref: null }],
		['of an unknown source', { source: 'NEW' }, { source: 'NEW' }],
	])('referral %s: emitted, verbatim', async (_label, referral, expected) => {
		await sendEvents(postback({ referral }));
		expect(trigger.items()).toMatchObject([{ referral: expected }]);
	});

	it('sender with user_ref only, with both, or absent: emitted, and it shows which', async () => {
		await sendEvents(
			aPostbackEvent({ sender: { user_ref: 'U' } }),
			aPostbackEvent({ sender: { id: 'P', user_ref: 'U' } }),
			aPostbackEvent({ sender: undefined }),
		);
		expect(trigger.items().map(({ sender }) => sender)).toEqual([
			{ id: null, user_ref: 'U' },
			{ id: 'P', user_ref: 'U' },
			{ id: null, user_ref: null },
		]);
	});

	it('IDs as numbers: text, with every digit', async () => {
		const id = '123456789012345678901';
		const raw = Buffer.from(
			`{"object":"page","entry":[{"id":${PAGE_ID},"messaging":[{"sender":{"id":${id}},"recipient":{"id":${PAGE_ID}},"postback":{"payload":"X"}}]}]}`,
		);
		expect(await post(raw)).toBe(200);
		expect(trigger.items()).toMatchObject([
			{ accountId: PAGE_ID, sender: { id }, recipient: { id: PAGE_ID } },
		]);
	});

	it.each([
		['text in seconds', '1527459824', '2018-05-27T22:23:44.000Z'],
		['number in milliseconds', 1_790_000_000_001, '2026-09-21T14:13:20.001Z'],
		['absent', undefined, '2026-09-21T14:13:20.123Z'],
		['absurd', 1e300, '2026-09-21T14:13:20.123Z'],
	])('timestamp %s: normalised', async (_label, timestamp, expected) => {
		await sendEvents(aPostbackEvent({ timestamp }));
		expect(trigger.items()).toMatchObject([{ timestamp: expected }]);
	});

	it('same delivery again: dropped, with a count in the log', async () => {
		await sendEvents(aPostbackEvent());
		await sendEvents(aPostbackEvent());
		expect(trigger.items()).toHaveLength(1);
		expect(host.log).toMatchObject([{ level: 'info', meta: { reason: 'duplicate', count: 1 } }]);
	});

	it('two quick taps on one button: both emitted', async () => {
		await sendEvents(aPostbackEvent());
		await sendEvents(aPostbackEvent({ timestamp: 1_790_000_000_090 }));
		expect(trigger.items()).toHaveLength(2);
	});

	it('late: emitted, with the time of the tap', async () => {
		await sendEvents(aPostbackEvent({ timestamp: 1_600_000_000_000 }));
		expect(trigger.items()).toMatchObject([{ timestamp: '2020-09-13T12:26:40.000Z' }]);
	});

	it('is_self on Instagram: emitted, and visible in the raw output', async () => {
		trigger = await aTrigger({ output: 'raw' });
		const self = aPostbackEvent({ is_self: true, sender: { id: INSTAGRAM_ID } });
		await send(aBody({ object: 'instagram', entry: [anEntry({ id: INSTAGRAM_ID, messaging: [self] })] }));
		expect(trigger.items()).toEqual([self]);
	});

	it('quick reply and referral: emitted when asked for', async () => {
		trigger = await aTrigger({ events: ['postback', 'quickReply', 'referral'] });
		await sendEvents(aPostbackEvent(), aQuickReplyEvent(), aReferralEvent());
		expect(trigger.items().map(({ event }) => event)).toEqual(['postback', 'quickReply', 'referral']);
	});

	it('of another Page, channel or payload: filtered after parsing, still 200', async () => {
		const rules = {
			values: [{ conditions: { values: [{ field: 'payload', operator: 'equals', value: 'SELL' }] } }],
		};
		trigger = await aTrigger({ channels: ['messenger'], routing: 'rules', rules });
		const strangers = aBody({ entry: [anEntry({ id: '7' })] });
		const statuses = [await send(strangers), await send(aBody({ object: 'instagram' })), await send(aBody())];
		expect(statuses).toEqual([200, 200, 200]);
		expect(reasons()).toEqual(['accountNotSelected', 'channelNotSelected', 'noRuleMatched']);
		await sendEvents(postback({ payload: 'SELL' }));
		expect(trigger.executions).toHaveLength(1);
	});

	it('payload that is JSON text: parsed beside the untouched text, without prototype keys', async () => {
		const payload = '{"__proto__":{"x":1},"action":"BUY"}';
		await sendEvents(postback({ payload }));
		expect(trigger.items()).toMatchObject([{ payload, payloadData: { action: 'BUY' } }]);
	});
});
