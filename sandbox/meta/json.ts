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

/** The names of a list, JSON or comma-separated, without empty ones and repetitions. */
export function namesOf(list: string): string[] {
	const json = parseJson(list);
	const names = Array.isArray(json) ? json.map(String) : list.split(',');
	return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}
