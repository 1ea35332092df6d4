import { waitLimit } from '../../nodes/Messenger/actions/message/ask/waitLimit';

const NOW = Date.UTC(2026, 0, 1);
const after = (resumeAmount: unknown, resumeUnit?: string) =>
	waitLimit({ values: { limitType: 'afterTimeInterval', resumeAmount, resumeUnit } }, NOW);
const at = (maxDateAndTime: unknown) =>
	waitLimit({ values: { limitType: 'atSpecifiedTime', maxDateAndTime } }, NOW);

describe("'Limit Wait Time'", () => {
	it.each([undefined, {}, { values: null }])('is none without values: %j', (value) => {
		expect(waitLimit(value, NOW)).toBeNull();
	});

	it('counts minutes, hours and days, an hour by default', () => {
		expect([after(1.5, 'minutes'), after('2', 'hours'), after(1, 'days'), after(undefined)]).toEqual(
			[90_000, 7_200_000, 86_400_000, 3_600_000].map((ms) => NOW + ms),
		);
	});

	it('takes a date as text or as an object of an expression', () => {
		const date = new Date(NOW + 1_000);
		expect(at(date.toISOString())).toBe(NOW + 1_000);
		expect(at(date)).toBe(NOW + 1_000);
	});

	it.each([
		['no date', () => at('soon')],
		['an empty date', () => at('')],
		['an unknown unit', () => after(1, 'weeks')],
		['no amount', () => after('many', 'hours')],
	])('is refused with %s', (_what, read) => {
		expect(read).toThrow("'Limit Wait Time' is no time");
	});

	it.each([
		['a date that is past', () => at(new Date(NOW))],
		['nothing to wait', () => after(0, 'hours')],
	])('is refused with %s', (_what, read) => {
		expect(read).toThrow("'Limit Wait Time' ends before the question is asked");
	});
});
