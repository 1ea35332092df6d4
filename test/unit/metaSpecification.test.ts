/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Meta's own SDK is the witness for every name the package uses at Pages and apps. What the package
// uses is seen in its calls: each method of graph/*Api.ts is called here.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type {
	IHttpRequestOptions,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';
import { SENDER_ACTIONS } from '../../nodes/Messenger/actions/message/senderAction';
import { metaProfile, PARTS, type Profile } from '../../nodes/Messenger/actions/messengerProfile/profile';
import { properties } from '../../nodes/Messenger/actions/properties';
import type { Channel } from '../../nodes/Messenger/graph/channel';
import { GraphApi } from '../../nodes/Messenger/graph/graphApi';
import type { GraphAccess } from '../../nodes/Messenger/graph/graphRequest';
import { PersonMenuApi, ProfileApi, ProfilesApi } from '../../nodes/Messenger/graph/profileApi';
import type { HttpRequest } from '../../nodes/Messenger/graph/request';
import { SendApi } from '../../nodes/Messenger/graph/sendApi';
import type { SendParameters } from '../../nodes/Messenger/graph/sending';
import { ALL_CHANNELS, CHANNELS, ourFields, pageField } from '../../nodes/Messenger/trigger/events/fields';
import { SDK_ENUMERATIONS, SDK_FIELDS } from '../support/metaSdk';
import { strangeNames, type CallToJudge } from '../support/metaSpecification';

const NODES = resolve('nodes/Messenger');
const ACCESS: GraphAccess = {
	appId: '7',
	appSecret: 'secret',
	accessToken: 'token',
	baseUrl: 'https://graph.example',
	apiVersion: 'v25.0',
	fingerprint: 'specification',
};
const PAGE = { id: '1', name: 'Page', token: 'token', instagram: null };
const PAGES = [PAGE, { ...PAGE, id: '3' }];
const FILE = { bytes: Buffer.from('x'), name: 'x.png', mimeType: 'image/png' };
const EVERYTHING: Required<SendParameters> = {
	recipient: { id: '2' },
	message: { text: 'x' },
	sender_action: 'react',
	payload: {},
	messaging_type: 'RESPONSE',
	tag: 'HUMAN_AGENT',
	notification_type: 'REGULAR',
	persona_id: '3',
	reply_to: { mid: 'm' },
};
const RECORD = { object: 'page', callbackUrl: 'https://n8n.example', fields: ['messages'], verifyToken: 'v' };

const FIELDS = Object.values(PARTS).map(({ field }) => field);
const EVERY_PART: Required<Profile> = {
	getStarted: 'START',
	greeting: [],
	persistentMenu: [],
	iceBreakers: [],
	whitelistedDomains: [],
	accountLinkingUrl: 'https://n8n.example',
};
const profile = (http: HttpRequest, channel: Channel) => new ProfileApi(http, ACCESS, PAGE, channel);
const forEachChannel = async (call: (channel: Channel) => Promise<unknown>) =>
	await Promise.all(ALL_CHANNELS.map(call));

/** By class and method. */
const CALLS: Record<string, (http: HttpRequest) => Promise<unknown>> = {
	'GraphApi.appRecords': async (http) => await new GraphApi(http, ACCESS).appRecords(),
	'GraphApi.writeAppRecord': async (http) => await new GraphApi(http, ACCESS).writeAppRecord(RECORD),
	'GraphApi.deleteAppFields': async (http) =>
		await new GraphApi(http, ACCESS).deleteAppFields('page', ['messages']),
	'GraphApi.tokenFacts': async (http) => await new GraphApi(http, ACCESS).tokenFacts(),
	'GraphApi.pages': async (http) => await new GraphApi(http, ACCESS).pages(),
	'GraphApi.page': async (http) => await new GraphApi(http, ACCESS).page('1'),
	'GraphApi.pagesById': async (http) => await new GraphApi(http, ACCESS).pagesById(['1', '2']),
	'GraphApi.pageFields': async (http) => await new GraphApi(http, ACCESS).pageFields(PAGE),
	'GraphApi.pageFieldsOf': async (http) => await new GraphApi(http, ACCESS).pageFieldsOf(PAGES),
	'GraphApi.writePageFields': async (http) =>
		await new GraphApi(http, ACCESS).writePageFields(
			PAGES.map((page) => ({ page, fields: everyPageField() })),
		),
	'GraphApi.detachPages': async (http) => await new GraphApi(http, ACCESS).detachPages(PAGES),
	'GraphApi.profile': async (http) => await new GraphApi(http, ACCESS).profile('2', 'name', 'token'),
	'PersonMenuApi.clear': async (http) => await new PersonMenuApi(http, ACCESS, PAGE, '2').clear(),
	'PersonMenuApi.set': async (http) => await new PersonMenuApi(http, ACCESS, PAGE, '2').set([]),
	'ProfileApi.read': async (http) => await forEachChannel((channel) => profile(http, channel).read(FIELDS)),
	'ProfileApi.remove': async (http) =>
		await forEachChannel((channel) => profile(http, channel).remove(FIELDS)),
	'ProfileApi.write': async (http) =>
		await forEachChannel((channel) => profile(http, channel).write(metaProfile(EVERY_PART))),
	'ProfilesApi.read': async (http) =>
		await new ProfilesApi(http, ACCESS).read(
			ALL_CHANNELS.map((channel) => ({ page: PAGE, channel, fields: FIELDS })),
		),
	'SendApi.send': async (http) => {
		await new SendApi(http, ACCESS, PAGE).send(EVERYTHING);
		await new SendApi(http, ACCESS, PAGE).send(EVERYTHING, FILE);
	},
};

