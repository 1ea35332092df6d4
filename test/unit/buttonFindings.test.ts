// Which buttons start nothing, and which rules no button reaches, by the routing of the triggers.
import {
	buttonFindings,
	type PlacedButton,
	type RoutedTrigger,
} from '../../nodes/Messenger/actions/subscription/buttonFindings';
import type { ListeningSettings } from '../../nodes/Messenger/actions/subscription/situation';
import type { Condition, Rule } from '../../nodes/Messenger/trigger/events/routing';

const aButton = (changes: Partial<PlacedButton> = {}): PlacedButton => ({
	place: 'menu',
	title: 'Prices',
	payload: 'PRICES',
	pageId: '1',
	pageName: 'Bakery',
	accountId: '1',
	channel: 'messenger',
	...changes,
});
const GET_STARTED = aButton({ place: 'getStarted', title: null, payload: 'START' });
const aCondition = (field: Condition['field'], value: string, more: Partial<Condition> = {}): Condition => ({
	field,
	key: '',
	operator: 'equals',
	value,
	...more,
});
const aRule = (conditions: Condition[], combine: Rule['combine'] = 'all'): Rule => ({
	outputName: '',
	combine,
	conditions,
});
const payloadIs = (value: string) => aRule([aCondition('payload', value)]);
const aTrigger = (
	changes: Partial<ListeningSettings> = {},
	buttons: PlacedButton[] = [aButton()],
): RoutedTrigger => ({
	name: 'Taps',
	buttons,
	settings: {
		channels: ['messenger'],
		isManual: false,
		pageIds: ['1'],
		events: ['postback'],
		rules: null,
		routing: { sendTo: 'first', fallbackOutput: 'drop', ignoreCase: false },
		parsesPayload: true,
		...changes,
	},
});
const codes = (...triggers: RoutedTrigger[]) => buttonFindings(triggers, () => false).map(({ code }) => code);
const texts = (...triggers: RoutedTrigger[]) => buttonFindings(triggers, () => false).map(({ text }) => text);

describe('a button', () => {
	it.each<[string, Partial<ListeningSettings>]>([
		['there are no rules', {}],
		['a rule takes it', { rules: [payloadIs('PRICES')] }],
		['a rule takes its title', { rules: [aRule([aCondition('title', 'Prices')])] }],
		[
			'the rest has an output',
			{ rules: [payloadIs('X')], routing: { sendTo: 'first', fallbackOutput: 'extra', ignoreCase: false } },
		],
		[
			'the case does not matter',
			{
				rules: [payloadIs('prices')],
				routing: { sendTo: 'first', fallbackOutput: 'drop', ignoreCase: true },
			},
		],
	])('arrives where %s', (_label, changes) => {
		expect(codes(aTrigger(changes))).not.toContain('buttonWithoutRule');
	});

	it('starts nothing where no rule takes it, or the trigger hears no taps', () => {
		expect(texts(aTrigger({ rules: [payloadIs('X')] }))[0]).toMatch(
			/^The menu item 'Prices' \(payload PRICES\) reaches no output \(Page 'Bakery'\)\. Add a rule/,
		);
		expect(codes(aTrigger({ events: ['quickReply'] }))).toEqual(['buttonWithoutRule']);
	});

	it('is read as the trigger reads it', () => {
		const rules = [aRule([aCondition('payloadData', 'BUY', { key: 'action' })])];
		const button = aButton({ payload: '{"action":"BUY"}' });
		expect(codes(aTrigger({ rules }, [button]))).toEqual([]);
		expect(codes(aTrigger({ rules, parsesPayload: false }, [button]))).toContain('buttonWithoutRule');
	});

	it('may arrive where a rule asks who taps or where they come from', () => {
		for (const field of ['ref', 'source', 'adId', 'senderId', 'referralType', 'detail'] as const) {
			const rules = [aRule([aCondition('payload', 'PRICES'), aCondition(field, 'x')])];
			expect(codes(aTrigger({ rules }))).toEqual(['rulesNotDecided']);
		}
		const rules = [aRule([aCondition('payload', 'OTHER'), aCondition('ref', 'x')])];
		expect(codes(aTrigger({ rules }))).toEqual(['buttonWithoutRule', 'rulesNotDecided']);
		const either = [aRule([aCondition('payload', 'OTHER'), aCondition('ref', 'x')], 'any')];
		expect(codes(aTrigger({ rules: either }))).toEqual(['rulesNotDecided']);
	});

	it('Get Started has its title by the language', () => {
		const rules = [aRule([aCondition('title', 'Get Started')])];
		expect(codes(aTrigger({ rules }, [GET_STARTED]))).toEqual([]);
	});

	it('arrives if any trigger of the workflow, or another workflow, takes it', () => {
		const deaf = aTrigger({ rules: [payloadIs('X')] });
		expect(codes(deaf, aTrigger())).toEqual(['ruleWithoutButton']);
		expect(buttonFindings([deaf], () => true).map(({ code }) => code)).toEqual(['ruleWithoutButton']);
	});

	it('is one finding, on however many Pages it is', () => {
		const buttons = Array.from({ length: 500 }, (_, index) => aButton({ pageId: String(index) }));
		const [found, ...others] = buttonFindings([aTrigger({ rules: [payloadIs('X')] }, buttons)], () => false);
		expect(found?.text).toContain('Pages 0, 1, 2, 3, 4 and 495 more');
		expect(found).not.toHaveProperty('pageId');
		expect(others.map(({ code }) => code)).toEqual(['ruleWithoutButton']);
	});
});

describe('a rule', () => {
	it('that no button reaches is named by its number and output', () => {
		const rules = [payloadIs('PRICES'), { ...payloadIs('BUY'), outputName: 'Buy' }];
		expect(texts(aTrigger({ rules }))).toEqual([
			expect.stringMatching(/^No button of the Pages leads to rule 2 \('Buy'\) of 'Taps'\./),
		]);
	});

	it('behind one that takes everything of it first is not reached', () => {
		const rules = [payloadIs('PRICES'), aRule([aCondition('title', 'Prices')])];
		expect(codes(aTrigger({ rules }))).toEqual(['ruleWithoutButton']);
		const routing = { sendTo: 'all', fallbackOutput: 'drop', ignoreCase: false } as const;
		expect(codes(aTrigger({ rules, routing }))).toEqual([]);
	});

	it('about anything but the words of buttons is not judged', () => {
		const rules = [
			payloadIs('PRICES'),
			aRule([aCondition('channel', 'instagram')]),
			aRule([aCondition('event', 'quickReply'), aCondition('payload', 'X')]),
		];
		expect(codes(aTrigger({ rules }))).toEqual([]);
	});

	it('is not judged where there is no button at all', () => {
		expect(codes(aTrigger({ rules: [payloadIs('X')] }, []))).toEqual([]);
	});
});
