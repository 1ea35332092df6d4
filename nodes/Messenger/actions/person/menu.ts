// person/setMenu and person/clearMenu: a menu that one person sees instead of the Page's own.
import { attempt } from '../../graph/attempt';
import { PersonMenuApi } from '../../graph/profileApi';
import { httpOf } from '../../graph/request';
import { metaMenus, type Menu } from '../buttons/menu';
import type { Action, Operation, Task } from '../item/action';
import { accountOf, withPage } from '../item/pageCall';
import { laneOf, readWhom, requiredId, type Whom } from '../item/whom';
import { budgetFailure } from '../refusals/budgetFailure';
import { personMenus, refuseInstagram } from './personMenus';

export const setMenu: Operation = (action, itemIndex) => {
	const menus = personMenus(action.n8n.getNodeParameter('persistentMenu', itemIndex, {}));
	return menuTask(action, itemIndex, menus);
};

export const clearMenu: Operation = (action, itemIndex) => menuTask(action, itemIndex, null);

/** `menus` null clears it. */
function menuTask(action: Action, itemIndex: number, menus: readonly Menu[] | null): Task {
	const whom = readWhom(action.n8n, itemIndex);
	const recipientId = requiredId(whom);
	refuseInstagram(whom.channel);
	return {
		lane: laneOf(whom),
		recipientId,
		run: async () => {
			const { channel, accountId } = await accountOf(action, whom);
			refuseInstagram(channel);
			await write(action, whom, recipientId, menus);
			return { recipientId, channel, accountId, persistentMenu: menus };
		},
	};
}

async function write(
	action: Action,
	whom: Whom,
	recipientId: string,
	menus: readonly Menu[] | null,
): Promise<void> {
	const written = await attempt(
		async () =>
			await withPage(action, whom, async ({ page }) => {
				const api = new PersonMenuApi(httpOf(action.n8n), action.credential, page, recipientId);
				await (menus === null ? api.clear() : api.set(metaMenus(menus)));
			}),
	);
	if (!written.ok) throw budgetFailure(written.failure, 'the menu of one person');
}
