// Buttons that are no postback: opt-ins, log-ins, and what led to a first message that was typed.
import {
	aBody,
	aLogInEvent,
	anEntry,
	anOptInEvent,
	aPostbackEvent,
	aQuickReplyEvent,
	aReferralEvent,
	PAGE_ID,
} from '../support/delivery';
import { openFilters, readBody } from '../support/settings';

const read = (event: unknown, filters = openFilters()) =>
	readBody(aBody({ entry: [anEntry({ messaging: [event] })] }), filters);
const itemOf = (event: unknown) => read(event).items[0];
const typed = (message: Record<string, unknown>) => aQuickReplyEvent({ quick_reply: undefined, ...message });

describe('an opt-in', () => {
	it('by Get Updates becomes an item with every field', () => {
		const { optin } = anOptInEvent();
		expect(itemOf(anOptInEvent())).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{32}$/),
			event: 'optIn',
			channel: 'messenger',
			timestamp: '2026-09-21T14:13:20.004Z',
			accountId: PAGE_ID,
			sender: { id: 'PSID-1', user_ref: null },
			recipient: { id: PAGE_ID },
			mid: null,
			title: 'Bread of the week',
			payload: 'NEWS',
			payloadData: null,
			referral: null,
			details: optin,
			isStandby: false,
			isTest: false,
		});
	});

	it('by Notify Me keeps the token verbatim', () => {
		const optin = { type: 'one_time_notif_req', payload: '{"sku":7}', one_time_notif_token: '123' };
		expect(itemOf(aPostbackEvent({ postback: undefined, optin }))).toMatchObject({
			event: 'optIn',
			title: null,
			payload: '{"sku":7}',
			payloadData: { sku: 7 },
			details: optin,
		});
	});

	it('by Send to Messenger has its ref as that of a referral', () => {
		const optin = { ref: 'blog' };
		expect(itemOf(aPostbackEvent({ postback: undefined, optin }))).toMatchObject({
			event: 'optIn',
			payload: null,
			referral: { ref: 'blog' },
			details: { ref: 'blog' },
		});
	});

	it('by a checkbox is of somebody without ID', () => {
		const optin = { ref: 'cart', user_ref: 'REF-1' };
		const event = { recipient: { id: PAGE_ID }, timestamp: 1_790_000_000_004, optin };
		expect(itemOf(event)).toMatchObject({
			sender: { id: null, user_ref: 'REF-1' },
			referral: { ref: 'cart' },
			details: optin,
		});
	});

	it.each([
		['no ref', {}],
		['an empty ref', { ref: null }],
	])('with %s has no referral', (_label, optin) => {
		expect(itemOf(anOptInEvent(optin))).toMatchObject({ referral: null });
	});

	it('has the user_ref of its sender, if that has one', () => {
		const sender = { id: 'PSID-1', user_ref: 'OF-SENDER' };
		const item = itemOf(anOptInEvent({ user_ref: 'OF-OPTIN' }, { sender }));
		expect(item).toMatchObject({ sender });
	});

	it('that is no object is none', () => {
		expect(read(aPostbackEvent({ postback: undefined, optin: 'NEWS' })).skipped).toEqual(['notAButtonTap']);
	});
});

describe('a log-in', () => {
	it.each([
		['Log In', { status: 'linked', authorization_code: 'CODE' }],
		['Log Out', { status: 'unlinked' }],
	])('by the button %s has what Meta says in its details', (_label, linking) => {
		const event = { ...aLogInEvent(), account_linking: linking };
		expect(itemOf(event)).toMatchObject({
			event: 'logIn',
			timestamp: '2026-09-21T14:13:25.000Z',
			sender: { id: 'PSID-1' },
			title: null,
			payload: null,
			referral: null,
			details: linking,
		});
	});

	it('that is no object is none', () => {
		expect(read({ ...aLogInEvent(), account_linking: true }).skipped).toEqual(['notAButtonTap']);
	});
});

describe('what led to a typed message', () => {
	const ad = { ref: 'r', ad_id: '120', source: 'ADS', type: 'OPEN_THREAD' };

	it('is a referral, with the words as its title', () => {
		expect(itemOf(typed({ text: 'Is it still there?', referral: ad }))).toMatchObject({
			event: 'referral',
			mid: 'm_2',
			title: 'Is it still there?',
			payload: null,
			referral: ad,
			details: null,
		});
	});

	it('is its details too when it is a product of a shop', () => {
		const product = { product: { id: '86438510390082021' } };
		const item = itemOf(typed({ referral: product }));
		expect(item).toMatchObject({ event: 'referral', referral: product, details: product });
		// A node that changes one must not change the other.
		expect(item?.details).not.toBe(item?.referral);
	});

	it('stays beside the payload of a quick reply', () => {
		expect(itemOf(aQuickReplyEvent({ referral: ad }))).toMatchObject({
			event: 'quickReply',
			payload: 'COLOUR_RED',
			referral: ad,
		});
	});

	it('is nothing when the Page sent the message itself', () => {
		expect(read(typed({ is_echo: true, referral: ad })).skipped).toEqual(['echo']);
	});

	it.each([
		['nothing', undefined],
		['no object', 'ADS'],
	])('is nothing where the message has %s of that kind', (_label, referral) => {
		expect(read(typed({ referral })).skipped).toEqual(['notAButtonTap']);
	});
});

describe('details', () => {
	it('of a product that led back into a conversation are the referral', () => {
		const referral = { ref: 'shop', product: { id: '7' } };
		expect(itemOf(aReferralEvent({ referral }))).toMatchObject({ event: 'referral', details: referral });
	});

	it('of a postback are always null', () => {
		const postback = { payload: 'BUY', referral: { ref: 'shop', product: { id: '7' } } };
		expect(itemOf(aPostbackEvent({ postback }))).toMatchObject({ details: null });
	});
});

describe('a kind that was not chosen', () => {
	it.each([
		['an opt-in', anOptInEvent()],
		['a log-in', aLogInEvent()],
		['a product of a shop', typed({ referral: { product: { id: '7' } } })],
	])('is skipped as such, not as something without a button: %s', (_label, event) => {
		const filters = openFilters({ events: new Set(['postback']) });
		expect(read(event, filters)).toEqual({ items: [], skipped: ['eventNotSelected'] });
	});
});

describe("Meta's Test button", () => {
	it.each([
		['messaging_optins', anOptInEvent(), 'optIn'],
		['messaging_account_linking', aLogInEvent(), 'logIn'],
		['messages', typed({ referral: { ref: 'r' } }), 'referral'],
	])('for %s gives an item', (field, value, event) => {
		const body = aBody({ entry: [{ id: '0', time: 1_790_000_000, changes: [{ field, value }] }] });
		expect(readBody(body).items).toMatchObject([{ event, isTest: true }]);
	});
});
