// Rules that hold for every input; fast-check prints the seed and the smallest counter-example.
import fc from 'fast-check';
import { dropDuplicates, readDelivery, routeEvents } from '../../nodes/Messenger/trigger/events/delivery';
import { SINGLE_OUTPUT } from '../../nodes/Messenger/trigger/events/routing';
import { judgeHandshake } from '../../nodes/Messenger/trigger/verify/handshake';
import { verifySignature } from '../../nodes/Messenger/trigger/verify/signature';
import {
	aLogInEvent,
	anOptInEvent,
	aPostbackEvent,
	APP_SECRET,
	aQuickReplyEvent,
	aReferralEvent,
	metaBytes,
	sign,
} from '../support/delivery';
import { nothingSeen, openFilters, readBody } from '../support/settings';
import { verified } from '../support/verified.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((array) => Buffer.from(array));
const event = fc.oneof(
	fc
		.nat()
		.map((payload) => aPostbackEvent({ postback: { payload: String(payload) }, timestamp: payload + 1e12 })),
	fc.constant(aQuickReplyEvent()),
	fc.constant(aReferralEvent()),
	fc.constant(anOptInEvent()),
	fc.constant(aLogInEvent()),
	fc.constant({ read: { watermark: 1 } }),
	fc.jsonValue(),
);
const events = fc.array(event, { maxLength: 6 });
const entry = fc.record({ id: fc.constantFrom('1000', '0', 7), messaging: events, standby: events });
const body = fc.record({
	object: fc.constantFrom('page', 'instagram', 'other'),
	entry: fc.array(entry, { maxLength: 4 }),
});

describe('signature', () => {
	it('of random bytes verifies', () => {
		fc.assert(fc.property(bytes, (raw) => verifySignature(raw, sign(raw), [APP_SECRET]).ok));
	});

	it('fails when one bit of the body is flipped', () => {
		fc.assert(
			fc.property(bytes, fc.nat(), (raw, position) => {
				const changed = Buffer.from(raw);
				const index = Math.floor(position / 8) % raw.length;
				changed[index] = (changed[index] ?? 0) ^ (1 << position % 8);
				return !verifySignature(changed, sign(raw), [APP_SECRET]).ok;
			}),
		);
	});

	it('fails when one bit of the signature is flipped', () => {
		fc.assert(
			fc.property(bytes, fc.nat(), (raw, position) => {
				const digest = Buffer.from(sign(raw).slice(7), 'hex');
				const index = Math.floor(position / 8) % digest.length;
				digest[index] = (digest[index] ?? 0) ^ (1 << position % 8);
				return !verifySignature(raw, `sha256=${digest.toString('hex')}`, [APP_SECRET]).ok;
			}),
		);
	});

	it('never throws on any header', () => {
		fc.assert(
			fc.property(bytes, fc.anything(), (raw, header) => !verifySignature(raw, header, [APP_SECRET]).ok),
		);
	});
});

describe('handshake', () => {
	it('never throws, and never passes without the token', () => {
		fc.assert(fc.property(fc.anything(), (query) => !judgeHandshake(query, ['unguessable-token']).ok));
	});
});

describe('reading', () => {
	it('never throws on arbitrary JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				readDelivery(verified(metaBytes(value)), openFilters(), true);
			}),
		);
	});

	it('never throws on arbitrary bytes', () => {
		fc.assert(
			fc.property(bytes, (raw) => {
				readDelivery(verified(raw), openFilters(), true);
			}),
		);
	});

	it('emits or skips every event that was received', () => {
		fc.assert(
			fc.property(body, (value) => {
				const received = value.entry.flatMap(({ messaging, standby }) => [...messaging, ...standby]).length;
				const { items, skipped } = readBody(value);
				return items.length + skipped.length === received;
			}),
		);
	});

	it('keeps the order', () => {
		fc.assert(
			fc.property(fc.array(fc.nat()), (numbers) => {
				const messaging = numbers.map((number) => aPostbackEvent({ postback: { payload: String(number) } }));
				const { items } = readBody({ object: 'page', entry: [{ id: '1000', messaging }] });
				expect(items.map(({ payload }) => payload)).toEqual(numbers.map(String));
			}),
		);
	});

	it('drops the same duplicates a second time: none', () => {
		fc.assert(
			fc.property(body, (value) => {
				const reading = readDelivery(verified(metaBytes(value)), openFilters(), true);
				if (!reading.ok) throw new Error(reading.reason);
				const once = dropDuplicates(reading, nothingSeen());
				expect(dropDuplicates(once, nothingSeen())).toEqual(once);
				const routed = routeEvents(once, SINGLE_OUTPUT, 'flat');
				expect(routed.itemCount).toBe(once.wanted.length);
			}),
		);
	});
});
