// Guards for JSON whose shape nobody promised.

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, or undefined as soon as one is missing. */
export function at(value: unknown, ...path: string[]): unknown {
	return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

export function textAt(value: unknown, ...path: string[]): string {
	const found = at(value, ...path);
	if (typeof found === 'string') return found;
	if (typeof found === 'number') return String(found);
	throw new Error(`No text at '${path.join('.')}' in ${JSON.stringify(value)?.slice(0, 500)}`);
}

export function optionalTextAt(value: unknown, ...path: string[]): string | undefined {
	const found = at(value, ...path);
	return typeof found === 'string' && found !== '' ? found : undefined;
}

export function listAt(value: unknown, ...path: string[]): unknown[] {
	const found = at(value, ...path);
	return Array.isArray(found) ? found : [];
}
