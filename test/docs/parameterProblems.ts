// What is wrong with a node's parameters, compared with the node's description: unknown names,
// values that are no option, values of another kind. Whether a parameter is shown is not asked
// here.
import {
	isINodeProperties,
	isINodePropertyCollection,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { isObject } from '../../nodes/Messenger/graph/json';

export function parameterProblems(
	properties: readonly INodeProperties[],
	values: Record<string, unknown>,
	path = '',
): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const place = path === '' ? name : `${path}.${name}`;
		// Those of one name are for different resources.
		const problems = properties
			.filter((candidate) => candidate.name === name)
			.map((property) => valueProblems(property, value, place));
		return problems.find((list) => list.length === 0) ?? problems[0] ?? [`${place} does not exist`];
	});
}

function valueProblems(property: INodeProperties, value: unknown, place: string): string[] {
	if (typeof value === 'string' && value.startsWith('=')) {
		return property.noDataExpression ? [`${place} takes no expression`] : [];
	}
	const options = property.options ?? [];
	switch (property.type) {
		case 'options':
			return optionProblems(options.filter(isOption), [value], place);
		case 'multiOptions':
			if (!Array.isArray(value)) return [`${place} is no list`];
			return property.typeOptions?.loadOptionsMethod
				? []
				: optionProblems(options.filter(isOption), value, place);
		case 'collection':
			return isObject(value)
				? parameterProblems(options.filter(isINodeProperties), value, place)
				: [`${place} is no object`];
		case 'fixedCollection':
			return isObject(value) ? collectionProblems(property, value, place) : [`${place} is no object`];
		case 'boolean':
			return typeof value === 'boolean' ? [] : [`${place} is no boolean`];
		case 'number':
			return typeof value === 'number' ? [] : [`${place} is no number`];
		case 'resourceLocator':
			return isObject(value) && property.modes?.some(({ name }) => name === value.mode)
				? []
				: [`${place} has no such mode`];
		case 'string':
		case 'json':
			return typeof value === 'string' ? [] : [`${place} is no text`];
		default:
			return [`${place} is of type ${property.type}, which cannot be set`];
	}
}

function optionProblems(
	options: readonly INodePropertyOptions[],
	values: unknown[],
	place: string,
): string[] {
	return values
		.filter((value) => !options.some((option) => option.value === value))
		.map((value) => `${place} has no option ${JSON.stringify(value)}`);
}

function collectionProblems(
	{ options, typeOptions }: INodeProperties,
	value: Record<string, unknown>,
	place: string,
): string[] {
	return Object.entries(value).flatMap(([name, entries]) => {
		const collection = (options ?? []).filter(isINodePropertyCollection).find((each) => each.name === name);
		if (collection === undefined) return [`${place}.${name} does not exist`];
		if (Array.isArray(entries) !== (typeOptions?.multipleValues === true)) {
			return [`${place}.${name} has the wrong number of values`];
		}
		const list: unknown[] = Array.isArray(entries) ? entries : [entries];
		return list.flatMap((entry, index) =>
			isObject(entry)
				? parameterProblems(collection.values, entry, `${place}.${name}[${index}]`)
				: [`${place}.${name}[${index}] is no object`],
		);
	});
}

function isOption(option: object): option is INodePropertyOptions {
	return 'value' in option;
}
