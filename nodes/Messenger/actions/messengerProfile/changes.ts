// PURE: what is to be written or deleted so that Meta holds what is wanted, and what the item says
// about it.
import type { Channel } from '../../graph/channel';
import { isObject, type JsonObject } from '../../graph/json';
import { refused } from '../refusals/actionFailure';
import { isPartName, metaProfile, PART_NAMES, PARTS, type PartName, type Profile } from './profile';

export interface Changes {
	changed: PartName[];
	/** Null when nothing differs. */
	write: JsonObject | null;
}

/** @throws {ActionFailure} when Meta would refuse the menu */
export function changesFor(wanted: Profile, held: Profile, channel: Channel): Changes {
	const isStarted = wanted.getStarted !== undefined || held.getStarted !== undefined;
	if (wanted.persistentMenu !== undefined && channel === 'messenger' && !isStarted) {
		throw refused(
			"'Persistent Menu' needs a Get Started button, and this Page has none",
			"Add 'Get Started' to 'Parts' as well. Nothing was written.",
		);
	}
	const changed = differing(wanted, held);
	const pairs = changed.map((name) => [name, wanted[name]]);
	// All of it in one call, as Meta's own sample does it: the menu comes with the Get Started button
	// that it needs, and Meta counts the calls.
	return { changed, write: changed.length === 0 ? null : metaProfile(Object.fromEntries(pairs)) };
}

/** The parts of one that the other does not have, or has otherwise. */
export function differing(wanted: Profile, held: Profile): PartName[] {
	return PART_NAMES.filter(
		(name) => wanted[name] !== undefined && comparable(wanted[name], name) !== comparable(held[name], name),
	);
}

const URL_KEYS = ['url', 'whitelistedDomains', 'accountLinkingUrl'];

function comparable(value: unknown, key: string): string | undefined {
	return JSON.stringify(canonical(value, key));
}

/** In one spelling: the order of keys, locales and domains means nothing, that of buttons does. */
function canonical(value: unknown, key: string): unknown {
	if (typeof value === 'string') {
		return URL_KEYS.includes(key) && URL.canParse(value) ? new URL(value).href : value;
	}
	if (Array.isArray(value)) {
		const rows = value.map((row) => canonical(row, key));
		return key === 'items' ? rows : rows.map((row) => JSON.stringify(row)).sort();
	}
	if (!isObject(value)) return value;
	const keys = Object.keys(value).sort();
	return Object.fromEntries(keys.map((name) => [name, canonical(value[name], name)]));
}

export interface Deletion {
	deleted: PartName[];
	/** Meta's fields, call by call. */
	calls: string[][];
}

/**
 * `parts` by name.
 * @throws {ActionFailure} when Meta would refuse it
 */
export function deletionOf(parts: readonly string[], held: Profile): Deletion {
	const deleted = PART_NAMES.filter((name) => parts.includes(name) && held[name] !== undefined);
	const last = deleted.filter((name) => name === 'getStarted');
	const first = deleted.filter((name) => name !== 'getStarted');
	if (last.length > 0 && held.persistentMenu !== undefined && !first.includes('persistentMenu')) {
		throw refused(
			'The Get Started button cannot be deleted while the Page has a menu',
			"Add 'Persistent Menu' to 'Parts' as well. Nothing was deleted.",
		);
	}
	// Meta wants the menu gone before Get Started goes.
	const calls = [first, last].filter((names) => names.length > 0);
	return { deleted, calls: calls.map((names) => names.map((name) => PARTS[name].field)) };
}

/** @throws {ActionFailure} for a list without a part, or with a name that is none */
export function checkParts(parts: readonly string[]): void {
	const unknown = parts.find((name) => !isPartName(name));
	if (unknown !== undefined) {
		throw refused(`'Parts' has '${unknown}'`, `It may have ${PART_NAMES.join(', ')}.`);
	}
	if (parts.length === 0) throw refused("'Parts' is empty", 'Choose what is to be deleted.');
}
