// The outputs of the Messenger node, worked out by the editor from its parameters.

/**
 * n8n evaluates the text of this function inside an expression, so it may use nothing from outside
 * itself. A wait that ends without an answer leaves through output 0, whatever it is called. What a
 * workflow was not written with in the editor may have any type.
 */
function configuredOutputs(parameters: {
	operation?: unknown;
	routing?: unknown;
	answers?: { values?: unknown } | null;
}) {
	if (parameters.operation !== 'sendAndWait' || parameters.routing !== 'perAnswer') return [{ type: 'main' }];
	const answers = parameters.answers?.values;
	const rows: Array<{ title?: unknown } | null> = Array.isArray(answers) ? answers : [];
	const name = (title: unknown, index: number) => {
		const text = typeof title === 'object' ? '' : String(title ?? '');
		return text === '' || text.startsWith('=') ? `Answer ${index + 1}` : text;
	};
	return [
		{ type: 'main', displayName: 'No Answer' },
		...rows.map((row, index) => ({ type: 'main', displayName: name(row?.title, index) })),
	];
}

export const OUTPUTS_EXPRESSION = `={{(${configuredOutputs.toString()})($parameter)}}` as const;
