// Guards for JSON whose shape nobody promised.

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined instead of an exception. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The names of a comma-separated list, without empty ones and repetitions. */
export function namesOf(list: string): string[] {
	const names = list.split(',').map((name) => name.trim());
	return [...new Set(names.filter((name) => name !== ''))];
}
