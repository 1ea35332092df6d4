/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Google Sheets for n8n's node of that name: oauth2.googleapis.com and sheets.googleapis.com, with
// one spreadsheet. Written after
// https://developers.google.com/workspace/sheets/api/reference/rest/v4; only the methods that the
// node uses to add rows.
import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isRecord, listAt } from '../n8n/json.ts';
import { Refusal, startDouble, type Double } from './double.ts';
import { GoogleSignIn } from './googleSignIn.ts';
import { invalid, Spreadsheet } from './spreadsheet.ts';

export const GOOGLE_HOSTS = ['oauth2.googleapis.com', 'sheets.googleapis.com'];

const SCOPE = 'https://www.googleapis.com/auth/spreadsheets';
const SHEET_ID = 0;

export interface GoogleSheets extends Double {
	readonly spreadsheetId: string;
	readonly sheet: Spreadsheet;
	readonly signIn: GoogleSignIn;
}

/** `title` is the name of its only sheet. */
export async function startGoogleSheets(title: string): Promise<GoogleSheets> {
	const spreadsheetId = randomBytes(33).toString('base64url');
	const sheet = new Spreadsheet(title);
	const signIn = new GoogleSignIn();
	const double = await startDouble((server) => {
		server.post('/token', async ({ body }) => signIn.token(body));
		server.route({
			method: ['GET', 'POST', 'PUT'],
			url: '/v4/spreadsheets/*',
			handler: async (request) => {
				signIn.authorise(request.headers.authorization, SCOPE);
				return answer(request, spreadsheetId, sheet);
			},
		});
	}, notFound);
	return { ...double, spreadsheetId, sheet, signIn };
}

function answer(request: FastifyRequest, spreadsheetId: string, sheet: Spreadsheet): unknown {
	const path = decodeURIComponent(new URL(request.url, 'http://sheets').pathname);
	const [, id, rest = ''] = /^\/v4\/spreadsheets\/([\w-]+)(.*)$/.exec(path) ?? [];
	if (id !== spreadsheetId) throw notFound();
	const { method, body } = request;
	const query = isRecord(request.query) ? request.query : {};
	const allow = (...names: string[]) => {
		const extra = Object.keys(query).filter((name) => !names.includes(name));
		if (extra.length > 0) throw invalid(`Invalid JSON payload received. Unknown name "${extra[0]}"`);
	};

	const [, range] = /^\/values\/([^:]+(?::\d+)?)$/.exec(rest) ?? [];
	const [, appendRange] = /^\/values\/(.+):append$/.exec(rest) ?? [];
	if (method === 'GET' && rest === '') {
		allow('fields');
		return { sheets: [{ properties: { sheetId: SHEET_ID, title: sheet.title, index: 0 } }] };
	}
	if (method === 'GET' && range !== undefined) {
		allow('valueRenderOption', 'dateTimeRenderOption');
		if (sheet.place(range).row !== undefined) throw invalid('This double reads whole sheets only');
		const values = sheet.shown();
		return { range, majorDimension: 'ROWS', ...(values.length === 0 ? {} : { values }) };
	}
	if (method === 'POST' && appendRange !== undefined) {
		allow('valueInputOption');
		const { values } = valueRange(body, appendRange);
		sheet.append(appendRange, values, query.valueInputOption);
		return { spreadsheetId, tableRange: appendRange, updates: { spreadsheetId } };
	}
	if (method === 'POST' && rest === '/values:batchUpdate') {
		allow();
		const { data, valueInputOption, ...unknown } = isRecord(body) ? body : {};
		refuseExtra(unknown);
		for (const item of listAt({ data }, 'data')) {
			const { range: target, values } = valueRange(item);
			sheet.write(target, values, valueInputOption);
		}
		return { spreadsheetId, totalUpdatedSheets: 1 };
	}
	throw notFound();
}

/** A ValueRange; in the body of a request its range has to be that of the address. */
function valueRange(value: unknown, expected?: string): { range: string; values: unknown } {
	const { range, values, ...unknown } = isRecord(value) ? value : {};
	refuseExtra(unknown);
	if (typeof range !== 'string' || (expected !== undefined && range !== expected)) {
		throw invalid(`Requested writing within range [${expected}], but tried writing to [${String(range)}]`);
	}
	return { range, values };
}

function refuseExtra(unknown: object): void {
	const [name] = Object.keys(unknown);
	if (name !== undefined) throw invalid(`Invalid JSON payload received. Unknown name "${name}"`);
}

function notFound(): Refusal {
	const message = 'Requested entity was not found.';
	return new Refusal(404, { error: { code: 404, message, status: 'NOT_FOUND' } });
}
