// The double of Google Sheets refuses what Google would refuse, and tells typed values from raw
// ones.
import { startGoogleSheets, type GoogleSheets } from '../../../sandbox/doubles/index.ts';
import { call, type Request } from './call.ts';

const SCOPE = 'https://www.googleapis.com/auth/spreadsheets';
const BACK = 'http://127.0.0.1/callback';

let google: GoogleSheets;
let authorization: string;
let base: string;

const consentPage = (scope: string) =>
	`https://accounts.google.com/o/oauth2/v2/auth?${new URLSearchParams({
		client_id: google.signIn.client.clientId,
		redirect_uri: BACK,
		response_type: 'code',
		scope,
		state: 'S',
		access_type: 'offline',
		prompt: 'consent',
	})}`;
const codeFor = (scope: string) =>
	new URL(google.signIn.consent(consentPage(scope))).searchParams.get('code') ?? '';
const form = (code: string, changes: Record<string, string> = {}) =>
	new URLSearchParams({
		grant_type: 'authorization_code',
		code,
		client_id: google.signIn.client.clientId,
		client_secret: google.signIn.client.clientSecret,
		redirect_uri: BACK,
		...changes,
	});
const token = async (scope: string) => {
	const { body } = await call(google, { path: '/token', body: form(codeFor(scope)) });
	return `Bearer ${String(body.access_token)}`;
};
const append = (changes: Partial<Request> = {}): Request => ({
	path: `${base}/values/Taps!1:1:append?valueInputOption=RAW`,
	headers: { authorization },
	body: { range: 'Taps!1:1', values: [['7', '=1+1', null, true]] },
	...changes,
});

beforeEach(async () => {
	google = await startGoogleSheets(['Taps', 'Cards']);
	base = `/v4/spreadsheets/${google.spreadsheetId}`;
	authorization = await token(SCOPE);
});
afterEach(async () => await google.stop());

it('appends below what is there, and gives a code only once', async () => {
	expect(await call(google, append())).toMatchObject({ status: 200 });
	expect(await call(google, append())).toMatchObject({ status: 200 });
	expect(google.sheet('Taps').shown()).toEqual([
		['7', '=1+1', '', 'TRUE'],
		['7', '=1+1', '', 'TRUE'],
	]);
	const code = codeFor(SCOPE);
	expect(await call(google, { path: '/token', body: form(code) })).toMatchObject({ status: 200 });
	expect(await call(google, { path: '/token', body: form(code) })).toMatchObject({
		status: 400,
		body: { error: 'invalid_grant' },
	});
});

it('makes numbers and formulas of what a person would type, and leaves null cells alone', async () => {
	await call(google, append());
	const body = {
		valueInputOption: 'USER_ENTERED',
		data: [{ range: 'Taps!A1', values: [[null, '=1', '8']] }],
	};
	const path = `${base}/values:batchUpdate`;
	expect(await call(google, { path, headers: { authorization }, body })).toMatchObject({ status: 200 });
	expect(google.sheet('Taps').cells()).toEqual([['7', '#ERROR!', 8, true]]);
});

it.each<[string, () => Promise<Request> | Request, number]>([
	['no token', () => append({ headers: {} }), 401],
	['a token of somebody else', () => append({ headers: { authorization: 'Bearer ya29.other' } }), 401],
	[
		'a token without the scope',
		async () => append({ headers: { authorization: await token('email') } }),
		403,
	],
	['another document', () => append({ path: '/v4/spreadsheets/other/values/Taps!1:1:append' }), 404],
	['no value input option', () => append({ path: `${base}/values/Taps!1:1:append` }), 400],
	['an unknown parameter', () => append({ path: `${append().path}&insert=1` }), 400],
	['an unknown field', () => append({ body: { range: 'Taps!1:1', values: [], rows: 1 } }), 400],
	['another range in the body', () => append({ body: { range: 'Taps!2:2', values: [] } }), 400],
	['an object in a cell', () => append({ body: { range: 'Taps!1:1', values: [[{}]] } }), 400],
	[
		'a sheet that is not there',
		() => ({
			method: 'GET',
			path: `${base}/values/Other`,
			headers: { authorization },
		}),
		400,
	],
	[
		'a wrong client secret',
		() => ({ path: '/token', body: form(codeFor(SCOPE), { client_secret: 'x' }) }),
		401,
	],
	['another way back', () => ({ path: '/token', body: form(codeFor(SCOPE), { redirect_uri: 'x' }) }), 400],
])('refuses %s, and writes it down', async (_label, request, status) => {
	expect((await call(google, await request())).status).toBe(status);
	expect(google.refusals()).toHaveLength(1);
	expect(google.sheet('Taps').shown()).toEqual([]);
});
