// EDGE: the Graph API endpoints this package uses, as typed calls. How a call is made is
// graphHttp.ts.
import { readAppRecord, type AppRecord } from './appRecord';
import { mapAttempt, type Attempt } from './attempt';
import { GraphFailure } from './graphFailure';
import { GraphHttp, type GraphHttpOptions } from './graphHttp';
import type { GraphAccess, GraphCall } from './graphRequest';
import { arrayOf, idOrNull, isObject, isTooDeep, textOrNull, type JsonObject } from './json';
import { type HttpRequest } from './request';
import { readTokenFacts, type TokenFacts } from './tokenFacts';

const ACCOUNTS_PER_RESULT_PAGE = 100;
const MAX_RESULT_PAGES = 100;
const PAGE_FIELDS = 'id,name,access_token,instagram_business_account{id,username}';

/** A Page this token can manage. */
export interface PageAccess {
	id: string;
	name: string;
	token: string;
	/** The linked Instagram professional account. */
	instagram: { id: string; username: string | null } | null;
}

export class GraphApi {
	private readonly http: GraphHttp;
	private readonly access: GraphAccess;

	constructor(request: HttpRequest, access: GraphAccess, options: GraphHttpOptions = {}) {
		this.http = new GraphHttp(request, access, options);
		this.access = access;
	}

	/** What Meta holds for every object of the app. */
	async appRecords(): Promise<AppRecord[]> {
		const answer = await this.http.call({
			doing: "read the app's webhook subscriptions",
			method: 'GET',
			path: `${this.access.appId}/subscriptions`,
			token: this.appToken,
		});
		return dataOf(answer).map(readAppRecord);
	}

	/** Meta verifies the callback with a handshake before it answers. */
	async writeAppRecord(record: {
		object: string;
		callbackUrl: string;
		fields: readonly string[];
		verifyToken: string;
	}): Promise<void> {
		await this.http.call({
			doing: `register the webhook for object '${record.object}'`,
			method: 'POST',
			path: `${this.access.appId}/subscriptions`,
			token: this.appToken,
			form: {
				object: record.object,
				callback_url: record.callbackUrl,
				fields: record.fields.join(','),
				verify_token: record.verifyToken,
				include_values: 'true',
			},
		});
	}

	/**
	 * Always names fields: without them Meta would remove everything the app subscribed for this
	 * object.
	 */
	async deleteAppFields(object: string, fields: readonly string[]): Promise<void> {
		if (fields.length === 0) return;
		await this.http.call({
			doing: `remove the webhook for object '${object}'`,
			method: 'DELETE',
			path: `${this.access.appId}/subscriptions`,
			token: this.appToken,
			query: { object, fields: fields.join(',') },
		});
	}

	async tokenFacts(): Promise<TokenFacts> {
		const doing = 'check the access token';
		const answer = await this.http.call({
			doing,
			method: 'GET',
			path: 'debug_token',
			token: this.appToken,
			query: { input_token: this.access.accessToken },
		});
		const facts = readTokenFacts(answer);
		if (facts === null) throw new GraphFailure(doing, { kind: 'unreadable', status: 200 });
		return facts;
	}

	/** Every Page of a user or system-user token, from all result pages. */
	async pages(): Promise<PageAccess[]> {
		const pages: PageAccess[] = [];
		let after: string | null = null;
		for (let resultPage = 0; resultPage < MAX_RESULT_PAGES; resultPage++) {
			const answer = await this.http.call({
				doing: "list the token's Pages",
				method: 'GET',
				path: 'me/accounts',
				token: this.access.accessToken,
				query: {
					fields: PAGE_FIELDS,
					limit: String(ACCOUNTS_PER_RESULT_PAGE),
					...(after === null ? {} : { after }),
				},
			});
			pages.push(...dataOf(answer).flatMap((page) => readPage(page) ?? []));
			after = nextCursor(answer);
			if (after === null) break;
		}
		return pages;
	}

	/** One Page by ID, or the token's own Page with `me`. Null when Meta gives no Page token. */
	async page(id: string): Promise<PageAccess | null> {
		return readOpened(await this.http.call(opening(id, this.access.accessToken)));
	}

