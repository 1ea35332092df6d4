import { createHmac } from 'node:crypto';
import { hasValidTag, tagMembers } from '../../nodes/Messenger/trigger/members/memberTag';

const ALSO = ['/webhook/a/webhook', '/webhook-test/b/webhook'];
const TAG = tagMembers(ALSO, 'secret');

describe('the tag of a list of members', () => {
	it('is the HMAC of the list under its own label', () => {
		const expected = createHmac('sha256', 'secret')
			.update('n8n-nodes-messenger-postbacks:members:/webhook/a/webhook,/webhook-test/b/webhook')
			.digest('hex');
		expect(TAG).toBe(expected);
	});

	it('is accepted under any of the secrets, the first or a later one', () => {
		expect(hasValidTag(ALSO, TAG, ['secret'])).toBe(true);
		expect(hasValidTag(ALSO, TAG, ['rotated', 'secret'])).toBe(true);
	});

	it.each([
		['a path more', [...ALSO, '/rest/login'], TAG],
		['a path less', ALSO.slice(1), TAG],
		['another order', [...ALSO].reverse(), TAG],
		['one digit changed', ALSO, TAG.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
		['a digit more at the end', ALSO, `${TAG}0`],
		['a digit more at the start', ALSO, `0${TAG}`],
		['a digit less', ALSO, TAG.slice(1)],
		['a line end', ALSO, `${TAG}\n`],
		['digits that are not hexadecimal', ALSO, 'g'.repeat(64)],
		['the list in one piece', [ALSO.join('')], TAG],
		['capitals', ALSO, TAG.toUpperCase()],
		['a list of tags', ALSO, [TAG]],
		['no tag', ALSO, undefined],
		['an empty tag', ALSO, ''],
	])('refuses %s', (_what, also, tag) => {
		expect(hasValidTag(also, tag, ['secret'])).toBe(false);
	});

	it('refuses everything under a blank secret', () => {
		expect(hasValidTag(ALSO, tagMembers(ALSO, ' '), [' '])).toBe(false);
		expect(hasValidTag(ALSO, TAG, [])).toBe(false);
	});
});
