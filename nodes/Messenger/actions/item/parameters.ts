// Parameters as text, lists and objects: an expression can give any of them any type.
import type { IExecuteFunctions } from 'n8n-workflow';
import { arrayOf, isObject, type JsonObject } from '../../graph/json';

export function readText(n8n: IExecuteFunctions, name: string, itemIndex: number): string {
	return textOf(n8n.getNodeParameter(name, itemIndex, ''));
}

/** The rows of a fixed collection. */
export function readRows(n8n: IExecuteFunctions, name: string, itemIndex: number): JsonObject[] {
	return rowsOf(n8n.getNodeParameter(name, itemIndex, {}));
}

export function rowsOf(collection: unknown): JsonObject[] {
	return isObject(collection) ? arrayOf(collection.values).filter(isObject) : [];
}

/** JSON for an object or a list: a payload may be one. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
