import { whyNoProfile } from '../../nodes/Messenger/actions/person/noProfile';
import { personMenus, refuseInstagram } from '../../nodes/Messenger/actions/person/personMenus';
import { GraphFailure, type GraphOutcome } from '../../nodes/Messenger/graph/graphFailure';
import { refusalOf } from '../support/refusal';

const why = (outcome: GraphOutcome) => whyNoProfile(new GraphFailure('read a profile', outcome));
const refused = (code: number, subcode: number | null = null, message = 'No'): GraphOutcome => ({
	kind: 'refused',
	error: { message, code, subcode, traceId: 'TRACE' },
	status: 400,
});

describe('no profile is no failure where it is about the person:', () => {
	it.each<[string, GraphOutcome, RegExp]>([
		[
			'Meta has none',
			refused(100, 2018218),
			/^Meta has no profile of this person\. \(Meta: "No", code 100\/2018218/,
		],
		['no consent', refused(230), /^This person has not agreed to it yet/],
		['no consent, in words', refused(10, null, 'User consent is required'), /^This person has not agreed/],
		['nobody that the token sees', refused(100, 33), /^The token sees nobody with this ID/],
	])('%s', (_label, outcome, words) => {
		expect(why(outcome)).toMatch(words);
	});

	it.each<[string, GraphOutcome]>([
		['a token that has ended', refused(190)],
		['a permission', refused(10)],
		['the permission to profiles', refused(100, 2018247)],
		['another parameter', refused(100)],
		['the same subcode of another code', refused(10, 33)],
		['a rate limit', refused(613)],
		['a service that is down', refused(2)],
		['silence', { kind: 'timedOut', seconds: 6 }],
	])('not %s', (_label, outcome) => {
		expect(why(outcome)).toBeNull();
	});
});

describe('the menu of one person', () => {
	const items = [{ type: 'postback', title: 'Prices', payload: 'PRICES' }];

	it('has the shape of the menu of a Page', () => {
		const shown = [{ locale: 'default', composerDisabled: true, items }];
		expect(personMenus({ values: [{ composerDisabled: true, items: { values: items } }] })).toEqual(shown);
		expect(personMenus(shown)).toEqual(shown);
	});

	it('has the limits of the menu of a Page', () => {
		const many = Array.from({ length: 21 }, () => items[0]);
		expect(refusalOf(() => personMenus([{ items: many.slice(1) }]))).toBeNull();
		expect(refusalOf(() => personMenus([{ items: many }]))).toContain("'Items' of the menu (default) has 21");
	});

	it('is refused when it is empty, with the way to clear it', () => {
		for (const empty of [{}, { values: [] }, []]) {
			expect(refusalOf(() => personMenus(empty))).toMatch(/^'Persistent Menu' is empty: .* Clear Menu/);
		}
	});

	it('is refused on Instagram', () => {
		expect(refusalOf(() => refuseInstagram('instagram'))).toMatch(/^Instagram has no menu for one person\./);
		expect(refusalOf(() => refuseInstagram('messenger'))).toBeNull();
		expect(refusalOf(() => refuseInstagram(null))).toBeNull();
	});
});
