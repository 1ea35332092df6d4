// PURE: parameters of a call as a form; what is no text travels as JSON.

export function formOf(parameters: object): Record<string, string> {
	const entries = Object.entries(parameters).filter(([, value]) => value !== undefined);
	return Object.fromEntries(
		entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
	);
}
