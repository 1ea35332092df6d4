// GET, POST and DELETE /{page-id}/custom_user_settings: the menu of one person on Messenger.
import {
	asPage,
	listParameter,
	requireParameter,
	valueParameter,
	type EndpointCall,
	type GraphAnswer,
} from './endpoint.ts';
import { badParameter, GraphError } from './graphError.ts';
import { checkMenu } from './menuRules.ts';
import { needsGetStarted } from './messengerProfile.ts';
import { needsMessaging } from './reach.ts';

const RESULT = { result: 'success' };
const SETTING = 'persistent_menu';

export function customUserSettings(call: EndpointCall): GraphAnswer {
	const { request, context } = call;
	const { page, record } = asPage(call);
	const psid = requireParameter(request, 'psid');
	context.personBudget.spend(`${page.id}/${psid}`, { pageId: page.id, now: context.world.now });
	needsMessaging(record, 'messenger');
	if (context.people.find(page.id, { id: psid, userRef: null })?.channel !== 'messenger') {
		throw new GraphError({ message: '(#100) No matching user found', code: 100, subcode: 2018001 });
	}
	if (request.method === 'GET') return read(call, page.id, psid);
	if (request.method === 'POST') return write(call, page.id, psid);
	return remove(call, page.id, psid);
}

function read({ context: { profiles } }: EndpointCall, pageId: string, psid: string): GraphAnswer {
	const menus = {
		user_level_persistent_menu: profiles.menuOf(pageId, psid),
		page_level_persistent_menu: profiles.of(pageId, 'messenger').persistent_menu,
	};
	const present = Object.entries(menus).filter(([, menu]) => menu !== undefined);
	return { body: { data: present.length === 0 ? [] : [Object.fromEntries(present)] } };
}

function write({ request, context: { profiles } }: EndpointCall, pageId: string, psid: string): GraphAnswer {
	const menu = valueParameter(request, SETTING);
	checkMenu(menu, 'messenger');
	needsGetStarted(profiles.of(pageId, 'messenger'));
	return { body: RESULT, apply: () => profiles.setMenu(pageId, psid, menu.value) };
}

function remove({ request, context: { profiles } }: EndpointCall, pageId: string, psid: string): GraphAnswer {
	if (listParameter(request, 'params').some((name) => name !== SETTING)) {
		throw badParameter(`Param params must be ["${SETTING}"]`);
	}
	return { body: RESULT, apply: () => profiles.removeMenu(pageId, psid) };
}
