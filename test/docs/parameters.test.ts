// The README's tables of parameters, options and rules, compared with the description of the node.
import {
	isINodeProperties,
	isINodePropertyCollection,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { MessengerPostbackTrigger } from '../../nodes/Messenger/MessengerPostbackTrigger.node';
import { read, sectionOf, tableRows } from './markdown';

const { properties } = new MessengerPostbackTrigger().description;

function childrenOf({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((option) => {
		if (isINodePropertyCollection(option)) return option.values;
		return isINodeProperties(option) ? [option] : [];
	});
}

/** The fields a rule is made of; a collection within stands for its own fields. */
function partsOf(property: INodeProperties): INodeProperties[] {
	return childrenOf(property).flatMap((child) =>
		child.type === 'fixedCollection' ? partsOf(child) : [child],
	);
}

function rowOf(property: INodeProperties): string[] {
	return [property.displayName, valuesOf(property), defaultOf(property)];
}

function valuesOf(property: INodeProperties): string {
	if (property.typeOptions?.loadOptionsMethod !== undefined) return 'from Meta';
	switch (property.type) {
		case 'boolean':
			return 'on, off';
		case 'string':
			return 'text';
		case 'fixedCollection':
			return 'see below';
		default:
			return choicesOf(property)
				.map(({ name }) => name)
				.join(', ');
	}
}

function choicesOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}

function defaultOf(property: INodeProperties): string {
	if (property.type === 'boolean') return property.default === true ? 'on' : 'off';
	const values = Array.isArray(property.default) ? property.default : [property.default];
	const names = values.map(
		(value) => choicesOf(property).find((choice) => choice.value === value)?.name ?? '',
	);
	return names.filter((name) => name !== '').join(', ') || 'none';
}

describe('node reference', () => {
	const named = (name: string) => properties.filter((property) => property.name === name);
	const parameters = properties.filter(({ type }) => !['notice', 'hidden', 'collection'].includes(type));
	const expected = [
		...parameters,
		...named('options').flatMap(childrenOf),
		...named('rules').flatMap(partsOf),
	].map(rowOf);
	// One parameter may be described twice, for two situations.
	const distinct = expected.filter((row, index) => expected.findIndex(([name]) => name === row[0]) === index);

	it('lists every parameter, option and part of a rule with its values and its default, as the editor shows them', () => {
		const rows = tableRows(sectionOf(read('README.md'), 'Node reference')).map((cells) => cells.slice(0, 3));
		expect(expected.length).toBeGreaterThan(20);
		expect(rows).toEqual(distinct);
	});
});
