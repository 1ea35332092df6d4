import { readTap, tapOfCall } from '../../nodes/Messenger/actions/item/tapItem';
import {
	aBody,
	aLogInEvent,
	anEntry,
	anOptInEvent,
	aPostbackEvent,
	aQuickReplyEvent,
	aReferralEvent,
} from '../support/delivery';
import { openFilters, readBody } from '../support/settings';

const FORMS = ['simplified', 'flat', 'raw'] as const;
type Form = (typeof FORMS)[number];

/** What the trigger puts out for one event. */
function itemOf(event: unknown, form: Form, object = 'page'): unknown {
	const body = aBody({ object, entry: [anEntry({ messaging: [event] })] });
	return readBody(body, openFilters(), form).items[0];
}
const parties = { sender: { id: 'PSID-1' }, recipient: { id: 'PAGE-1' } };

describe('whoever tapped', () => {
	it.each(FORMS.map((form) => [form]))('is read from a %s item of the trigger', (form) => {
		const item = itemOf(aPostbackEvent(parties), form);
		expect(readTap(item)).toEqual({
			// Meta names the channel around the event, not in it.
			channel: form === 'raw' ? null : 'messenger',
			accountId: form === 'raw' ? 'PAGE-1' : expect.any(String),
			senderId: 'PSID-1',
			senderUserRef: null,
			mid: (aPostbackEvent().postback as { mid: string }).mid,
		});
	});

	it.each(FORMS.map((form) => [form]))('is read from a quick reply and a referral (%s)', (form) => {
		expect(readTap(itemOf({ ...aQuickReplyEvent(), ...parties }, form))?.senderId).toBe('PSID-1');
		expect(readTap(itemOf(aReferralEvent(parties), form))?.senderId).toBe('PSID-1');
	});

	it.each(FORMS.map((form) => [form]))('in the checkbox plugin has only a user_ref (%s)', (form) => {
		const item = itemOf(aPostbackEvent({ ...parties, sender: { user_ref: 'REF-1' } }), form);
		expect(readTap(item)).toMatchObject({ senderId: null, senderUserRef: 'REF-1' });
	});

	it('is read from a question that was answered, and not from one that was not', () => {
		const answered = {
			answered: true,
			channel: 'instagram',
			accountId: '7',
			sender: { id: 'IGSID-1', user_ref: null },
		};
		expect(readTap(answered)).toEqual({
			channel: 'instagram',
			accountId: '7',
			senderId: 'IGSID-1',
			senderUserRef: null,
			mid: null,
		});
		expect(readTap({ ...answered, answered: false })).toBeNull();
	});

	it.each(FORMS.map((form) => [form]))('is read from an opt-in and a log-in (%s)', (form) => {
		expect(readTap(itemOf(anOptInEvent(), form))).toMatchObject({ senderId: 'PSID-1', mid: null });
		expect(readTap(itemOf(aLogInEvent(), form))).toMatchObject({ senderId: 'PSID-1', mid: null });
	});

	it.each(FORMS.map((form) => [form]))('who ticked a checkbox has only a user_ref (%s)', (form) => {
		const item = itemOf(anOptInEvent({ user_ref: 'REF-1' }, { sender: undefined }), form);
		expect(readTap(item)).toMatchObject({ accountId: '1000', senderId: null, senderUserRef: 'REF-1' });
	});

	it('on Instagram is read with the channel', () => {
		const item = itemOf(aPostbackEvent(parties), 'simplified', 'instagram');
		expect(readTap(item)).toMatchObject({ channel: 'instagram' });
	});

	const tap = { event: 'postback', channel: 'messenger' };
	it.each<[what: string, json: unknown]>([
		['nothing', undefined],
		['a list', []],
		['an item of another node', { row: 1, sender: 'Ada' }],
		['an event of another channel', { ...tap, channel: 'sms', accountId: '1', sender: { id: '1' } }],
		['an event of another kind', { ...tap, event: 'call', accountId: '1', sender: { id: '1' } }],
		['a sender and a recipient without an event', parties],
		['an event without a sender', { postback: { payload: 'X' }, recipient: { id: '1' } }],
		['a simplified item that lost its account', { ...tap, sender: { id: '1' } }],
		['a flat item that lost its account', { ...tap, sender_id: '1' }],
	])('is nobody in %s', (_what, json) => {
		expect(readTap(json)).toBeNull();
	});
});

describe('whom a tool is called for', () => {
	const tapBy = (id: string, form: Form = 'simplified', more: object = {}) =>
		itemOf(aPostbackEvent({ ...parties, sender: { id }, ...more }), form) as object;
	const whoOf = (call: unknown, given: unknown[], above: unknown[]) => {
		const tap = tapOfCall({ call, given, above });
		return tap === null || tap === 'several' ? tap : (tap.senderId ?? tap.senderUserRef);
	};
	const row = { row: 1 };

	it.each(FORMS.map((form) => [form]))('is whose tap is in the item of the call (%s)', (form) => {
		const [a, b] = [tapBy('A', form), tapBy('B', form)];
		const call = { ...b, text: 'Hello', toolCallId: 'call_1' };
		expect(whoOf(call, [a, b], [])).toBe('B');
		expect(whoOf(call, [row, row], [a, b])).toBe('B');
	});

	it.each(FORMS.map((form) => [form]))(
		'is nobody whose tap at another time the model makes up (%s)',
		(form) => {
			const [a, b] = [tapBy('A', form), tapBy('B', form)];
			const other = { ...b, timestamp: form === 'raw' ? 1 : '2001-09-09T01:46:40.000Z' };
			expect(whoOf(other, [a, b], [a, b])).toBe('several');
		},
	);

	it('is nobody whose tap has another ID, message or Page than the call', () => {
		const [a, b] = [tapBy('A'), tapBy('B')];
		for (const more of [{ id: 'x' }, { mid: 'm_x' }, { accountId: '7' }, { channel: 'instagram' }]) {
			expect(whoOf({ ...b, ...more }, [a, b], [a, b])).toBe('several');
		}
	});

	it('is the only person whose taps reached the agent, else the only one before it', () => {
		const [a, b] = [tapBy('A'), tapBy('B')];
		expect(whoOf(row, [a, { ...a, mid: 'm_2' }], [a, b])).toBe('A');
		expect(whoOf(row, [row, row], [a, a])).toBe('A');
		expect(whoOf(row, [], [a])).toBe('A');
		expect(tapOfCall({ call: row, given: [a, { ...a, mid: 'm_2' }], above: [] })).toMatchObject({
			mid: 'm_2',
		});
	});

	it('is not the only person of the taps that reached the agent, when other items did too', () => {
		const [a, b] = [tapBy('A'), tapBy('B')];
		expect(whoOf(row, [a, row], [a, b])).toBe('several');
	});

	it('is another one on each Page', () => {
		const elsewhere = { ...tapBy('A'), accountId: '7' };
		expect(whoOf(row, [tapBy('A'), elsewhere], [])).toBe('several');
	});

	it('is nobody without a tap', () => {
		expect(whoOf(tapBy('A'), [row], [])).toBeNull();
		expect(whoOf(undefined, [], [])).toBeNull();
	});
});