function everyPageField(): string[] {
	return ALL_CHANNELS.flatMap((channel) => ourFields(channel).map((field) => pageField(channel, field)));
}

async function callsOf(name: string): Promise<CallToJudge[]> {
	const sent: IHttpRequestOptions[] = [];
	const http: HttpRequest = async (options) => {
		sent.push(options);
		return { statusCode: 200, headers: {}, body: '{"data":[]}' };
	};
	// What it makes of the answer is no matter here.
	await CALLS[name]?.(http).catch(() => undefined);
	return (await Promise.all(sent.map(readCall))).flatMap((call) => [call, ...partsOf(call)]);
}

/** The calls that go in one request. */
function partsOf({ path, parameters: { batch } }: CallToJudge): CallToJudge[] {
	if (path !== '/' || batch === undefined) return [];
	const parts = JSON.parse(batch) as Array<{ method: string; relative_url: string; body?: string }>;
	return parts.map(({ method, relative_url: relativeUrl, body }) => {
		const { pathname, searchParams } = new URL(relativeUrl, 'https://graph.example');
		const parameters = Object.fromEntries([...searchParams, ...new URLSearchParams(body)]);
		return { method, path: pathname.slice(`/${ACCESS.apiVersion}`.length), parameters };
	});
}

async function readCall({
	method = 'GET',
	url,
	qs,
	body,
	headers,
}: IHttpRequestOptions): Promise<CallToJudge> {
	const path = url.slice(`${ACCESS.baseUrl}/${ACCESS.apiVersion}`.length);
	return { method, path, parameters: { ...texts(qs), ...(await readBody(body, headers)) } };
}

async function readBody(
	body: unknown,
	headers: IHttpRequestOptions['headers'],
): Promise<Record<string, string>> {
	if (!Buffer.isBuffer(body)) return texts(body);
	const type = String(headers?.['content-type']);
	const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
	return texts(Object.fromEntries(form));
}

function texts(values: unknown): Record<string, string> {
	return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]));
}

it('every method of graph/*Api.ts is called here, and no other file calls Meta', () => {
	const files = readdirSync(NODES, { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.ts'),
	);
	const callers = files.filter((file) => readFileSync(join(NODES, file), 'utf8').includes('http.call('));
	expect(callers.sort()).toEqual(['graph/graphApi.ts', 'graph/profileApi.ts', 'graph/sendApi.ts']);
	const methods = [GraphApi, PersonMenuApi, ProfileApi, ProfilesApi, SendApi].flatMap((type) =>
		Object.entries(Object.getOwnPropertyDescriptors(type.prototype))
			.filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
			.map(([name]) => `${type.name}.${name}`),
	);
	expect(Object.keys(CALLS).sort()).toEqual(methods.sort());
});

it.each(Object.keys(CALLS))('the SDK knows what %s says', async (name) => {
	const calls = await callsOf(name);
	expect(calls).not.toEqual([]);
	expect(calls.flatMap(strangeNames)).toEqual([]);
});

it.each(['GraphApi.page', 'GraphApi.pages'])('the SDK knows the fields that %s asks for', async (name) => {
	const [call] = await callsOf(name);
	const fields = (call?.parameters.fields ?? '').replace(/\{[^}]*\}/g, '').split(',');
	expect(fields.length).toBeGreaterThan(1);
	expect(SDK_FIELDS.page).toEqual(expect.arrayContaining(fields));
});

it('the SDK knows every field that a Page is subscribed to', () => {
	expect(SDK_ENUMERATIONS.subscribed_fields).toEqual(expect.arrayContaining(everyPageField()));
	expect(everyPageField()).toEqual(expect.arrayContaining(Object.values(CHANNELS.messenger.fields).flat()));
});

it('the SDK knows every sender action, messaging and notification type of the panel', () => {
	const actions = Object.values(SENDER_ACTIONS).map((action) => action.toUpperCase());
	expect(SDK_ENUMERATIONS.sender_action.toSorted()).toEqual(actions.sort());
	expect(optionsOf('messagingType').sort()).toEqual(SDK_ENUMERATIONS.messaging_type.toSorted());
	expect(optionsOf('notificationType').sort()).toEqual(SDK_ENUMERATIONS.notification_type.toSorted());
});

/** The values of every parameter of this name, however deep it stands. */
function optionsOf(name: string, among: Parameter[] = properties): string[] {
	return among.flatMap((parameter) => {
		const inner =
			'values' in parameter ? parameter.values : 'options' in parameter ? (parameter.options ?? []) : [];
		if ('name' in parameter && parameter.name === name)
			return inner.map((option) => ('value' in option ? String(option.value) : ''));
		return optionsOf(name, inner);
	});
}

type Parameter = INodeProperties | INodePropertyCollection | INodePropertyOptions;
