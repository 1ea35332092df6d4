// What Meta holds for one object of an app.
import { isObject, textOrNull, type JsonObject } from './json';

export interface AppRecord {
	object: string;
	callbackUrl: string;
	isActive: boolean;
	fields: string[];
}

export function readAppRecord(record: JsonObject): AppRecord {
	const fields = Array.isArray(record.fields) ? record.fields : [];
	return {
		object: textOrNull(record.object) ?? '',
		callbackUrl: textOrNull(record.callback_url) ?? '',
		isActive: record.active !== false,
		fields: fields.flatMap((field) => (isObject(field) ? (textOrNull(field.name) ?? []) : [])),
	};
}
