import {
	GraphFailure,
	isThrottle,
	readMetaError,
	type GraphOutcome,
} from '../../nodes/MessengerPostbackTrigger/lib/graphFailure';

const metaError = (code: number | null, subcode: number | null = null, message = 'Meta said so') => ({
	message,
	code,
	subcode,
	traceId: 'TRACE',
});
const refused = (...error: Parameters<typeof metaError>): GraphOutcome => ({
	kind: 'refused',
	error: metaError(...error),
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

	it.each<[string, GraphOutcome, string]>([
		[
			'unreadable',
			{ kind: 'unreadable', status: 502 },
			'Could not subscribe Page 1000: Meta answered HTTP 502',
		],
		['late', { kind: 'timedOut', seconds: 10 }, 'did not answer within 10 seconds'],
		[
			'unreachable',
			{ kind: 'unreachable', cause: 'the host name is unknown' },
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
