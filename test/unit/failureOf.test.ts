import { failureOf, sendingFailure, showingFailure } from '../../nodes/Messenger/actions/refusals/failureOf';
import { REFUSALS } from '../../nodes/Messenger/actions/refusals/metaRefusals';
import { GraphFailure, type GraphOutcome, type MetaError } from '../../nodes/Messenger/graph/graphFailure';

const refused = (error: Partial<MetaError>, status = 400) =>
	new GraphFailure('send the message', {
		kind: 'refused',
		error: { message: 'Words', code: null, subcode: null, traceId: 'TRACE', ...error },
		status,
	});
const silent = (outcome: GraphOutcome) => new GraphFailure('send the message', outcome);
const numbers = (code: string) => {
	const [first, second] = code.split('/').map(Number);
	return { code: first ?? null, subcode: second ?? null };
};

describe("Meta's refusal", () => {
	const codes = REFUSALS.flatMap((refusal) => refusal.codes.map((code) => [code, refusal] as const));

	it.each(codes)('%s has its kind, what happened, what to do, and the numbers', (code, row) => {
		expect(sendingFailure(refused(numbers(code))).facts).toEqual({
			kind: row.kind,
			message: `Meta refused to send the message: ${row.what}`,
			description: `${row.remedy} (Meta: "Words", code ${code}, trace TRACE)`,
			...numbers(code),
			traceId: 'TRACE',
		});
	});

	it('has one row per code', () => {
		expect(codes.length).toBeGreaterThan(20);
		expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length);
	});

	it.each([
		[{ code: 10, subcode: 2018278 }, 'windowClosed'],
		[{ code: 10, subcode: 2534022 }, 'windowClosed'],
		[{ code: 551, subcode: 1545041 }, 'personUnavailable'],
		[{ code: 551, subcode: 99999 }, 'personUnavailable'],
		[{ code: 100, subcode: 2018001 }, 'noSuchPerson'],
		[{ code: 10, subcode: 2018300 }, 'otherAppHasConversation'],
		[
			{ code: 100, message: 'Your app is not set as the primary app for the Page' },
			'otherAppHasConversation',
		],
		[{ code: 613 }, 'throttled'],
		[{ code: 4, subcode: 1 }, 'throttled'],
		[{ code: 613, subcode: 2018338 }, 'pageRestricted'],
		[{ code: 190, subcode: 463 }, 'tokenEnded'],
		[{ code: 102 }, 'tokenEnded'],
		[{ code: 200 }, 'permissionMissing'],
		[{ code: 10 }, 'permissionMissing'],
		[{ code: 1, subcode: 99 }, 'permissionMissing'],
		[{ code: 368 }, 'pageRestricted'],
		[{ code: 100, subcode: 2018008 }, 'mediaRefused'],
		[{ code: 100, message: 'The message tag ACCOUNT_UPDATE is no longer supported' }, 'refused'],
		[{ code: 100 }, 'refused'],
		[{ code: null }, 'maybeSent'],
		[{ code: -1 }, 'maybeSent'],
		[{ code: 1 }, 'maybeSent'],
		[{ code: 1, subcode: 1357046 }, 'maybeSent'],
		[{ code: 2 }, 'maybeSent'],
		[{ code: 1200, subcode: 2018024 }, 'maybeSent'],
	])('%o is of kind %s', (error, kind) => {
		expect(sendingFailure(refused(error)).facts.kind).toBe(kind);
	});

	it.each([
		[{ code: null }, 'maybeSent'],
		[{ code: -1 }, 'maybeSent'],
		[{ code: 100 }, 'maybeSent'],
		[{ code: 987 }, 'maybeSent'],
		[{ code: 10, subcode: 2018278 }, 'windowClosed'],
		[{ code: 100, subcode: 2018008 }, 'mediaRefused'],
		[{ code: 613 }, 'throttled'],
		[{ code: 190 }, 'tokenEnded'],
		[{ code: 200 }, 'permissionMissing'],
	])('with HTTP 500 and %o is of kind %s', (error, kind) => {
		expect(sendingFailure(refused(error, 500)).facts.kind).toBe(kind);
	});

	it('of another call never says that something may have been sent', () => {
		expect(failureOf(refused({ code: 2 })).facts.kind).toBe('refused');
	});
});

describe('a sender action', () => {
	it.each<[what: string, failure: GraphFailure, because: string]>([
		['a time-out', silent({ kind: 'timedOut', seconds: 30 }), 'Meta did not answer within 30 seconds'],
		['a fault of its own', refused({ code: 2 }), 'Meta failed while it was sending'],
	])('may come twice, so it may be repeated after %s', (_what, failure, because) => {
		expect(showingFailure(failure).facts).toMatchObject({
			kind: 'refused',
			message: `The sender action may not have been shown: ${because}`,
			description: expect.stringMatching(/^Run it again, or switch on 'Retry On Fail'/),
		});
	});

	it('that is refused has the same words as a message', () => {
		const failure = refused({ code: 10, subcode: 2018278 });
		expect(showingFailure(failure).facts).toEqual(sendingFailure(failure).facts);
	});
});

describe('silence', () => {
	it.each<[what: string, outcome: GraphOutcome, kind: string]>([
		['a time-out', { kind: 'timedOut', seconds: 30 }, 'maybeSent'],
		['a part that Meta gave up on', { kind: 'cutShort' }, 'maybeSent'],
		['an answer that cannot be read', { kind: 'unreadable', status: 502 }, 'maybeSent'],
		['a broken connection', { kind: 'unreachable', cause: 'closed', neverSent: false }, 'maybeSent'],
		['no connection', { kind: 'unreachable', cause: 'refused', neverSent: true }, 'refused'],
		['no address', { kind: 'noAddress' }, 'refused'],
		['a wait that Meta asked for', { kind: 'heldBack', seconds: 59.5 }, 'throttled'],
	])('by %s is of kind %s', (_what, outcome, kind) => {
		expect(sendingFailure(silent(outcome)).facts.kind).toBe(kind);
	});

	it('is told in a sentence that happened, and one of what to do', () => {
		expect(sendingFailure(silent({ kind: 'timedOut', seconds: 30 })).facts).toMatchObject({
			message: 'The message may have arrived: Meta did not answer within 30 seconds',
			description:
				'It was not sent again, because Meta cannot tell a repetition from a new message. Look into the conversation before you send it once more.',
		});
		expect(
			failureOf(silent({ kind: 'unreachable', cause: 'the host name is unknown', neverSent: true })).facts,
		).toMatchObject({
			message: 'Could not send the message: Meta cannot be reached (the host name is unknown).',
			description: "Check 'Base URL' in the credential and n8n's internet access.",
		});
		expect(failureOf(silent({ kind: 'heldBack', seconds: 59.5 })).facts).toMatchObject({
			message: "Did not send the message: Meta's rate limit is reached",
			description: expect.stringContaining('Wait 60 seconds, then run it again'),
		});
	});
});
