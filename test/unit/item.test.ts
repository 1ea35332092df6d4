import { readDelivery } from '../../nodes/Messenger/trigger/events/delivery';
import { toItem } from '../../nodes/Messenger/trigger/events/item';
import {
	aBody,
	aLogInEvent,
	anEntry,
	anOptInEvent,
	aPostbackEvent,
	aReferralEvent,
	metaBytes,
} from '../support/delivery';
import { openFilters, readBody } from '../support/settings';
import { verified } from '../support/verified.ts';

const FLAT_COLUMNS =
	'id event channel timestamp account_id sender_id sender_user_ref recipient_id mid title payload referral_ref referral_source referral_type referral_ad_id referral_ad_title referral_referer_uri is_standby is_test'.split(
		' ',
	);
const SIMPLIFIED_KEYS =
	'id event channel timestamp accountId sender recipient mid title payload payloadData referral details isStandby isTest'.split(
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
		['an opt-in', anOptInEvent()],
		['a log-in', aLogInEvent()],
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

	it.each([
		['{"product_id":86438510390082021}', 'payload_product_id', '86438510390082021'],
		['{"product_id":8643851039008202}', 'payload_product_id', 8643851039008202],
		['{"constructor":"Ferrari","driver":"x"}', 'payload_constructor', 'Ferrari'],
		['{"driver":"x"}', 'payload_constructor', undefined],
	])('has every digit and key of %s', (payload, column, value) => {
		const item = itemOf(aPostbackEvent({ postback: { payload } }), 'flat');
		expect(Object.hasOwn(item, column) ? item[column] : undefined).toBe(value);
	});
});

describe('the columns of a repeated key', () => {
	const columnsOf = (payload: string) =>
		Object.entries(itemOf(aPostbackEvent({ postback: { payload } }), 'flat')).slice(FLAT_COLUMNS.length);

	it('in pairs are one, with all its values', () => {
		expect(columnsOf('pick=a&size=L&pick=b')).toEqual([
			['payload_pick', 'a, b'],
			['payload_size', 'L'],
		]);
	});

	it('in JSON are none, like those of a list', () => {
		expect(columnsOf(' {"pick":"a","pick":"b","size":"L","tags":["x"]}')).toEqual([['payload_size', 'L']]);
	});
});

describe('the columns of details', () => {
	const columnsOf = (event: unknown) => Object.entries(itemOf(event, 'flat')).slice(FLAT_COLUMNS.length);

	it('are one for each simple value, behind those of the payload', () => {
		const event = {
			...anOptInEvent(),
			optin: { payload: 'a=1', token: '7', more: { a: 1 }, at: 5, no: null },
		};
		expect(columnsOf(event)).toEqual([
			['payload_a', '1'],
			['detail_payload', 'a=1'],
			['detail_token', '7'],
			['detail_at', 5],
			['detail_no', null],
		]);
	});

	it('have the status of a log-in', () => {
		expect(columnsOf(aLogInEvent())).toEqual([
			['detail_status', 'linked'],
			['detail_authorization_code', 'CODE'],
		]);
	});

	it('have the product of a shop', () => {
		expect(columnsOf(aReferralEvent({ referral: { ref: 'r', product: { id: '7' } } }))).toEqual([
			['detail_ref', 'r'],
			['detail_product_id', '7'],
		]);
	});

	it('are none for a postback', () => {
		expect(columnsOf(aPostbackEvent())).toEqual([]);
	});
});

describe('raw item', () => {
	it("is Meta's event and nothing else", () => {
		const event = aPostbackEvent({ unknown_sibling: { kept: true } });
		expect(itemOf(event, 'raw')).toEqual(event);
	});
});

describe('profile', () => {
	const PROFILE = { name: 'Ada Lovelace', first_name: 'Ada', last_name: 'Lovelace', locale: 'en_GB' };
	const withProfile = (form: 'simplified' | 'flat' | 'raw', profile: typeof PROFILE | null) => {
		const reading = readDelivery(verified(metaBytes(aBody())), openFilters(), true);
		const ready = reading.ok ? reading.wanted[0] : undefined;
		if (ready === undefined) throw new Error('nothing was wanted');
		return toItem({ ...ready, profile }, form);
	};

	it('is part of the sender, as Meta gave it, or null', () => {
		expect(withProfile('simplified', PROFILE)).toMatchObject({ sender: { id: 'PSID-1', profile: PROFILE } });
		expect(withProfile('simplified', null)).toMatchObject({ sender: { id: 'PSID-1', profile: null } });
		expect(itemOf(aPostbackEvent(), 'simplified').sender).toEqual({ id: 'PSID-1', user_ref: null });
	});

	it('has three columns in a flat item, before those of the payload', () => {
		const columns = { sender_name: 'Ada Lovelace', sender_first_name: 'Ada', sender_last_name: 'Lovelace' };
		expect(withProfile('flat', PROFILE)).toMatchObject(columns);
		const absent = { sender_name: null, sender_first_name: null, sender_last_name: null };
		expect(withProfile('flat', null)).toMatchObject(absent);
		expect(Object.keys(withProfile('flat', null))).toEqual([...FLAT_COLUMNS, ...Object.keys(columns)]);
	});

	it('is no part of a raw item', () => {
		expect(withProfile('raw', PROFILE)).toEqual(aPostbackEvent());
	});
});

describe("the columns of an ad's referral", () => {
	it.each([
		[
			'numbers, but for the ID',
			{ ref: 1, source: 2, type: 3, ad_id: 4, referer_uri: 5, ads_context_data: { ad_title: 6 } },
			'4',
		],
		[
			'no text and no number',
			{ ref: {}, source: [], type: null, ad_id: {}, referer_uri: true, ads_context_data: [] },
			null,
		],
		['nothing', undefined, null],
		['text where an object belongs', { ads_context_data: 'Boots' }, null],
	])('are null for %s', (_label, referral, adId) => {
		expect(itemOf(aPostbackEvent({ postback: { payload: 'X', referral } }), 'flat')).toMatchObject({
			referral_ref: null,
			referral_source: null,
			referral_type: null,
			referral_ad_id: adId,
			referral_ad_title: null,
			referral_referer_uri: null,
		});
	});
});
