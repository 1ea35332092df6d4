import { createHash } from 'node:crypto';
import {
	aBody,
	aLogInEvent,
	anEntry,
	anOptInEvent,
	aPostbackEvent,
	aQuickReplyEvent,
	aReferralEvent,
} from '../support/delivery';
import { readBody } from '../support/settings';

const idOf = (event: unknown, entry: Record<string, unknown> = {}, object = 'page') =>
	readBody(aBody({ object, entry: [anEntry({ messaging: [event], ...entry })] })).items[0]?.id;
const tap = (changes: Record<string, unknown> = {}, postback: Record<string, unknown> = {}) =>
	aPostbackEvent({ postback: { mid: 'm_1', title: 'Buy', payload: 'BUY', ...postback }, ...changes });

describe('item ID', () => {
	it('is the start of a SHA-256, so it is the same in every process', () => {
		const key = ['page', '1000', 'PSID-1', null, '2026-09-21T14:13:20.001Z', 'm_1', 'BUY'];
		const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex');
		expect(idOf(tap())).toBe(hash.slice(0, 32));
	});

	it('does not change when only the time of sending does', () => {
		expect(idOf(tap(), { time: 1_790_000_999_999 })).toBe(idOf(tap()));
	});

	it.each([
		['object', idOf(tap(), {}, 'instagram')],
		['entry', idOf(tap(), { id: '2000' })],
		['sender', idOf(tap({ sender: { id: 'PSID-2' } }))],
		['user_ref', idOf(tap({ sender: { id: 'PSID-1', user_ref: 'U' } }))],
		['time', idOf(tap({ timestamp: 1_790_000_000_002 }))],
		['mid', idOf(tap({}, { mid: 'm_2' }))],
		['payload', idOf(tap({}, { payload: 'SELL' }))],
	])('changes with the %s', (_label, id) => {
		expect(id).not.toBe(idOf(tap()));
	});

	// As 0.1.0 gave them: stores that refuse duplicates by ID hold such values.
	it.each([
		['a postback', idOf(aPostbackEvent()), '17f09bb7b77744ced3d94ab32e83d142'],
		[
			'a quick reply without mid',
			idOf(aQuickReplyEvent({ mid: undefined })),
			'3e50261555f66c5c27e6ed273d4f6475',
		],
		['a referral', idOf(aReferralEvent()), '66379a43327eb59f5f1ac486d1ceb485'],
		[
			'an Instagram postback',
			idOf(aPostbackEvent(), { id: '17840001' }, 'instagram'),
			'6070e09280b06d2e5bf85c5ac7dee92b',
		],
		['a postback without mid', idOf(tap({}, { mid: undefined })), '9511de6fe7fd126d073b0e71ed8883bd'],
		[
			'a postback in whole seconds',
			idOf(tap({ timestamp: '1790000000' })),
			'55fe5002ad77a445dd8ed67fb8ebee9a',
		],
		[
			'a visitor of the chat plugin',
			idOf(tap({ sender: { user_ref: 'U' } })),
			'fe4e75431f53d301cf0cf4da7f84d579',
		],
		['an empty payload', idOf(tap({}, { mid: undefined, payload: '' })), '25ab997bbdef8b502912d8399c334d7c'],
	])('of %s is the same in every version', (_label, id, known) => {
		expect(id).toBe(known);
	});

	it('of an event without a time of its own does not change when another delivery carries it', () => {
		for (const event of [tap({ timestamp: undefined }), aReferralEvent({ timestamp: 'soon' })]) {
			const [first, second] = [1_790_000_000_123, 1_790_000_060_456].map((time) => idOf(event, { time }));
			expect(first).toMatch(/^[0-9a-f]{32}$/);
			expect(second).toBe(first);
		}
		expect(idOf(tap({ timestamp: undefined }))).not.toBe(idOf(tap()));
	});

	it.each([
		['title', { title: 'Hours' }],
		['referral', { referral: { ref: 'autumn' } }],
		['mid', { mid: 'm_1' }],
		['anything else that Meta says', { something: 7 }],
	])('tells two standby taps of one second apart by their %s', (_label, difference) => {
		const standby = (postback: Record<string, unknown>) =>
			idOf(null, { messaging: [], standby: [aPostbackEvent({ timestamp: 1_790_000_000, postback })] });
		expect(standby({ title: 'Buy', ...difference })).not.toBe(standby({ title: 'Buy' }));
		expect(standby({ title: 'Buy' })).toBe(standby({ title: 'Buy' }));
	});

	describe.each<[string, (message: Record<string, unknown>) => Record<string, unknown>]>([
		['a quick reply', (message) => aQuickReplyEvent(message)],
		[
			'an ad whose first message was typed',
			(message) => aQuickReplyEvent({ quick_reply: undefined, referral: { ref: 'spring' }, ...message }),
		],
	])('of %s', (_label, event) => {
		const later = { timestamp: 1_790_000_009_999 };

		it('does not change with the time, because its mid names one message', () => {
			expect(idOf({ ...event({}), ...later })).toBe(idOf(event({})));
			expect(idOf({ ...event({}), timestamp: undefined })).toBe(idOf(event({})));
		});

		it('changes with the mid, and with the time where there is no mid', () => {
			expect(idOf(event({ mid: 'm_3' }))).not.toBe(idOf(event({})));
			const without = event({ mid: undefined });
			expect(idOf({ ...without, ...later })).not.toBe(idOf(without));
		});

		it('changes with who sent it', () => {
			expect(idOf({ ...event({}), sender: { id: 'PSID-2' } })).not.toBe(idOf(event({})));
		});
	});

	it('of a postback changes with the time even where the mid stays, which may be that of its message', () => {
		expect(idOf(tap({ timestamp: 1_790_000_000_002 }))).not.toBe(idOf(tap()));
	});

	it('tells opt-ins and log-ins of one second apart by what Meta says', () => {
		const ids = [
			idOf(anOptInEvent()),
			idOf(anOptInEvent({ notification_messages_token: '8442' })),
			idOf(aLogInEvent()),
			idOf(aLogInEvent({ status: 'unlinked' })),
			idOf({ ...aLogInEvent(), timestamp: 1_790_000_006 }),
			idOf(aReferralEvent({ referral: { ref: 'x' } })),
			idOf({ ...aReferralEvent(), referral: undefined, optin: { ref: 'x' } }),
		];
		expect(new Set(ids).size).toBe(ids.length);
		expect(idOf(anOptInEvent())).toBe(ids[0]);
	});

	it('tells two links opened in the same second apart', () => {
		const other = aReferralEvent({ referral: { ref: 'autumn' } });
		expect(idOf(other)).not.toBe(idOf(aReferralEvent()));
	});
});
