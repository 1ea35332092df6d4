/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Google Sheets for n8n's node of that name: oauth2.googleapis.com and sheets.googleapis.com, with
// one spreadsheet. Written after
// https://developers.google.com/workspace/sheets/api/reference/rest/v4; only the methods that the
// node uses to add and read rows.
import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isRecord, listAt } from '../n8n/json.ts';
import { Refusal, startDouble, type Double } from './double.ts';
import { GoogleSignIn } from './googleSignIn.ts';
import { invalid, Spreadsheet } from './spreadsheet.ts';

export const GOOGLE_HOSTS = ['oauth2.googleapis.com', 'sheets.googleapis.com'];

const SCOPE = 'https://www.googleapis.com/auth/spreadsheets';

export interface GoogleSheets extends Double {
	readonly spreadsheetId: string;
	sheet(title: string): Spreadsheet;
	readonly signIn: GoogleSignIn;
}

/** `titles` are the names of its sheets. */
export async function startGoogleSheets(titles: readonly string[]): Promise<GoogleSheets> {
	const spreadsheetId = randomBytes(33).toString('base64url');
	const sheets = new Sheets(titles);
	const signIn = new GoogleSignIn();
	const double = await startDouble((server) => {
		server.post('/token', async ({ body }) => signIn.token(body));
		server.route({
			method: ['GET', 'POST', 'PUT'],
			url: '/v4/spreadsheets/*',
			handler: async (request) => {
				signIn.authorise(request.headers.authorization, SCOPE);
				return answer(request, spreadsheetId, sheets);
			},
		});
	}, notFound);
	return { ...double, spreadsheetId, sheet: (title) => sheets.at(title), signIn };
}

class Sheets {
	private readonly sheets: Spreadsheet[];

	constructor(titles: readonly string[]) {
		this.sheets = titles.map((title) => new Spreadsheet(title));
	}

	list(): string[] {
		return this.sheets.map(({ title }) => title);
	}

	/** @throws {Refusal} when there is none of this range, which may be a title alone */
	at(range: string): Spreadsheet {
		const sheet = this.sheets.find((one) => one.has(range));
		if (sheet === undefined) throw invalid(`Unable to parse range: ${range}`);
		return sheet;
	}
}

function answer(request: FastifyRequest, spreadsheetId: string, sheets: Sheets): unknown {
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
		return {
			sheets: sheets.list().map((title, index) => ({ properties: { sheetId: index, title, index } })),
		};
	}
	if (method === 'GET' && range !== undefined) {
		allow('valueRenderOption', 'dateTimeRenderOption');
		const sheet = sheets.at(range);
		if (sheet.place(range).row !== undefined) throw invalid('This double reads whole sheets only');
		const values = sheet.shown();
		return { range, majorDimension: 'ROWS', ...(values.length === 0 ? {} : { values }) };
	}
	if (method === 'POST' && appendRange !== undefined) {
		allow('valueInputOption');
		const { values } = valueRange(body, appendRange);
		sheets.at(appendRange).append(appendRange, values, query.valueInputOption);
		return { spreadsheetId, tableRange: appendRange, updates: { spreadsheetId } };
	}
	if (method === 'POST' && rest === '/values:batchUpdate') {
		allow();
		const { data, valueInputOption, ...unknown } = isRecord(body) ? body : {};
		refuseExtra(unknown);
		for (const item of listAt({ data }, 'data')) {
			const { range: target, values } = valueRange(item);
			sheets.at(target).write(target, values, valueInputOption);
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
