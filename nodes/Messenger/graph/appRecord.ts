// What Meta holds for one object of an app.
import { arrayOf, isObject, textOrNull, type JsonObject } from './json';

export interface AppRecord {
	object: string;
	callbackUrl: string;
	isActive: boolean;
	fields: string[];
}

export function readAppRecord(record: JsonObject): AppRecord {
	return {
		object: textOrNull(record.object) ?? '',
		callbackUrl: textOrNull(record.callback_url) ?? '',
		isActive: record.active !== false,
		fields: arrayOf(record.fields).flatMap((field) =>
			isObject(field) ? (textOrNull(field.name) ?? []) : [],
		),
	};
}
