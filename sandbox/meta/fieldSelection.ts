// The `fields` parameter: names, with one level of expansion as in `account{id,username}`.
import { GraphError, noSuchField } from './graphError.ts';

export interface SelectedField {
	name: string;
	/** Null when the field was asked for without expansion. */
	nested: string[] | null;
}

export function parseFields(text: string): SelectedField[] {
	const compact = text.replace(/\s/g, '');
	if (!/^\w+(\{\w+(,\w+)*\})?(,\w+(\{\w+(,\w+)*\})?)*$/.test(compact)) {
		throw new GraphError({
			message: `Syntax error in the fields parameter: ${text}`,
			code: 2500,
		});
	}
	return [...compact.matchAll(/(\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', nested]) => ({
		name,
		nested: nested === undefined ? null : nested.split(','),
	}));
}

/**
 * The asked fields of a node, and its ID, which Graph always adds. A field without a value is left
 * out.
 */
export function pick(
	node: Record<string, unknown>,
	names: readonly string[],
	nodeType: string,
	known: readonly string[],
): Record<string, unknown> {
	const picked: Record<string, unknown> = {};
	for (const name of names) {
		if (!known.includes(name) && !(name in node)) throw noSuchField(name, nodeType);
		if (node[name] !== undefined) picked[name] = node[name];
	}
	if (node.id !== undefined) picked.id = node.id;
	return picked;
}
