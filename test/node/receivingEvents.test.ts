// The events of a delivery, one peculiarity at a time: what is put out, and what it says then.
import {
	aBody,
	aLogInEvent,
	anEntry,
	anOptInEvent,
	aPostbackEvent,
	aQuickReplyEvent,
	aReferralEvent,
	INSTAGRAM_ID,
	PAGE_ID,
} from '../support/delivery';
import { host, publishedByHand } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';
import { aPostback, expectNothing, send, sendEvents } from '../support/receiving.ts';

const EVERY_EVENT = { events: ['postback', 'quickReply', 'referral'] };

const anAdMessage = () => aQuickReplyEvent({ quick_reply: undefined, referral: { ref: 'spring' } });

let trigger: HostedTrigger;
beforeEach(async () => {
	trigger = await publishedByHand();
});

describe('what is no tap', () => {
	it.each([
		['a message', { message: { text: 'hello' } }],
		['a read', { read: { watermark: 1 } }],
		['an echo', aQuickReplyEvent({ is_echo: true })],
		['a postback that is no object', { postback: 'x' }],
	])('%s is ignored', async (_label, event) => {
		trigger = await publishedByHand(EVERY_EVENT);
		expect((await sendEvents(trigger, event)).status).toBe(200);
		await expectNothing(trigger);
	});
});

describe('a postback', () => {
	it('without payload is put out with null', async () => {
		await sendEvents(trigger, aPostback({ payload: undefined }));
		expect(trigger.items()).toMatchObject([{ payload: null, isStandby: false }]);
	});

	it('in standby without payload is flagged, and explained in the log once per Page', async () => {
		trigger = await publishedByHand({ options: { includeStandby: true } });
		for (const timestamp of [1_790_000_000_001, 1_790_000_000_002]) {
			const standby = [aPostbackEvent({ timestamp, postback: { title: 'Track order' } })];
			await send(trigger, aBody({ entry: [{ id: PAGE_ID, standby }] }));
		}
		expect(trigger.items()).toMatchObject(Array(2).fill({ payload: null, isStandby: true }));
		expect(host.reasons()).toEqual(['standbyWithoutPayload']);
		expect(host.log).toMatchObject([{ level: 'info' }]);
	});

	it('without title or mid, or with an empty title, is put out with nulls', async () => {
		await sendEvents(
			trigger,
			aPostbackEvent({ postback: { payload: 'A' } }),
			aPostback({ payload: 'B', title: '' }),
		);
		expect(trigger.items()).toMatchObject([
			{ title: null, mid: null },
			{ title: null, mid: 'm_1' },
		]);
	});

	it('with JSON text as its payload has it parsed beside the untouched text, without prototype keys', async () => {
		const payload = '{"__proto__":{"x":1},"action":"BUY"}';
		await sendEvents(trigger, aPostback({ payload }));
		expect(trigger.items()).toMatchObject([{ payload, payloadData: { action: 'BUY' } }]);
	});

	it.each([
		['missing', undefined, null],
		['partial', { source: 'ADS' }, { source: 'ADS' }],
		['with ref null', { ref: null }, { ref: null }],
		['of an unknown source', { source: 'NEW' }, { source: 'NEW' }],
	])('keeps its referral as it came: %s', async (_label, referral, expected) => {
		await sendEvents(trigger, aPostback({ referral }));
		expect(trigger.items()).toMatchObject([{ referral: expected }]);
	});
});

describe('sender, recipient and time', () => {
	it('show whether the sender came with user_ref only, with both, or not at all', async () => {
		await sendEvents(
			trigger,
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

	it('keep every digit of IDs that came as numbers', async () => {
		const id = '123456789012345678901';
		const raw = Buffer.from(
			`{"object":"page","entry":[{"id":${PAGE_ID},"messaging":[{"sender":{"id":${id}},"recipient":{"id":${PAGE_ID}},"postback":{"payload":"X"}}]}]}`,
		);
		expect((await postSigned(trigger.url, raw)).status).toBe(200);
		expect(trigger.items()).toMatchObject([
			{ accountId: PAGE_ID, sender: { id }, recipient: { id: PAGE_ID } },
		]);
	});

	it.each([
		['text in seconds', '1527459824', '2018-05-27T22:23:44.000Z'],
		['a number in milliseconds', 1_790_000_000_001, '2026-09-21T14:13:20.001Z'],
		['absent', undefined, '2026-09-21T14:13:20.123Z'],
		['absurd', 1e300, '2026-09-21T14:13:20.123Z'],
	])('give one form of timestamp, when it is %s', async (_label, timestamp, expected) => {
		await sendEvents(trigger, aPostbackEvent({ timestamp }));
		expect(trigger.items()).toMatchObject([{ timestamp: expected }]);
	});

	it('are those of the tap, however late it arrives', async () => {
		await sendEvents(trigger, aPostbackEvent({ timestamp: 1_600_000_000_000 }));
		expect(trigger.items()).toMatchObject([{ timestamp: '2020-09-13T12:26:40.000Z' }]);
	});
});

describe('which events are put out', () => {
	it('both of two quick taps on one button', async () => {
		await sendEvents(trigger, aPostbackEvent());
		await sendEvents(trigger, aPostbackEvent({ timestamp: 1_790_000_000_090 }));
		expect(trigger.items()).toHaveLength(2);
	});

	it('those with is_self on Instagram, which the raw output shows', async () => {
		trigger = await publishedByHand({ channels: ['messenger', 'instagram'], output: 'raw' });
		const self = aPostbackEvent({ is_self: true, sender: { id: INSTAGRAM_ID } });
		const entry = [anEntry({ id: INSTAGRAM_ID, messaging: [self] })];
		await send(trigger, aBody({ object: 'instagram', entry }));
		expect(trigger.items()).toEqual([self]);
	});

	it('quick reply and referral when asked for', async () => {
		trigger = await publishedByHand(EVERY_EVENT);
		await sendEvents(trigger, aPostbackEvent(), aQuickReplyEvent(), aReferralEvent());
		expect(trigger.items().map(({ event }) => event)).toEqual(['postback', 'quickReply', 'referral']);
	});

	it.each([
		['an opt-in', anOptInEvent(), 'optIn'],
		['a log-in', aLogInEvent(), 'logIn'],
		['an ad that was written to', anAdMessage(), 'referral'],
	])('not %s when its kind was not chosen, which the log says how to do', async (_label, event, kind) => {
		await sendEvents(trigger, event);
		expect(trigger.items()).toEqual([]);
		expect(host.reasons()).toEqual(['eventNotSelected']);
		expect(host.log[0]?.message).toContain("Add it to 'Trigger On' and publish again");
		trigger = await publishedByHand({ events: [kind] });
		await sendEvents(trigger, event);
		expect(trigger.items()).toMatchObject([{ event: kind }]);
	});

	it('not those of another Page, channel or payload, which still get 200', async () => {
		const conditions = { values: [{ field: 'payload', operator: 'equals', value: 'SELL' }] };
		const rules = { values: [{ conditions }] };
		trigger = await publishedByHand({ channels: ['messenger'], routing: 'rules', rules });
		const strangers = [aBody({ entry: [anEntry({ id: '7' })] }), aBody({ object: 'instagram' }), aBody()];
		for (const body of strangers) expect((await send(trigger, body)).status).toBe(200);
		expect(host.reasons()).toEqual(['accountNotSelected', 'channelNotSelected', 'noRuleMatched']);
		expect(trigger.executions).toEqual([]);
		await sendEvents(trigger, aPostback({ payload: 'SELL' }));
		expect(trigger.executions).toHaveLength(1);
	});
});
