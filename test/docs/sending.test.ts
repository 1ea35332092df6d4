// What the documents say of sending, made from the tables of limits and refusals.
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { LIMITS, type Bound, type Limit } from '../../nodes/Messenger/actions/refusals/limits';
import { REFUSALS } from '../../nodes/Messenger/actions/refusals/metaRefusals';
import { Messenger } from '../../nodes/Messenger/Messenger.node';
import { expectGenerated } from './generatedPart';
import { read, sectionOf, tableRows } from './markdown';

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function boundText(bound: Bound | null): string {
	if (bound === null) return 'none';
	const { min = 0, max, unit } = bound;
	const count = max.toLocaleString('en-US');
	if (unit === 'items') return min > 0 ? `${min} to ${count}` : count;
	return `${count} ${unit}`;
}

it("README has every limit of Meta's that is checked before a call", () => {
	const rows = Object.values(LIMITS).map(
		({ field, on, source }: Limit) =>
			`| ${capitalised(field)} | ${boundText(on.messenger)} | ${boundText(on.instagram)} | ${source} |`,
	);
	const header = ["| At most | Messenger | Instagram | Meta's page |", '| --- | --- | --- | --- |'];
	expectGenerated('README.md', 'limits', [...header, ...rows]);
});

it('SENDING.md has every refusal of Meta with its kind and its remedy', () => {
	const rows = REFUSALS.map(
		({ codes, kind, what, remedy }) =>
			`| \`${kind}\` | ${capitalised(what)} | ${remedy} | ${codes.join(', ')} |`,
	);
	const header = ['| `kind` | What happened | What to do | Codes |', '| --- | --- | --- | --- |'];
	expectGenerated('docs/SENDING.md', 'refusals', [...header, ...rows]);
});

it('README names every resource of the node with its operations', () => {
	const { properties } = new Messenger().description;
	const choices = (property: INodeProperties | undefined) =>
		(property?.options ?? []).filter((option): option is INodePropertyOptions => 'value' in option);
	const resources = choices(properties.find(({ name }) => name === 'resource'));
	const expected = resources.map(({ name, value }) => {
		const operation = properties.find(
			(property) =>
				property.name === 'operation' && property.displayOptions?.show?.resource?.includes(value as string),
		);
		return [
			name,
			choices(operation)
				.map((choice) => choice.name)
				.sort()
				.join(', '),
		];
	});
	const section = sectionOf(read('README.md'), 'The Messenger node').split('<!--')[0] ?? '';
	const rows = tableRows(section).map(([name = '', operations = '']) => [
		name,
		operations.split(', ').sort().join(', '),
	]);
	expect(rows.sort()).toEqual(expected.sort());
});
