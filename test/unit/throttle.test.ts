import { waitSeconds } from '../../nodes/MessengerPostbackTrigger/lib/throttle';

const usage = (minutes: unknown) => JSON.stringify({ '99': [{ estimated_time_to_regain_access: minutes }] });

describe('wait that Meta asks for', () => {
	it.each([
		['Retry-After in seconds', { 'retry-after': '7' }, 7],
		['the business header in minutes', { 'x-business-use-case-usage': usage(4) }, 240],
		[
			'Retry-After before the business header',
			{ 'retry-after': '0', 'x-business-use-case-usage': usage(4) },
			0,
		],
		['a minute without headers', {}, 60],
		['a minute for a date in Retry-After', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 60],
		['a minute for a broken business header', { 'x-business-use-case-usage': '{' }, 60],
		['a minute for words in the business header', { 'x-business-use-case-usage': usage('soon') }, 60],
	])('is %s', (_label, headers, expected) => {
		expect(waitSeconds(headers)).toBe(expected);
	});
});
