import { readSettings } from '../../nodes/Messenger/trigger/settings';

const settingsOf = (parameters: Record<string, unknown>) =>
	readSettings({ getNodeParameter: (name, fallback) => (name in parameters ? parameters[name] : fallback) });

describe('parameters', () => {
	it('have the documented defaults', () => {
		expect(settingsOf({})).toEqual({
			channels: ['messenger'],
			isManual: false,
			pageIds: [],
			events: ['postback'],
			output: 'simplified',
			rules: null,
			routing: { sendTo: 'first', fallbackOutput: 'drop', ignoreCase: false },
			parsesPayload: true,
			ignoresDuplicates: true,
			includesStandby: false,
			includesSenderProfile: false,
			combinesDeliveries: false,
			emitsLateAnswers: false,
			mayReplaceCallback: false,
		});
	});

	it.each([
		['a list', ['1', '2'], ['1', '2']],
		['numbers', [1, 2], ['1', '2']],
		['one text', '1', ['1']],
		['a text with several', ' 1, 2;3 ', ['1', '2', '3']],
		['one number', 1, ['1']],
		['repetitions', ['1', '1'], ['1']],
		['nothing', null, []],
	])('take Pages given as %s', (_label, pages, expected) => {
		expect(settingsOf({ pages }).pageIds).toEqual(expected);
	});

	it('take every Page when asked to, whatever is selected', () => {
		expect(settingsOf({ pageSelection: 'all', pages: ['1'] }).pageIds).toBeNull();
	});

	it('take every Page in manual registration when none is selected', () => {
		expect(settingsOf({ registration: 'manual' }).pageIds).toBeNull();
		expect(settingsOf({ registration: 'manual', pages: ['1'] }).pageIds).toEqual(['1']);
	});

	it('leave out values that do not exist', () => {
		expect(
			settingsOf({ channels: ['messenger', 'whatsapp'], events: ['postback', 'x'], output: 'x' }),
		).toMatchObject({
			channels: ['messenger'],
			events: ['postback'],
			output: 'simplified',
		});
	});

	it.each([
		['payload', 'payloadButton'],
		['title', 'titleButton'],
	])('take a value of %s that was picked from the buttons of a Page', (field, picked) => {
		const valueOf = (condition: object) => {
			const conditions = { values: [{ field, operator: 'equals', value: 'typed', ...condition }] };
			return settingsOf({ routing: 'rules', rules: { values: [{ conditions }] } }).rules?.[0]?.conditions[0]
				?.value;
		};
		expect(valueOf({ valueFrom: 'button', [picked]: 'PRICES' })).toBe('PRICES');
		expect(valueOf({ valueFrom: 'typed', [picked]: 'PRICES' })).toBe('typed');
		// As saved before there was a choice.
		expect(valueOf({})).toBe('typed');
		expect(valueOf({ field: 'senderId', valueFrom: 'button', [picked]: 'PRICES' })).toBe('typed');
	});

	it('read rules from the collection', () => {
		const conditions = { values: [{ field: 'payloadData', key: ' a.b ', operator: 'equals', value: 7 }] };
		const rules = { values: [{ outputName: 'Buy', combine: 'any', conditions }, {}] };
		expect(settingsOf({ routing: 'rules', rules }).rules).toEqual([
			{
				outputName: 'Buy',
				combine: 'any',
				conditions: [{ field: 'payloadData', key: 'a.b', operator: 'equals', value: '7' }],
			},
			{ outputName: '', combine: 'all', conditions: [] },
		]);
	});

	it('ignore rules while routing is single', () => {
		expect(settingsOf({ routing: 'single', rules: { values: [{}] } }).rules).toBeNull();
	});
});
