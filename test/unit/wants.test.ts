import fc from 'fast-check';
import {
	formatWants,
	needsPage,
	pageFieldsOf,
	parseWants,
	type Wants,
} from '../../nodes/Messenger/trigger/members/wants';

const WANTS: Wants = {
	pageIds: ['1000', '2000'],
	fields: { messenger: ['messages'], instagram: ['messaging_referral'] },
};

describe('what a member needs', () => {
	it('is read back from the header it was written to', () => {
		for (const wants of [WANTS, { ...WANTS, isManual: true }]) {
			expect(parseWants(formatWants(wants))).toEqual(wants);
		}
	});

	it('is a header that HTTP can carry, whatever an expression made of the Pages', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'binary' })), (pageIds) => {
				expect(formatWants({ ...WANTS, pageIds })).toMatch(/^[\x21-\x7e]*$/);
			}),
		);
		expect(formatWants({ ...WANTS, pageIds: ['Страница'] })).toMatch(/^[\x21-\x7e]*$/);
	});

	it('is any Page when it does not say, and when there are too many to list', () => {
		const many = Array.from({ length: 201 }, (_, index) => String(index));
		expect(parseWants(formatWants({ ...WANTS, pageIds: null }))?.pageIds).toBeNull();
		expect(parseWants(formatWants({ ...WANTS, pageIds: many }))?.pageIds).toBeNull();
		expect(parseWants(formatWants({ ...WANTS, pageIds: many.slice(1) }))?.pageIds).toHaveLength(200);
	});

	it('is no Page when there is none, which is not the same', () => {
		expect(parseWants(formatWants({ ...WANTS, pageIds: [] }))?.pageIds).toEqual([]);
	});

	it('is unknown without the header', () => {
		expect(parseWants(null)).toBeNull();
	});

	it('leaves channels out that nobody knows', () => {
		expect(parseWants('whatsapp=messages&messenger=messages')?.fields).toEqual({ messenger: ['messages'] });
	});

	it.each([
		[null, '1000', true],
		[['1000'], '1000', true],
		[['1000'], '2000', false],
		[[], '1000', false],
	])('of %j and Page %s: %s', (pageIds, pageId, expected) => {
		expect(needsPage({ ...WANTS, pageIds }, pageId)).toBe(expected);
	});

	it('has the spelling of the Page for both channels, each field once', () => {
		const fields = { messenger: ['messages'], instagram: ['messages', 'messaging_referral'] };
		expect(pageFieldsOf(fields)).toEqual(['messages', 'messaging_referrals']);
	});
});
