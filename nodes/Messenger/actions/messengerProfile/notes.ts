// PURE: what an item adds in words: what people see, when, and what Meta did otherwise.
import type { Channel } from '../../graph/channel';
import { PARTS, type PartName, type Profile } from './profile';

const SLOW_MENU: Readonly<Record<Channel, string>> = {
	messenger: 'Meta can take up to 24 hours to show a changed menu to everybody.',
	instagram: 'Open conversations show a changed menu after the person has refreshed their inbox.',
};

/** For a menu that was just changed. */
export function menuNotes(changed: readonly PartName[], channel: Channel): string[] {
	return changed.includes('persistentMenu') ? [SLOW_MENU[channel]] : [];
}

/** For what a Page has, as it has it. */
export function standingNotes({ getStarted, iceBreakers }: Profile): string[] {
	return getStarted === undefined || iceBreakers === undefined
		? []
		: ['The ice breakers hide the Get Started button: people see the questions instead of it.'];
}

/** For parts that are otherwise than they were written or deleted a moment ago. */
export function otherwiseNotes(names: readonly PartName[]): string[] {
	return names.map(
		(name) =>
			`Meta answered success, but shows '${PARTS[name].displayName}' otherwise than it was asked for: compare 'after'.`,
	);
}

export const HIDDEN_GREETING = 'Meta does not show the greeting of this Page.';

/** As a part of an item; nothing where there is none. */
export function withNotes(notes: readonly string[]): { notes?: string[] } {
	return notes.length === 0 ? {} : { notes: [...notes] };
}
