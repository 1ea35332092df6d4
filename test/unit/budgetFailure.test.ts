import { budgetFailure } from '../../nodes/Messenger/actions/refusals/budgetFailure';
import { GraphFailure, type GraphOutcome } from '../../nodes/Messenger/graph/graphFailure';

const factsOf = (outcome: GraphOutcome) =>
	budgetFailure(new GraphFailure('read the profile', outcome), 'the profile of one Page').facts;
const refused = (code: number, subcode: number | null = null): GraphOutcome => ({
	kind: 'refused',
	error: { message: 'Too many', code, subcode, traceId: 'TRACE' },
	status: 400,
});

describe('a budget of calls that is spent', () => {
	it('says which it is, and when to try again', () => {
		expect(factsOf(refused(613))).toEqual({
			kind: 'throttled',
			message: "Did not read the profile: Meta's limit for it is reached",
			description:
				'Meta takes 10 calls in 10 minutes for the profile of one Page. Try again in 10 minutes. (Meta: "Too many", code 613, trace TRACE)',
			code: 613,
			subcode: null,
			traceId: 'TRACE',
		});
	});

	it.each([
		[59, '1 minute.'],
		[60, '1 minute.'],
		[61, '2 minutes.'],
	])('says the minutes that are left of %d seconds', (seconds, words) => {
		expect(factsOf({ kind: 'heldBack', seconds })).toMatchObject({
			kind: 'throttled',
			description: `Meta takes 10 calls in 10 minutes for the profile of one Page. Try again in ${words}`,
		});
	});

	it.each<[string, GraphOutcome, object]>([
		[
			'another limit of the app',
			refused(4),
			{ kind: 'throttled', message: expect.stringContaining('rate limit') },
		],
		['a warning that waiting does not end', refused(613, 2018338), { kind: 'pageRestricted' }],
		['any other refusal', refused(190), { kind: 'tokenEnded' }],
		['silence', { kind: 'timedOut', seconds: 6 }, { message: expect.stringContaining('did not answer') }],
	])('is not %s', (_label, outcome, facts) => {
		expect(factsOf(outcome)).toMatchObject(facts);
		expect(factsOf(outcome).description).not.toContain('10 calls');
	});
});
