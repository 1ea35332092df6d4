// EDGE: what a Page shows around its conversations, `/{page-id}/messenger_profile`, and the menu of
// one person, `/{page-id}/custom_user_settings`.
import type { Channel } from './channel';
import { formOf } from './form';
import type { PageAccess } from './graphApi';
import { GraphHttp, type GraphAccess } from './graphHttp';
import { arrayOf, isObject, type JsonObject } from './json';
import type { HttpRequest } from './request';

/** Meta counts ten calls in as many minutes, for a Page or for one of its people. */
const BUDGET_SECONDS = 600;

const PROFILE_NAMES: Readonly<Record<Channel, string>> = {
	messenger: 'the Messenger profile',
	instagram: 'the Instagram profile',
};

/** Its methods throw {GraphFailure}. */
export class ProfileApi {
	private readonly http: GraphHttp;
	private readonly page: PageAccess;
	private readonly name: string;
	private readonly platform: { platform?: string };

	constructor(request: HttpRequest, access: GraphAccess, page: PageAccess, channel: Channel) {
		this.http = budgeted(request, access, page.id);
		this.page = page;
		this.name = `${PROFILE_NAMES[channel]} of Page ${page.id}`;
		this.platform = channel === 'instagram' ? { platform: channel } : {};
	}

	async read(fields: readonly string[]): Promise<JsonObject> {
		const answer = await this.http.call({
			doing: `read ${this.name}`,
			method: 'GET',
			path: this.path,
			token: this.page.token,
			query: { fields: fields.join(','), ...this.platform },
		});
		// One object with every field, or one for each.
		const objects = isObject(answer) ? arrayOf(answer.data).filter(isObject) : [];
		return Object.assign({}, ...objects) as JsonObject;
	}

	async write(parameters: JsonObject): Promise<void> {
		await this.http.call({
			doing: `change ${this.name}`,
			method: 'POST',
			path: this.path,
			token: this.page.token,
			// Meta's documents have the platform in both.
			query: this.platform,
			form: formOf({ ...parameters, ...this.platform }),
		});
	}

	async remove(fields: readonly string[]): Promise<void> {
		await this.http.call({
			doing: `delete parts of ${this.name}`,
			method: 'DELETE',
			path: this.path,
			token: this.page.token,
			query: { fields: JSON.stringify(fields), ...this.platform },
		});
	}

	private get path(): string {
		return `${this.page.id}/messenger_profile`;
	}
}

/** Its methods throw {GraphFailure}. */
export class PersonMenuApi {
	private readonly http: GraphHttp;
	private readonly page: PageAccess;
	private readonly psid: string;

	constructor(request: HttpRequest, access: GraphAccess, page: PageAccess, psid: string) {
		this.http = budgeted(request, access, `${page.id}/${psid}`);
		this.page = page;
		this.psid = psid;
	}

	async set(menus: readonly JsonObject[]): Promise<void> {
		await this.http.call({
			doing: 'set the menu of this person',
			method: 'POST',
			path: this.path,
			token: this.page.token,
			form: formOf({ psid: this.psid, persistent_menu: menus }),
		});
	}

	async clear(): Promise<void> {
		await this.http.call({
			doing: 'clear the menu of this person',
			method: 'DELETE',
			path: this.path,
			token: this.page.token,
			query: { psid: this.psid, params: '["persistent_menu"]' },
		});
	}

	private get path(): string {
		return `${this.page.id}/custom_user_settings`;
	}
}

function budgeted(request: HttpRequest, access: GraphAccess, countedFor: string): GraphHttp {
	return new GraphHttp(request, access, {
		purpose: 'messengerProfile',
		pageId: countedFor,
		unaskedWait: BUDGET_SECONDS,
	});
}
