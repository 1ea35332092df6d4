// The node's outputs, worked out by the editor from its parameters.

/**
 * n8n evaluates the text of this function inside an expression, so it may use nothing from outside
 * itself. Output i is rule i; the fallback comes last. What a workflow was not written with in the
 * editor may have any type, and is a rule where settings.ts reads one.
 */
function configuredOutputs(parameters: {
	routing?: unknown;
	rules?: { values?: unknown } | null;
	options?: { fallbackOutput?: unknown } | null;
}) {
	if (parameters.routing !== 'rules') return [{ type: 'main' }];
	const isRule = (value: unknown): value is { outputName?: unknown } =>
		typeof value === 'object' && value !== null && !Array.isArray(value);
	const values = parameters.rules?.values;
	const rules = (Array.isArray(values) ? values : [values]).filter(isRule);
	const outputs = rules.map(({ outputName }, index) => ({
		type: 'main',
		displayName: (typeof outputName === 'object' ? '' : String(outputName ?? '')) || `Rule ${index + 1}`,
	}));
	if (parameters.options?.fallbackOutput === 'extra') outputs.push({ type: 'main', displayName: 'Other' });
	return outputs.length > 0 ? outputs : [{ type: 'main' }];
}

export const OUTPUTS_EXPRESSION = `={{(${configuredOutputs.toString()})($parameter)}}` as const;
