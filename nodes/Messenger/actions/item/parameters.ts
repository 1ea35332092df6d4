// Parameters of an item as text and as rows.
import type { IExecuteFunctions } from 'n8n-workflow';
import type { JsonObject } from '../../graph/json';
import { rowsOf, textOf } from '../buttons/values';

export function readText(n8n: IExecuteFunctions, name: string, itemIndex: number): string {
	return textOf(n8n.getNodeParameter(name, itemIndex, ''));
}

/** The rows of a fixed collection. */
export function readRows(n8n: IExecuteFunctions, name: string, itemIndex: number): JsonObject[] {
	return rowsOf(n8n.getNodeParameter(name, itemIndex, {}));
}
