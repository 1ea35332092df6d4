// EDGE: what a Page shows around its conversations, `/{page-id}/messenger_profile`, and the menu of
// one person, `/{page-id}/custom_user_settings`.
import { mapAttempt, type Attempt } from './attempt';
import type { Channel } from './channel';
import { formOf } from './form';
import type { PageAccess } from './graphApi';
import { GraphHttp } from './graphHttp';
import type { GraphAccess, GraphCall } from './graphRequest';
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
	private readonly channel: Channel;
	private readonly name: string;
	private readonly platform: { platform?: string };

	constructor(request: HttpRequest, access: GraphAccess, page: PageAccess, channel: Channel) {
		this.http = budgeted(request, access, page.id);
		this.page = page;
		this.channel = channel;
		this.name = nameOf(page, channel);
		this.platform = platformOf(channel);
	}

	async read(fields: readonly string[]): Promise<JsonObject> {
		const { page, channel } = this;
		return readProfile(await this.http.call(reading({ page, channel, fields })));
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

export interface ProfileToRead {
	page: PageAccess;
	channel: Channel;
	fields: readonly string[];
}

/** The profiles of many Pages with few requests. */
export class ProfilesApi {
	private readonly http: GraphHttp;

	constructor(request: HttpRequest, access: GraphAccess) {
		this.http = budgeted(request, access, '');
	}

	/** An outcome for each, in their order. */
	async read(wanted: readonly ProfileToRead[]): Promise<Array<Attempt<JsonObject>>> {
		const answers = await this.http.callAll(wanted.map(reading));
		return answers.map((answer) => mapAttempt(answer, readProfile));
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

function reading({ page, channel, fields }: ProfileToRead): GraphCall {
	return {
		doing: `read ${nameOf(page, channel)}`,
		method: 'GET',
		path: `${page.id}/messenger_profile`,
		token: page.token,
		query: { fields: fields.join(','), ...platformOf(channel) },
		countedFor: page.id,
	};
}

/** One object with every field, or one for each. */
function readProfile(answer: unknown): JsonObject {
	const objects = isObject(answer) ? arrayOf(answer.data).filter(isObject) : [];
	return Object.assign({}, ...objects) as JsonObject;
}

function nameOf(page: PageAccess, channel: Channel): string {
	return `${PROFILE_NAMES[channel]} of Page ${page.id}`;
}

function platformOf(channel: Channel): { platform?: string } {
	return channel === 'instagram' ? { platform: channel } : {};
}