	/** Like `page`, with an outcome for each ID, in their order. */
	async pagesById(ids: readonly string[]): Promise<Array<Attempt<PageAccess | null>>> {
		const answers = await this.http.callAll(ids.map((id) => opening(id, this.access.accessToken)));
		return answers.map((answer) => mapAttempt(answer, readOpened));
	}

	/** The fields this app has on a Page; null when the app is not installed there. */
	async pageFields(page: PageAccess): Promise<string[] | null> {
		return fieldsOfApp(await this.http.call(readingFields(page)), this.access.appId);
	}

	/** Like `pageFields`, with an outcome for each Page, in their order. */
	async pageFieldsOf(pages: readonly PageAccess[]): Promise<Array<Attempt<string[] | null>>> {
		const answers = await this.http.callAll(pages.map(readingFields));
		return answers.map((answer) => mapAttempt(answer, (body) => fieldsOfApp(body, this.access.appId)));
	}

	/** An outcome for each write, in their order. */
	async writePageFields(
		writes: ReadonlyArray<{ page: PageAccess; fields: readonly string[] }>,
	): Promise<Array<Attempt<unknown>>> {
		return await this.http.callAll(
			writes.map(({ page, fields }) => ({
				doing: `subscribe Page ${page.id}`,
				method: 'POST',
				path: `${page.id}/subscribed_apps`,
				token: page.token,
				form: { subscribed_fields: fields.join(',') },
			})),
		);
	}

	/**
	 * Ends every field of the app on these Pages; Meta has no narrower call. An outcome for each, in
	 * their order.
	 */
	async detachPages(pages: readonly PageAccess[]): Promise<Array<Attempt<unknown>>> {
		return await this.http.callAll(
			pages.map((page) => ({
				doing: `unsubscribe Page ${page.id}`,
				method: 'DELETE',
				path: `${page.id}/subscribed_apps`,
				token: page.token,
			})),
		);
	}

	/** A person's profile by PSID or IGSID; null when Meta gives none. */
	async profile(userId: string, fields: string, pageToken: string): Promise<JsonObject | null> {
		const answer = await this.http.call({
			doing: 'read a profile',
			method: 'GET',
			path: encodeURIComponent(userId),
			token: pageToken,
			query: { fields },
		});
		return isObject(answer) && Object.keys(answer).length > 0 && !isTooDeep(answer) ? answer : null;
	}

	private get appToken(): string {
		return `${this.access.appId}|${this.access.appSecret}`;
	}
}

function opening(id: string, token: string): GraphCall {
	return {
		doing: `open Page ${id}`,
		method: 'GET',
		path: encodeURIComponent(id),
		token,
		query: { fields: PAGE_FIELDS },
	};
}

function readingFields(page: PageAccess): GraphCall {
	return {
		doing: `read the subscriptions of Page ${page.id}`,
		method: 'GET',
		path: `${page.id}/subscribed_apps`,
		token: page.token,
	};
}

function fieldsOfApp(answer: unknown, appId: string): string[] | null {
	const ours = dataOf(answer).find((app) => idOrNull(app.id) === appId);
	if (ours === undefined) return null;
	return arrayOf(ours.subscribed_fields).filter((field) => typeof field === 'string');
}

function readOpened(answer: unknown): PageAccess | null {
	return isObject(answer) ? readPage(answer) : null;
}

function readPage(page: JsonObject): PageAccess | null {
	const id = idOrNull(page.id);
	const token = textOrNull(page.access_token);
	if (id === null || token === null) return null;
	const account = isObject(page.instagram_business_account) ? page.instagram_business_account : {};
	const instagramId = idOrNull(account.id);
	return {
		id,
		name: textOrNull(page.name) ?? id,
		token,
		instagram: instagramId === null ? null : { id: instagramId, username: textOrNull(account.username) },
	};
}

/** Following the cursor rather than `next`, which is a URL with the token in it. */
function nextCursor(answer: unknown): string | null {
	const paging = isObject(answer) && isObject(answer.paging) ? answer.paging : {};
	const cursors = isObject(paging.cursors) ? paging.cursors : {};
	return typeof paging.next === 'string' ? textOrNull(cursors.after) : null;
}

function dataOf(answer: unknown): JsonObject[] {
	return isObject(answer) ? arrayOf(answer.data).filter(isObject) : [];
}
