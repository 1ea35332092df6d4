// Guards for parsed JSON, whose shape nobody has promised.

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function arrayOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

const MAX_LEVELS = 500;

/** Whether a value is nested so deep that writing it as JSON again may fail, here or in n8n. */
export function isTooDeep(value: object, levels = MAX_LEVELS): boolean {
	if (levels === 0) return true;
	// A plain loop: this runs for every event.
	for (const key in value) {
		const inner: unknown = value[key as keyof typeof value];
		if (typeof inner === 'object' && inner !== null && isTooDeep(inner, levels - 1)) return true;
	}
	return false;
}

/** Text as it is, or null for anything else. */
export function textOrNull(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

/**
 * An ID as text. Meta documents strings; numbers have been seen, and become text too. Empty text
 * counts as absent.
 */
export function idOrNull(value: unknown): string | null {
	if (typeof value === 'string') return value === '' ? null : value;
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

// A quote never precedes such digits, so IDs sent as strings are not matched.
const LONG_BARE_NUMBER = /[:[,]\s*-?\d{16,}/;

/**
 * Parses JSON; whole numbers too long for a double become strings with all their digits, because
 * Page and user IDs have been seen as numbers. (Before Node 21 the engine cannot tell the digits;
 * they are rounded.)
 */
export function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
	try {
		const parsed: unknown = LONG_BARE_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
		return { ok: true, value: parsed };
	} catch {
		return { ok: false };
	}
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
	const source = context?.source;
	const isRounded = typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined;
	return isRounded && /^-?\d+$/.test(source) ? source : value;
}
