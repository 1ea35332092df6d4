import { createHash } from 'node:crypto';
import { aBody, anEntry, aPostbackEvent, aReferralEvent } from '../support/delivery';
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

	it('tells two links opened in the same second apart', () => {
		const other = aReferralEvent({ referral: { ref: 'autumn' } });
		expect(idOf(other)).not.toBe(idOf(aReferralEvent()));
	});
});
