import { waitSeconds } from '../../nodes/Messenger/graph/throttle';

const usage = (minutes: unknown) => JSON.stringify({ '99': [{ estimated_time_to_regain_access: minutes }] });

const several = JSON.stringify({
	'98': [{ estimated_time_to_regain_access: 3 }, { estimated_time_to_regain_access: 7 }],
	'99': [{ estimated_time_to_regain_access: 5 }],
});

describe('wait that Meta asks for', () => {
	it.each([
		['Retry-After in seconds', { 'retry-after': '7' }, 7],
		['Retry-After as a number', { 'retry-after': 7 }, 7],
		['Retry-After between spaces', { 'retry-after': ' 7 ' }, 7],
		['a minute for words behind a number', { 'retry-after': '7 minutes' }, 60],
		['the business header in minutes', { 'x-business-use-case-usage': usage(4) }, 240],
		[
			'Retry-After before the business header',
			{ 'retry-after': '0', 'x-business-use-case-usage': usage(4) },
			0,
		],
		['the longest that any business asks for', { 'x-business-use-case-usage': several }, 420],
		['a minute when no business asks for any', { 'x-business-use-case-usage': usage(0) }, 60],
		['a minute for less than none', { 'x-business-use-case-usage': usage(-5) }, 60],
		['a minute for a negative Retry-After', { 'retry-after': '-1' }, 60],
		[
			'the business header when Retry-After is endless',
			{ 'retry-after': 'Infinity', 'x-business-use-case-usage': usage(4) },
			240,
		],
		['a minute for a business header that is no text', { 'x-business-use-case-usage': [usage(4)] }, 60],
		['a minute for a business header that is a list', { 'x-business-use-case-usage': `[${usage(4)}]` }, 60],
		[
			'a minute for usages that are no list',
			{ 'x-business-use-case-usage': '{"9":{"estimated_time_to_regain_access":4}}' },
			60,
		],
		['a minute for a usage that is null', { 'x-business-use-case-usage': '{"9":[null]}' }, 60],
		['a minute without headers', {}, 60],
		['a minute for a date in Retry-After', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 60],
		['a minute for a broken business header', { 'x-business-use-case-usage': '{' }, 60],
		['15 minutes for an absurd Retry-After', { 'retry-after': '1000000000' }, 900],
		['15 minutes for a Retry-After beyond all numbers', { 'retry-after': '9'.repeat(400) }, 900],
		['15 minutes for absurd minutes', { 'x-business-use-case-usage': usage(1e12) }, 900],
		['what Meta asks for, up to 15 minutes', { 'retry-after': '899' }, 899],
		['a minute for a negative Retry-After', { 'retry-after': '-5' }, 60],
		['a minute for no number in Retry-After', { 'retry-after': 'NaN' }, 60],
		['a minute for an infinite Retry-After', { 'retry-after': 'Infinity' }, 60],
		['a minute for an empty Retry-After', { 'retry-after': ' ' }, 60],
		['a minute for negative minutes', { 'x-business-use-case-usage': usage(-3) }, 60],
		['a minute for a list of nothing', { 'x-business-use-case-usage': '{"99":[null,{}]}' }, 60],
		['a minute for words in the business header', { 'x-business-use-case-usage': usage('soon') }, 60],
	])('is %s', (_label, headers, expected) => {
		expect(waitSeconds(headers)).toBe(expected);
	});
});
