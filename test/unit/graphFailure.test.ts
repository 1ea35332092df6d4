import {
	GraphFailure,
	isDashboardOnly,
	isLastingRefusal,
	isMissingPermission,
	isThrottle,
	permissionsIn,
	readMetaError,
	shorten,
	type GraphOutcome,
} from '../../nodes/Messenger/graph/graphFailure';

const metaError = (code: number | null, subcode: number | null = null, message = 'Meta said so') => ({
	message,
	code,
	subcode,
	traceId: 'TRACE',
});
const refused = (...error: Parameters<typeof metaError>): GraphOutcome => ({
	kind: 'refused',
	error: metaError(...error),
	status: 400,
});
const textOf = (outcome: GraphOutcome) => new GraphFailure('subscribe Page 1000', outcome).message;

describe('Graph error body', () => {
	it('is read with code, subcode and trace', () => {
		const error = { message: 'm', code: 190, error_subcode: 463, fbtrace_id: 'T', type: 'OAuthException' };
		expect(readMetaError({ error })).toEqual({ message: 'm', code: 190, subcode: 463, traceId: 'T' });
	});

	it.each([[null], [{}], [{ error: 'text' }], [[]], ['text']])('is not seen in %j', (body) => {
		expect(readMetaError(body)).toBeNull();
	});

	it('with nothing in it is still an error', () => {
		expect(readMetaError({ error: {} })).toEqual({
			message: 'no message',
			code: null,
			subcode: null,
			traceId: null,
		});
	});
});

describe('message of a failed call', () => {
	it('carries what was tried, the remedy, and what Meta said', () => {
		expect(textOf(refused(190, 463, 'Session has expired'))).toBe(
			'Meta refused to subscribe Page 1000. The token has expired. Create a new access token and put it in \'Access Token\' of the credential, or connect its account again. (Meta: "Session has expired", code 190/463, trace TRACE)',
		);
	});

	it.each([
		[1, null, 'unknown fault'],
		[2, null, "Meta's service is down"],
		[3, null, 'lacks a capability'],
		[10, null, 'Give the token the permission'],
		[100, null, 'A value was not accepted'],
		[100, 33, 'The token cannot see this ID'],
		[102, null, 'Create a new access token'],
		[190, null, 'Create a new access token'],
		[190, 458, 'has not authorised the app'],
		[190, 459, 'must log in at facebook.com'],
		[190, 460, 'changed their password'],
		[190, 464, 'must confirm their account'],
		[190, 467, 'no longer valid'],
		[190, 492, 'lost their role on the Page'],
		[190, 999, 'Create a new access token'],
		[200, null, 'Give the token the permission'],
		[210, null, 'somebody with a role on the Page'],
		[230, null, 'Give the token the permission'],
		[299, null, 'Give the token the permission'],
		[368, null, 'policy reasons'],
		[2200, null, 'could not verify the webhook URL'],
		[987654, null, 'Try again later'],
		[null, null, 'Try again later'],
	])('has the remedy for code %j/%j', (code, subcode, remedy) => {
		expect(textOf(refused(code, subcode))).toContain(remedy);
	});

	it.each([4, 17, 32, 341, 613, 80001, 80002, 80006])('asks to wait for the throttle code %d', (code) => {
		expect(isThrottle(metaError(code))).toBe(true);
		expect(textOf(refused(code))).toContain('rate limit');
	});

	it.each([1, 2, 100, 190, null])('does not take %j for a throttle', (code) => {
		expect(isThrottle(metaError(code))).toBe(false);
	});

	it('names secret and token when the proof does not fit', () => {
		expect(textOf(refused(100, null, 'Invalid appsecret_proof provided in the API argument'))).toContain(
			"'App Secret' and 'Access Token' in the credential must belong to the same app",
		);
	});

	it.each([
		[
			'(#200) Requires pages_messaging permission to manage the object',
			200,
			'the permission pages_messaging,',
		],
		['This endpoint requires the instagram_basic permission', 10, 'the permission instagram_basic,'],
		[
			'(#100) This endpoint needs the pages_read_engagement or pages_show_list permission',
			100,
			'the permissions pages_read_engagement, pages_show_list,',
		],
		['(#200) Not enough permission', 200, 'the permission that Meta names,'],
	])('names the permission that Meta names: %s', (message, code, remedy) => {
		expect(textOf(refused(code, null, message))).toContain(`Give the token ${remedy}`);
	});

	it.each([
		['(#100) Param callback_url must be an https URL', "webhook's address was not accepted"],
		['(#100) Param subscribed_fields[0] must be one of {FEED}', 'A webhook field was not accepted'],
		['(#100) Param fields must contain valid page webhook fields', 'A webhook field was not accepted'],
		['(#100) Tried accessing nonexisting field (accounts) on node type (Page)', "Meta's own words say which"],
	])('advises on code 100 by what it is about: %s', (message, remedy) => {
		expect(textOf(refused(100, null, message))).toContain(remedy);
	});

	it('does not tell a user to check IDs when the address or a field was refused', () => {
		expect(textOf(refused(100, null, 'Param callback_url must be an https URL'))).not.toContain('Page ID');
	});

	it.each<[string, GraphOutcome, string]>([
		[
			'not asked for',
			{ kind: 'noAddress' },
			"Did not subscribe Page 1000: 'Base URL' in the credential is not a web address",
		],
		[
			'unreadable',
			{ kind: 'unreadable', status: 502 },
			'Could not subscribe Page 1000: Meta answered HTTP 502',
		],
		['of a part that took too long', { kind: 'cutShort' }, 'Meta did not finish it in time'],
		['late', { kind: 'timedOut', seconds: 10 }, 'did not answer within 10 seconds'],
		[
			'unreachable',
			{ kind: 'unreachable', cause: 'the host name is unknown', neverSent: true },
			'cannot be reached (the host name is unknown)',
		],
		['held back', { kind: 'heldBack', seconds: 240 }, 'Wait 4 minutes'],
		['held back briefly', { kind: 'heldBack', seconds: 59.2 }, 'Wait 60 seconds'],
	])('tells an answer that is %s from a refusal', (_label, outcome, text) => {
		expect(textOf(outcome)).toContain(text);
		expect(textOf(outcome)).not.toContain('refused');
	});

	it("shortens a long text of Meta's", () => {
		expect(textOf(refused(1, null, 'x'.repeat(5_000))).length).toBeLessThan(400);
	});
});

