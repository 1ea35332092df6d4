// PURE: the menus of one person, one for each locale.
import type { Channel } from '../../graph/channel';
import { wantedMenus, type Menu } from '../buttons/menu';
import { refused } from '../refusals/actionFailure';
import { Problems } from '../refusals/problems';

/** @throws {ActionFailure} that names every parameter Meta would refuse */
export function personMenus(value: unknown): Menu[] {
	const problems = new Problems();
	const menus = wantedMenus(value, 'messenger', "'Persistent Menu'", problems);
	if (menus.length === 0) {
		problems.add("'Persistent Menu' is empty: add a menu; the operation Clear Menu takes one away");
	}
	problems.throwAny();
	return menus;
}

/** @throws {ActionFailure} */
export function refuseInstagram(channel: Channel | null): void {
	if (channel !== 'instagram') return;
	throw refused(
		'Instagram has no menu for one person',
		'Set the menu of the whole account: resource Messenger Profile, operation Update.',
	);
}
