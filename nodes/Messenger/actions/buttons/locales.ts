// PURE: the locales that texts and buttons are written for, one row each.
import type { JsonObject } from '../../graph/json';
import type { Problems } from '../refusals/problems';
import { textOf } from './values';

/** Shown to everybody whose own locale has no row. */
export const DEFAULT_LOCALE = 'default';

export function localeOf(row: JsonObject): string {
	const locale = textOf(row.locale).trim();
	return locale === '' ? DEFAULT_LOCALE : locale;
}

/** `parameter` names the rows as the editor does. */
export function checkLocales(
	locales: readonly string[],
	parameter: string,
	problems: Problems,
	{ needsDefault }: { needsDefault: boolean },
): void {
	for (const [index, locale] of locales.entries()) {
		if (locale !== DEFAULT_LOCALE && !/^[a-z]{2,3}_[A-Z]{2}$/.test(locale)) {
			problems.add(
				`'Locale' ${index + 1} of ${parameter} is '${locale}'; it must be '${DEFAULT_LOCALE}' or one of Meta's, such as de_DE`,
			);
		}
		if (locales.indexOf(locale) < index) problems.add(`${parameter} has the locale '${locale}' twice`);
	}
	if (needsDefault && locales.length > 0 && !locales.includes(DEFAULT_LOCALE)) {
		problems.add(`${parameter} has no row with the 'Locale' ${DEFAULT_LOCALE}, and Meta needs one`);
	}
}