describe('refusal of an object', () => {
	const failure = (...error: Parameters<typeof metaError>) => new GraphFailure('do it', refused(...error));

	it.each<Parameters<typeof metaError>>([
		[3, null, 'Application does not have the capability'],
		[100, null, 'Param object must be one of {user, page}'],
	])('sends to the dashboard for code %d/%j: %s', (...error) => {
		expect(isDashboardOnly(failure(...error))).toBe(true);
		expect(isMissingPermission(failure(...error))).toBe(false);
	});

	it.each<Parameters<typeof metaError>>([
		[10, null, 'This needs the instagram_manage_messages permission'],
		[200, null, 'no'],
		[299, null, 'no'],
		[100, null, 'Cannot be loaded due to missing permission instagram_basic'],
	])('is a missing permission for code %d/%j: %s', (...error) => {
		expect(isMissingPermission(failure(...error))).toBe(true);
		expect(isDashboardOnly(failure(...error))).toBe(false);
	});

	it.each<Parameters<typeof metaError>>([
		[1, null, 'no'],
		[190, null, 'no'],
		[210, null, 'no'],
		[2200, null, 'no'],
		[100, 33, 'Object does not exist'],
		[100, null, 'Param callback_url must be an https URL'],
		[100, null, 'Param fields must be valid'],
		[100, null, 'Invalid appsecret_proof provided in the API argument'],
	])('is neither for code %d/%j: %s', (...error) => {
		expect(isDashboardOnly(failure(...error))).toBe(false);
		expect(isMissingPermission(failure(...error))).toBe(false);
	});

	it('is neither when there was no answer', () => {
		const silent = new GraphFailure('do it', { kind: 'timedOut', seconds: 6 });
		expect([isDashboardOnly(silent), isMissingPermission(silent)]).toEqual([false, false]);
	});

	it('has each permission once, and no field that only looks like one', () => {
		expect(permissionsIn('needs pages_messaging permission, pages_messaging')).toEqual(['pages_messaging']);
		expect(permissionsIn('nonexisting field (instagram_business_account)')).toEqual([]);
	});
});

describe('a refusal that lasts', () => {
	const failure = (outcome: GraphOutcome) => new GraphFailure('subscribe Page 1000', outcome);

	it.each([100, 190, 200, null])('has code %j', (code) => {
		expect(isLastingRefusal(failure(refused(code)))).toBe(true);
	});

	it.each([1, 2, 4, 80006])('does not have code %d, with which Meta asks to try again', (code) => {
		expect(isLastingRefusal(failure(refused(code)))).toBe(false);
	});

	it('is no silence', () => {
		expect(isLastingRefusal(failure({ kind: 'timedOut', seconds: 6 }))).toBe(false);
	});
});

describe('a shortened text', () => {
	it.each([
		['one two three', 13, 'one two three'],
		['one two three', 12, 'one two…'],
		['one two three', 8, 'one two…'],
		['a permission_with_a_long_name', 12, 'a permissio…'],
		['abcdefghij', 5, 'abcd…'],
	])('of %j in %d characters is %j', (text, length, expected) => {
		expect(shorten(text, length)).toBe(expected);
	});
});
