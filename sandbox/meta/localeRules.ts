// Texts in several languages: one of them is the default, and none comes twice.
import { badParameter } from './graphError.ts';
import type { Param } from './param.ts';

const LOCALES_MAX = 100;

export function checkLocales(list: Param): Param[] {
	const items = list.items(LOCALES_MAX);
	const locales = items.map((item) => item.at('locale').text());
	if (!locales.includes('default')) {
		throw badParameter(`Param ${list.path} must have an element with locale "default"`);
	}
	if (new Set(locales).size < locales.length) throw badParameter(`Param ${list.path} repeats a locale`);
	return items;
}
