import { aBody, anEntry, aPostbackEvent, aQuickReplyEvent, aReferralEvent } from '../support/delivery';
import { readBody } from '../support/settings';

const readEvent = (event: unknown, object = 'page') =>
	readBody(aBody({ object, entry: [anEntry({ messaging: [event] })] }));
const itemOf = (event: unknown, object = 'page') => {
	const { items } = readEvent(event, object);
	if (items[0] === undefined) throw new Error('no item came out');
	return items[0];
};
const skipOf = (event: unknown) => {
	const { items, skipped } = readEvent(event);
	expect(items).toEqual([]);
	return skipped;
};
const postback = (changes: Record<string, unknown>) =>
	aPostbackEvent({ postback: { mid: 'm_1', title: 'Buy', payload: 'BUY', ...changes } });

describe('postback', () => {
	it('becomes an item with every field', () => {
		expect(
			itemOf(postback({ payload: '{"sku":7}', referral: { ref: 'spring', extra: { kept: true } } })),
		).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{32}$/),
			event: 'postback',
			channel: 'messenger',
			timestamp: '2026-09-21T14:13:20.001Z',
			accountId: '1000',
			sender: { id: 'PSID-1', user_ref: null },
			recipient: { id: '1000' },
			mid: 'm_1',
			title: 'Buy',
			payload: '{"sku":7}',
			payloadData: { sku: 7 },
			referral: { ref: 'spring', extra: { kept: true } },
			details: null,
			isStandby: false,
			isTest: false,
		});
	});

	it.each([
		['payload', 'payload'],
		['title', 'title'],
		['mid', 'mid'],
		['referral', 'referral'],
	])('without %s is emitted with null', (key, itemKey) => {
		expect(itemOf(postback({ [key]: undefined }))).toMatchObject({ [itemKey]: null });
	});

	it('with an empty title is emitted with null', () => {
		expect(itemOf(postback({ title: '' })).title).toBeNull();
	});

	it('with a payload that is null is emitted with null, not with the word', () => {
		expect(itemOf(postback({ payload: null })).payload).toBeNull();
	});

	it('keeps an empty payload apart from an absent one', () => {
		expect(itemOf(postback({ payload: '' })).payload).toBe('');
	});

	it.each([
		[7, '7'],
		[{ a: 1 }, '{"a":1}'],
	])('with the payload %j, which Meta does not document, is emitted as text', (payload, text) => {
		expect(itemOf(postback({ payload })).payload).toBe(text);
	});

	it('keeps a referral verbatim, null and unknown values included', () => {
		const referral = { ref: null, source: 'SOMETHING_NEW', type: 'OPEN_THREAD', is_guest_user: false };
		expect(itemOf(postback({ referral })).referral).toEqual(referral);
	});

	it.each([
		['a PSID', { id: 'P' }, { id: 'P', user_ref: null }],
		['a user_ref', { user_ref: 'U' }, { id: null, user_ref: 'U' }],
		['both', { id: 'P', user_ref: 'U' }, { id: 'P', user_ref: 'U' }],
		['neither', {}, { id: null, user_ref: null }],
		['no sender at all', undefined, { id: null, user_ref: null }],
		['a number', { id: 1234567890 }, { id: '1234567890', user_ref: null }],
	])('from %s keeps who tapped', (_label, sender, expected) => {
		expect(itemOf(aPostbackEvent({ sender })).sender).toEqual(expected);
	});

	it('of an account messaging itself is emitted', () => {
		expect(itemOf(aPostbackEvent({ is_self: true, sender: { id: '1000' } }), 'instagram').sender).toEqual({
			id: '1000',
			user_ref: null,
		});
	});

	it("takes the entry's time when it has none itself", () => {
		expect(itemOf(aPostbackEvent({ timestamp: undefined })).timestamp).toBe('2026-09-21T14:13:20.123Z');
	});

	it('that is not an object is skipped', () => {
		expect(skipOf(aPostbackEvent({ postback: 'x' }))).toEqual(['notAButtonTap']);
	});
});

describe('quick reply', () => {
	it('becomes an item whose title is the message text', () => {
		expect(itemOf(aQuickReplyEvent())).toMatchObject({
			event: 'quickReply',
			mid: 'm_2',
			title: 'Red',
			payload: 'COLOUR_RED',
			referral: null,
		});
	});

	it('that is an echo is skipped', () => {
		expect(skipOf(aQuickReplyEvent({ is_echo: true }))).toEqual(['echo']);
	});

	it.each([
		['a plain message', { quick_reply: undefined }],
		['a quick reply without payload', { quick_reply: {} }],
	])('is not %s', (_label, message) => {
		expect(skipOf(aQuickReplyEvent(message))).toEqual(['notAButtonTap']);
	});
});

describe('referral into an existing conversation', () => {
	it.each([
		['page', 'messenger'],
		['instagram', 'instagram'],
	])('becomes an item without title and payload, for object %s', (object, channel) => {
		expect(itemOf(aReferralEvent(), object)).toMatchObject({
			event: 'referral',
			channel,
			title: null,
			payload: null,
			referral: { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' },
		});
	});

	it.each(['LEAD_COMPLETE', 'LEAD_INCOMPLETE'])('of a lead ad keeps its type %s', (type) => {
		expect(itemOf(aReferralEvent({ referral: { type, source: 'ADS' } })).referral).toEqual({
			type,
			source: 'ADS',
		});
	});
});

describe('other events', () => {
	it.each([
		['read', { read: { watermark: 1 } }],
		['delivery', { delivery: { watermark: 1 } }],
		['reaction', { reaction: { emoji: 'x' } }],
		['message edit', { message_edit: { mid: 'm' } }],
		['handover', { pass_thread_control: {} }],
		['unknown', { something_new: {} }],
		['empty', {}],
	])('%s is skipped', (_label, event) => {
		expect(skipOf(event)).toEqual(['notAButtonTap']);
	});

	it('of an object that is neither a Page nor Instagram is skipped', () => {
		expect(readEvent(aPostbackEvent(), 'whatsapp_business_account').skipped).toEqual(['objectUnknown']);
	});
});
