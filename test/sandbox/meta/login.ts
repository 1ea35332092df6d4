// Logs in at the simulated Meta as a browser would: opens the dialog's URL, sends its form, follows
// nothing.
import type { Scene } from './scene.ts';

export const REDIRECT_URI = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
export const SCOPES = [
	'pages_show_list',
	'pages_manage_metadata',
	'pages_read_engagement',
	'pages_messaging',
];

type Query = Record<string, string>;

export function dialogUrl({ meta, app }: Scene, query: Query = {}): string {
	const asked = new URLSearchParams({
		client_id: app.id,
		redirect_uri: REDIRECT_URI,
		response_type: 'code',
		state: 'STATE=&+',
		scope: SCOPES.join(','),
		...query,
	});
	return `${meta.baseUrl}/v25.0/dialog/oauth?${asked.toString()}`;
}

export interface Decision {
	decision: 'continue' | 'cancel';
	pages?: string[];
	scopes?: string[];
}

export async function decide(
	scene: Scene,
	{ decision, pages = [scene.page.id], scopes = SCOPES }: Decision,
	query: Query = {},
): Promise<{ status: number; location: URL }> {
	const form = new URLSearchParams({ decision });
	for (const page of pages) form.append('pages', page);
	for (const scope of scopes) form.append('scopes', scope);
	const response = await fetch(dialogUrl(scene, query), { method: 'POST', body: form, redirect: 'manual' });
	return {
		status: response.status,
		location: new URL(response.headers.get('location') ?? 'about:blank'),
	};
}

export interface Login {
	pages?: string[];
	scopes?: string[];
	query?: Query;
}

export async function codeOf(scene: Scene, { query, ...ticked }: Login = {}): Promise<string> {
	const { location } = await decide(scene, { decision: 'continue', ...ticked }, query);
	return location.searchParams.get('code') ?? '';
}

/** The call for a token, with or without changes; POST sends a form. */
export async function askForToken(
	{ meta, app }: Scene,
	changes: Query,
	method: 'GET' | 'POST' = 'POST',
): Promise<{ status: number; body: unknown }> {
	const query = new URLSearchParams({ client_id: app.id, client_secret: app.secret, ...changes });
	const url = `${meta.baseUrl}/v25.0/oauth/access_token`;
	const response =
		method === 'GET' ? await fetch(`${url}?${query.toString()}`) : await fetch(url, { method, body: query });
	return { status: response.status, body: await response.json() };
}

export async function redeem(
	scene: Scene,
	code: string,
	changes: Query = {},
	method: 'GET' | 'POST' = 'POST',
): Promise<{ status: number; body: unknown }> {
	return await askForToken(scene, { code, redirect_uri: REDIRECT_URI, ...changes }, method);
}

/** The access token of a whole login. */
export async function aLogin(scene: Scene, login: Login = {}): Promise<string> {
	const { body } = await redeem(scene, await codeOf(scene, login));
	return (body as { access_token: string }).access_token;
}
