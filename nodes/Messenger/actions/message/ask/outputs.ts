// The outputs of the Messenger node, worked out by the editor from its parameters.

/**
 * n8n evaluates the text of this function inside an expression, so it may use nothing from outside
 * itself. A wait that ends without an answer leaves through output 0, whatever it is called.
 */
function configuredOutputs(parameters: {
	operation?: string;
	routing?: string;
	answers?: { values?: Array<{ title?: string }> };
}) {
	if (parameters.operation !== 'sendAndWait' || parameters.routing !== 'perAnswer') return [{ type: 'main' }];
	const answers = parameters.answers?.values;
	const titles = Array.isArray(answers) ? answers.map(({ title }) => title ?? '') : [];
	const name = (title: string, index: number) =>
		title === '' || title.startsWith('=') ? `Answer ${index + 1}` : title;
	return [
		{ type: 'main', displayName: 'No Answer' },
		...titles.map((title, index) => ({ type: 'main', displayName: name(title, index) })),
	];
}

export const OUTPUTS_EXPRESSION = `={{(${configuredOutputs.toString()})($parameter)}}` as const;
