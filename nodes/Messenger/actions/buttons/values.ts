// PURE: values of parameters as text and as rows: an expression can give any of them any type.
import { arrayOf, isObject, type JsonObject } from '../../graph/json';

/** Of a fixed collection, or of a list. What is no row is one with nothing in it. */
export function rowsOf(collection: unknown): JsonObject[] {
	const rows = isObject(collection) ? collection.values : collection;
	return arrayOf(rows).map((row) => (isObject(row) ? row : {}));
}

/** JSON for an object or a list: a payload may be one. */
export function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
