// Guards for parsed JSON, whose shape nobody has promised.
import { parseExactly } from './exactJson';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function arrayOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

export const MAX_LEVELS = 500;

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

/**
 * A number that a double may not hold: of sixteen digits, or with a power. A quote never precedes
 * it, so IDs sent as texts are not matched.
 */
const MAY_BE_INEXACT = /[:[,]\s*-?(?:[\d.]{16,}|\d[\d.]*[eE])/;

/**
 * Parses JSON; numbers that a double cannot hold become text with all their digits, because Page
 * and user IDs have been seen as numbers.
 */
export function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
	try {
		const value: unknown = MAY_BE_INEXACT.test(text) ? parseExactly(text, 'last') : JSON.parse(text);
		return { ok: true, value };
	} catch {
		return { ok: false };
	}
}
