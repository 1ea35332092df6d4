// GET, POST and DELETE /{page-id}/subscribed_apps: which fields an installed app gets from one
// Page.
import { readWebhookFields, SUCCESS, type EndpointCall, type GraphAnswer } from './endpoint.ts';
import { isMessagingField } from './fields.ts';
import { GraphError, missingPermission, unsupportedRequest } from './graphError.ts';
import type { TokenRecord } from './tokens.ts';
import type { App, Page } from './types.ts';

const WRITING_TASKS = ['CREATE_CONTENT', 'MANAGE', 'MODERATE'];

interface Installation {
	page: Page;
	app: App;
}

export function subscribedApps(call: EndpointCall): GraphAnswer {
	const { caller, request, id } = call;
	if (caller.kind !== 'page') {
		throw new GraphError({
			message: '(#210) A page access token is required to request this resource.',
			code: 210,
		});
	}
	if (id !== 'me' && id !== caller.page.id) throw unsupportedRequest(request.method, id);
	const installation = { page: caller.page, app: caller.app };
	if (request.method === 'GET') return read(call, installation, caller.record);
	if (request.method === 'POST') return write(call, installation, caller.record);
	return detach(call, installation, caller.record);
}

function read({ context }: EndpointCall, { page }: Installation, token: TokenRecord): GraphAnswer {
	needsManageMetadata(token);
	const data = context.world.pageSubscriptions(page.id).map(([appId, fields]) => ({
		category: 'Business',
		link: `https://www.facebook.com/games/?app_id=${appId}`,
		name: context.world.app(appId).name,
		id: appId,
		...(fields.length === 0 ? {} : { subscribed_fields: fields }),
	}));
	return { body: { data } };
}

function write(
	{ request, context: { world, options } }: EndpointCall,
	{ page, app }: Installation,
	token: TokenRecord,
): GraphAnswer {
	const list = request.parameters.get('subscribed_fields');
	if (list === undefined) {
		throw new GraphError({ message: '(#100) The parameter subscribed_fields is required.', code: 100 });
	}
	const fields = readWebhookFields('page', list);
	if (fields.length === 0) {
		throw new GraphError({ message: 'An unknown error has occurred.', code: 1, status: 500 });
	}
	needsWritingTask(token);
	const sentences = fields.flatMap((field) => {
		const permission = missingFor(field, token);
		if (permission === null) return [];
		return `To subscribe to the ${field} field, one of these permissions is needed: ${permission}`;
	});
	if (sentences.length > 0) throw missingPermission(200, sentences.join('. '));
	return {
		body: SUCCESS,
		apply: () => {
			const kept = options.subscriptionWrites === 'merge' ? world.pageSubscription(page.id, app.id) : null;
			world.setPageSubscription(page.id, app.id, [...(kept ?? []), ...fields]);
		},
	};
}

function detach(
	{ context: { world } }: EndpointCall,
	{ page, app }: Installation,
	token: TokenRecord,
): GraphAnswer {
	needsManageMetadata(token);
	needsWritingTask(token);
	return {
		body: { success: true, messaging_success: true },
		apply: () => world.removePageSubscription(page.id, app.id),
	};
}

function missingFor(field: string, { scopes }: TokenRecord): string | null {
	if (!scopes.includes('pages_manage_metadata')) return 'pages_manage_metadata';
	return isMessagingField(field) && !scopes.includes('pages_messaging') ? 'pages_messaging' : null;
}

function needsManageMetadata({ scopes }: TokenRecord): void {
	if (scopes.includes('pages_manage_metadata')) return;
	throw missingPermission(200, 'Requires pages_manage_metadata permission to manage the object');
}

function needsWritingTask({ tasks }: TokenRecord): void {
	if (tasks.some((task) => WRITING_TASKS.includes(task))) return;
	throw missingPermission(
		200,
		'User does not have sufficient administrative permission for this action on this page',
	);
}
