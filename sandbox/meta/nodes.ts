// GET /me, /me/accounts and /{id}: Pages, people, the app and profiles.
import { allowParameters, needsUserToken, type EndpointCall, type GraphAnswer } from './endpoint.ts';
import { parseFields, pick, type SelectedField } from './fieldSelection.ts';
import {
	badParameter,
	GraphError,
	missingPermission,
	noSuchField,
	unsupportedRequest,
} from './graphError.ts';
import { namesOf } from './json.ts';
import { DEFAULT_VERSION } from './metaState.ts';
import { opensPage, type TokenRecord, type Tokens } from './tokens.ts';
import type { App, Page } from './types.ts';

const PAGE_FIELDS = [
	'access_token',
	'category',
	'category_list',
	'id',
	'instagram_business_account',
	'name',
	'tasks',
];
const LISTED_BY_DEFAULT = 'access_token,category,category_list,name,id,tasks';
const ACCOUNT_FIELDS = ['id', 'username'];
const PROFILE_FIELDS = [
	'first_name',
	'follower_count',
	'gender',
	'id',
	'is_business_follow_user',
	'is_user_follow_business',
	'is_verified_user',
	'last_name',
	'locale',
	'name',
	'profile_pic',
	'timezone',
	'username',
];

/** GET /me/accounts */
export function accounts({ request, caller, context }: EndpointCall): GraphAnswer {
	if (request.method !== 'GET') throw unsupportedRequest(request.method, 'me');
	if (caller.kind === 'page') throw noSuchField('accounts', 'Page');
	if (caller.kind === 'app') throw needsUserToken();
	allowParameters(request, ['fields', 'limit', 'after']);
	const { record } = caller;
	const fields = parseFields(request.parameters.get('fields') ?? LISTED_BY_DEFAULT);
	const size = Math.min(readLimit(request.parameters.get('limit')), context.accountsPageSize);
	const listed = record.scopes.includes('pages_show_list') ? record.pageIds : [];
	const start = startOf(request.parameters.get('after'), listed);
	const ids = listed.slice(start, start + size);
	const data = ids.map((id) => pageNode(context.world.page(id), fields, record, context.tokens));
	if (ids.length === 0) return { body: { data } };
	const cursors = { before: cursorOf(ids[0] ?? ''), after: cursorOf(ids.at(-1) ?? '') };
	if (start + size >= listed.length) return { body: { data, paging: { cursors } } };
	const query = new URLSearchParams({ access_token: caller.text });
	for (const [name, value] of request.parameters) if (name !== 'after') query.set(name, value);
	query.set('after', cursors.after);
	const version = request.version === '' ? DEFAULT_VERSION : request.version;
	const next = `${context.baseUrl()}/${version}/me/accounts?${query.toString()}`;
	return { body: { data, paging: { cursors, next } } };
}

/** GET /me and GET /{id} */
export function node(call: EndpointCall): GraphAnswer {
	const { request, caller, context, id } = call;
	if (request.method !== 'GET') throw unsupportedRequest(request.method, id);
	allowParameters(request, ['fields']);
	const asked = request.parameters.get('fields') ?? '';
	if (caller.kind === 'app') {
		if (id === 'me') throw needsUserToken();
		if (id !== caller.app.id) throw unsupportedRequest('GET', id);
		return { body: appNode(caller.app, asked) };
	}
	const { record } = caller;
	const page = id === 'me' && caller.kind === 'page' ? caller.page : context.world.pages.get(id);
	if (page !== undefined && opensPage(record, page.id)) {
		return { body: pageNode(page, parseFields(asked || 'name,id'), record, context.tokens) };
	}
	if (caller.kind !== 'page' && (id === 'me' || id === record.userId)) {
		const person = { id: record.userId, name: 'Demo Person' };
		return { body: pick(person, namesOf(asked || 'name,id'), 'User', []) };
	}
	if (id === caller.app.id) return { body: appNode(caller.app, asked) };
	if (caller.kind === 'page') return { body: profileNode(call, record, asked) };
	throw unsupportedRequest('GET', id);
}

function appNode(app: App, asked: string): unknown {
	const facts = { id: app.id, name: app.name, link: `https://www.facebook.com/games/?app_id=${app.id}` };
	return pick(facts, namesOf(asked || 'name,id,link'), 'Application', ['category']);
}

function profileNode({ context, caller, id }: EndpointCall, { scopes }: TokenRecord, asked: string): unknown {
	const profile = context.world.profiles.get(id);
	if (profile === undefined) throw unsupportedRequest('GET', id);
	if (!scopes.includes('pages_messaging') && !scopes.includes('instagram_manage_messages')) {
		throw missingPermission(10, 'This endpoint requires the pages_messaging permission');
	}
	if (!caller.app.readsProfiles) {
		throw noProfile(2018247, 'Insufficient permission to access user profile.');
	}
	if (profile === null) throw noProfile(2018218, 'No profile available for this user.');
	// Without access to profiles Meta answers an empty object, without even the ID.
	if (Object.keys(profile).length === 0) return {};
	const names = namesOf(asked || 'first_name,last_name,profile_pic');
	return pick({ id, ...profile }, names, 'User', PROFILE_FIELDS);
}

function noProfile(subcode: number, message: string): GraphError {
	return new GraphError({ message: `(#100) ${message}`, code: 100, subcode });
}

function pageNode(
	page: Page,
	fields: readonly SelectedField[],
	holder: TokenRecord,
	tokens: Tokens,
): Record<string, unknown> {
	const account = page.instagramAccount;
	const askedAccount = fields.find(({ name }) => name === 'instagram_business_account');
	const mayReadAccount = account !== undefined && holder.scopes.includes('instagram_basic');
	const facts = {
		id: page.id,
		name: page.name,
		access_token: tokens.pageToken(holder, page.id),
		category: 'Shopping & retail',
		category_list: [{ id: '200600219953504', name: 'Shopping & retail' }],
		tasks: holder.tasks,
		...(askedAccount === undefined || !mayReadAccount
			? {}
			: {
					instagram_business_account: pick(account, askedAccount.nested ?? ['id'], 'IGUser', ACCOUNT_FIELDS),
				}),
	};
	for (const { name, nested } of fields) {
		if (nested !== null && name !== 'instagram_business_account') throw noSuchField(`${name}{}`, 'Page');
	}
	return pick(
		facts,
		fields.map(({ name }) => name),
		'Page',
		PAGE_FIELDS,
	);
}

function readLimit(text: string | undefined): number {
	if (text === undefined) return Number.POSITIVE_INFINITY;
	if (!/^[1-9]\d*$/.test(text)) throw badParameter('Param limit must be an integer greater than zero');
	return Number(text);
}

function cursorOf(pageId: string): string {
	return Buffer.from(`cursor:${pageId}`).toString('base64url');
}

function startOf(after: string | undefined, listed: readonly string[]): number {
	if (after === undefined || after === '') return 0;
	const position = listed.findIndex((id) => cursorOf(id) === after);
	if (position < 0) throw badParameter('Invalid cursors values in after cursor');
	return position + 1;
}
