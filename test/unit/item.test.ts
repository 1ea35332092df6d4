import { aBody, anEntry, aPostbackEvent, aReferralEvent } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';

const FLAT_COLUMNS =
	'id event channel timestamp account_id sender_id sender_user_ref recipient_id mid title payload referral_ref referral_source referral_type referral_ad_id referral_ad_title referral_referer_uri is_standby is_test'.split(
		' ',
	);
const SIMPLIFIED_KEYS =
	'id event channel timestamp accountId sender recipient mid title payload payloadData referral isStandby isTest'.split(
		' ',
	);

const bodyOf = (event: unknown) => aBody({ entry: [anEntry({ messaging: [event] })] });
const itemOf = (event: unknown, form: 'simplified' | 'flat' | 'raw') =>
	readBody(bodyOf(event), openFilters(), form).items[0] ?? {};
const bareEvent = { postback: {} };

describe('simplified item', () => {
	it.each([
		['a full event', aPostbackEvent()],
		['an event with nothing in it', bareEvent],
		['a referral', aReferralEvent()],
	])('has every key, in order, for %s', (_label, event) => {
		expect(Object.keys(itemOf(event, 'simplified'))).toEqual(SIMPLIFIED_KEYS);
	});
});

describe('flat item', () => {
	it('has one level and fixed columns, in order', () => {
		const item = itemOf(bareEvent, 'flat');
		expect(Object.keys(item)).toEqual(FLAT_COLUMNS);
		expect(Object.values(item).every((value) => typeof value !== 'object' || value === null)).toBe(true);
	});

	it("spreads the ad's referral over columns", () => {
		const referral = {
			ref: 'r',
			source: 'ADS',
			type: 'OPEN_THREAD',
			ad_id: 120,
			ads_context_data: { ad_title: 'Boots' },
			referer_uri: 'https://shop.example/',
		};
		expect(itemOf(aPostbackEvent({ postback: { payload: 'X', referral } }), 'flat')).toMatchObject({
			referral_ref: 'r',
			referral_source: 'ADS',
			referral_type: 'OPEN_THREAD',
			referral_ad_id: '120',
			referral_ad_title: 'Boots',
			referral_referer_uri: 'https://shop.example/',
		});
	});

	it('adds a column for each scalar of the payload, after the fixed ones', () => {
		const event = aPostbackEvent({
			postback: { payload: '{"sku":7,"gift":false,"note":null,"cart":{"a":1}}' },
		});
		const item = itemOf(event, 'flat');
		expect(Object.keys(item)).toEqual([...FLAT_COLUMNS, 'payload_sku', 'payload_gift', 'payload_note']);
		expect(item).toMatchObject({ payload_sku: 7, payload_gift: false, payload_note: null });
	});
});

describe('raw item', () => {
	it("is Meta's event and nothing else", () => {
		const event = aPostbackEvent({ unknown_sibling: { kept: true } });
		expect(itemOf(event, 'raw')).toEqual(event);
	});
});
