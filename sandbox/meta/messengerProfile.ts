// GET, POST and DELETE /{page-id}/messenger_profile: what people see before they write.
import {
	asPage,
	choiceParameter,
	listParameter,
	valueParameter,
	type EndpointCall,
	type GraphAnswer,
	type GraphContext,
	type PageCaller,
} from './endpoint.ts';
import { badParameter, GraphError } from './graphError.ts';
import { checkPart, PROFILE_PARTS } from './profileRules.ts';
import type { MessengerProfile } from './profileStore.ts';
import { needsMessaging } from './reach.ts';
import type { Channel, Page } from './types.ts';

export const PLATFORMS = ['MESSENGER', 'INSTAGRAM'];
const RESULT = { result: 'success' };

export function messengerProfile(call: EndpointCall): GraphAnswer {
	const { request, context } = call;
	const caller = asPage(call);
	const pageId = caller.page.id;
	context.profileBudget.spend(pageId, { pageId, now: context.world.now });
	const isInstagram = choiceParameter(request, 'platform', PLATFORMS) === 'INSTAGRAM';
	const channel = isInstagram ? 'instagram' : 'messenger';
	if (isInstagram && caller.page.instagramAccount === undefined) {
		const message = '(#100) The Page is not linked to an Instagram account';
		throw new GraphError({ message, code: 100, subcode: 2534013 });
	}
	needsMessaging(caller.record, channel);
	if (request.method === 'GET') return read(call, caller.page, channel);
	if (request.method === 'POST') return write(call, caller, channel);
	return remove(call, caller, channel);
}

function read({ request, context }: EndpointCall, page: Page, channel: Channel): GraphAnswer {
	const asked = readParts(listParameter(request, 'fields'));
	const parts = Object.entries(context.profiles.of(page.id, channel)).filter(([name]) =>
		asked.includes(name),
	);
	return { body: { data: parts.length === 0 ? [] : [Object.fromEntries(parts)] } };
}

function write({ request, context }: EndpointCall, caller: PageCaller, channel: Channel): GraphAnswer {
	const given = PROFILE_PARTS.map((name) => valueParameter(request, name)).filter((part) => !part.isAbsent);
	if (given.length === 0) throw badParameter(`One of ${PROFILE_PARTS.join(', ')} is required`);
	for (const part of given) checkPart(part, channel);
	const before = context.profiles.of(caller.page.id, channel);
	const after = { ...before, ...Object.fromEntries(given.map(({ path, value }) => [path, value])) };
	return replace(context, { caller, channel, after });
}

function remove({ request, context }: EndpointCall, caller: PageCaller, channel: Channel): GraphAnswer {
	const removed = readParts(listParameter(request, 'fields'));
	const parts = Object.entries(context.profiles.of(caller.page.id, channel));
	const after = Object.fromEntries(parts.filter(([name]) => !removed.includes(name)));
	return replace(context, { caller, channel, after });
}

function replace(
	{ profiles }: GraphContext,
	{ caller, channel, after }: { caller: PageCaller; channel: Channel; after: MessengerProfile },
): GraphAnswer {
	const { page, app } = caller;
	if (page.primaryReceiver !== undefined && page.primaryReceiver !== app.id) {
		throw badParameter(
			'Cannot set persistent menu because your app is not set as the primary app for the page.',
		);
	}
	if (channel === 'messenger' && after.persistent_menu !== undefined) needsGetStarted(after);
	return { body: RESULT, apply: () => profiles.set(page.id, channel, after) };
}

/** @throws {GraphError} for a menu, of the Page or of one person, without Get Started */
export function needsGetStarted(profile: MessengerProfile): void {
	if (profile.get_started !== undefined) return;
	const message = '(#100) You must set a Get Started button if you also wish to use persistent menu.';
	throw new GraphError({ message, code: 100, subcode: 2018145 });
}

function readParts(names: string[]): string[] {
	const [unknown] = names.filter((name) => !PROFILE_PARTS.includes(name));
	if (unknown === undefined) return names;
	throw badParameter(`Param fields must contain ${PROFILE_PARTS.join(', ')} - got "${unknown}"`);
}
