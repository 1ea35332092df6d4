/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// GET /{version}/dialog/oauth shows the login dialog, POST takes the person's decision and
// redirects with a code or a refusal.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { GraphContext } from './endpoint.ts';
import { isLoopback } from './httpCall.ts';
import { namesOf } from './json.ts';
import { loginPage, refusedPage, type Choice } from './loginPage.ts';
import type { App, LoginConfiguration } from './types.ts';

const PERMISSIONS: Record<string, string> = {
	business_management: 'Manage your business portfolio',
	instagram_basic: 'See your Instagram account',
	instagram_manage_messages: 'Manage messages on Instagram',
	pages_manage_metadata: 'Manage settings and webhooks of your Pages',
	pages_messaging: 'Manage conversations of your Pages in Messenger',
	pages_read_engagement: 'Read what is posted on your Pages',
	pages_show_list: 'Show the list of your Pages',
	public_profile: 'Your name and picture',
};

interface Login {
	app: App;
	redirectUri: string;
	state: string | null;
	scopes: string[];
	configuration: LoginConfiguration | null;
}

export function serveLoginDialog(server: FastifyInstance, context: GraphContext): void {
	void server.register(async (scope: FastifyInstance) => {
		scope.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			(_request, body, done) => done(null, body),
		);
		for (const path of ['/dialog/oauth', '/:version/dialog/oauth']) {
			scope.get(path, async ({ url }, reply) => await show(reply, queryOf(url), context));
			scope.post(path, async ({ url, body }, reply) => {
				return await decide(reply, queryOf(url), new URLSearchParams(String(body)), context);
			});
		}
	});
}

async function show(reply: FastifyReply, query: URLSearchParams, context: GraphContext): Promise<unknown> {
	const login = readLogin(query, context);
	if (typeof login === 'string') return await answerPage(reply, 400, refusedPage(login));
	const { app, scopes, configuration } = login;
	const pages = [...context.world.pages.values()].map(({ id, name }): Choice => ({ value: id, label: name }));
	const permissions = scopes.map(
		(scope): Choice => ({
			value: scope,
			label: PERMISSIONS[scope] ?? scope,
			note: scope,
			isFixed: configuration !== null,
		}),
	);
	const page = loginPage({ appName: app.name, pages, permissions, query: query.toString() });
	return await answerPage(reply, 200, page);
}

async function decide(
	reply: FastifyReply,
	query: URLSearchParams,
	form: URLSearchParams,
	context: GraphContext,
): Promise<unknown> {
	const login = readLogin(query, context);
	if (typeof login === 'string') return await answerPage(reply, 400, refusedPage(login));
	const target = new URL(login.redirectUri);
	if (form.get('decision') === 'continue') {
		const ticked = form.getAll('scopes');
		const scopes =
			login.configuration === null ? login.scopes.filter((one) => ticked.includes(one)) : login.scopes;
		const code = context.logins.grant(
			{ ...login, grant: { pageIds: form.getAll('pages'), scopes } },
			login.scopes,
		);
		target.searchParams.set('code', code);
	} else {
		target.searchParams.set('error', 'access_denied');
		target.searchParams.set('error_code', '200');
		target.searchParams.set('error_description', 'Permissions error');
		target.searchParams.set('error_reason', 'user_denied');
	}
	if (login.state !== null) target.searchParams.set('state', login.state);
	target.hash = '_=_';
	return await reply.redirect(target.href, 302);
}

/** What Meta shows instead of the dialog, when the app asks for something that is not possible. */
function readLogin(query: URLSearchParams, { world, logins }: GraphContext): Login | string {
	const app = world.apps.get(query.get('client_id') ?? '');
	if (app === undefined) return 'Invalid App ID: The provided app ID does not look like a valid app ID.';
	const redirectUri = query.get('redirect_uri') ?? '';
	if (!URL.canParse(redirectUri) || !isLoopback(new URL(redirectUri))) {
		return 'URL Blocked: The redirect URI is not one that this simulator redirects to.';
	}
	if ((query.get('response_type') ?? 'code') !== 'code')
		return 'Invalid response_type: only code is simulated.';
	const state = query.get('state');
	const configId = query.get('config_id');
	if (configId !== null) {
		const configuration = logins.configuration(configId, app);
		if (configuration === undefined) return 'Invalid config_id: The app has no such login configuration.';
		return { app, redirectUri, state, scopes: configuration.scopes, configuration };
	}
	const asked = namesOf((query.get('scope') ?? '').replaceAll(' ', ','));
	const unknown = asked.filter((scope) => !(scope in PERMISSIONS));
	if (unknown.length > 0) return `Invalid Scopes: ${unknown.join(', ')}.`;
	const isRerequest = query.get('auth_type') === 'rerequest';
	const scopes = asked.filter((scope) => isRerequest || !logins.declinedBefore(app).has(scope));
	return { app, redirectUri, state, scopes, configuration: null };
}

async function answerPage(reply: FastifyReply, status: number, html: string): Promise<unknown> {
	return await reply.code(status).type('text/html; charset=utf-8').send(html);
}

function queryOf(url: string): URLSearchParams {
	return new URL(url, 'http://localhost').searchParams;
}
