// The node's outputs, worked out by the editor from its parameters.

/**
 * n8n evaluates the text of this function inside an expression, so it may use nothing from outside
 * itself. Output i is rule i; the fallback comes last.
 */
function configuredOutputs(parameters: {
	routing?: string;
	rules?: { values?: Array<{ outputName?: string }> };
	options?: { fallbackOutput?: string };
}) {
	if (parameters.routing !== 'rules') return [{ type: 'main' }];
	const rules = parameters.rules?.values ?? [];
	const outputs = rules.map((rule, index) => ({
		type: 'main',
		displayName: rule.outputName || `Rule ${index + 1}`,
	}));
	if (parameters.options?.fallbackOutput === 'extra') outputs.push({ type: 'main', displayName: 'Other' });
	return outputs.length > 0 ? outputs : [{ type: 'main' }];
}

export const OUTPUTS_EXPRESSION = `={{(${configuredOutputs.toString()})($parameter)}}` as const;
