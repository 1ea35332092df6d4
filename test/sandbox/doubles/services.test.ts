// The doubles of HubSpot, Slack and the CRM refuse everything but one exact kind of request.
import {
	startCrm,
	startHubSpot,
	startSlack,
	type Crm,
	type HubSpot,
	type Slack,
} from '../../../sandbox/doubles/index.ts';
import { call, type Request } from './call.ts';

describe('HubSpot', () => {
	let hubspot: HubSpot;
	const upsert = (changes: Partial<Request> = {}): Request => ({
		path: '/contacts/v1/contact/createOrUpdate/email/Ann@example.com',
		headers: { authorization: `Bearer ${hubspot.token}` },
		body: { properties: [{ property: 'firstname', value: 'Ann' }] },
		...changes,
	});
	const properties = (...list: unknown[]) => upsert({ body: { properties: list } });

	beforeEach(async () => void (hubspot = await startHubSpot()));
	afterEach(async () => await hubspot.stop());

	it('makes one contact per address, whatever its case', async () => {
		expect(await call(hubspot, upsert())).toEqual({ status: 200, body: { vid: 101, isNew: true } });
		const again = upsert({ path: upsert().path.toLowerCase().replace('createorupdate', 'createOrUpdate') });
		expect(await call(hubspot, again)).toEqual({ status: 200, body: { vid: 101, isNew: false } });
		expect(hubspot.contacts()).toEqual([{ email: 'ann@example.com', firstname: 'Ann' }]);
	});

	it('knows a property once it has been created', async () => {
		hubspot.createProperty('messenger_id');
		const request = properties({ property: 'messenger_id', value: '1' });
		expect(await call(hubspot, request)).toMatchObject({ status: 200 });
	});

	it.each<[string, () => Request, number]>([
		['a wrong token', () => upsert({ headers: { authorization: 'Bearer x' } }), 401],
		['what is no address', () => upsert({ path: upsert().path.replace('@', '') }), 400],
		['a property that does not exist', () => properties({ property: 'messenger_id', value: '1' }), 400],
		['a value that is no text', () => properties({ property: 'firstname', value: null }), 400],
		['an unknown key', () => properties({ property: 'firstname', value: 'A', source: 'n8n' }), 400],
		['an unknown field', () => upsert({ body: { properties: [], vid: 1 } }), 400],
		['another path', () => upsert({ path: '/crm/v3/objects/contacts' }), 404],
	])('refuses %s, and writes it down', async (_label, request, status) => {
		expect((await call(hubspot, request())).status).toBe(status);
		expect(hubspot.refusals()).toHaveLength(1);
		expect(hubspot.contacts()).toEqual([]);
	});
});

describe('the CRM', () => {
	let crm: Crm;
	const LEAD = {
		external_id: '1',
		channel: 'messenger',
		plan: null,
		button: 'B',
		campaign: null,
		created_at: '',
	};
	const create = (changes: Partial<Request> = {}): Request => ({
		path: '/api/leads',
		headers: { 'x-api-key': crm.apiKey, 'idempotency-key': 'K' },
		body: LEAD,
		...changes,
	});

	beforeEach(async () => void (crm = await startCrm()));
	afterEach(async () => await crm.stop());

	it('makes one lead per key, also after a moment in which it was down', async () => {
		crm.failNext(1);
		expect((await call(crm, create())).status).toBe(503);
		expect((await call(crm, create())).status).toBe(201);
		expect((await call(crm, create())).status).toBe(200);
		expect(crm.leads()).toEqual([{ key: 'K', lead: LEAD }]);
	});

	it.each<[string, () => Request, number]>([
		['a wrong API key', () => create({ headers: { 'x-api-key': 'x', 'idempotency-key': 'K' } }), 401],
		['no idempotency key', () => create({ headers: { 'x-api-key': crm.apiKey } }), 400],
		['a missing field', () => create({ body: { ...LEAD, plan: undefined } }), 422],
		['an unknown field', () => create({ body: { ...LEAD, email: 'x' } }), 422],
	])('refuses %s, and writes it down', async (_label, request, status) => {
		expect((await call(crm, request())).status).toBe(status);
		expect(crm.refusals()).toHaveLength(1);
		expect(crm.leads()).toEqual([]);
	});
});

describe('Slack', () => {
	let slack: Slack;
	const post = (changes: Partial<Request> = {}): Request => ({
		path: '/api/chat.postMessage',
		headers: { authorization: `Bearer ${slack.token}` },
		body: { channel: '#alerts', text: 'Hello' },
		...changes,
	});

	beforeEach(async () => void (slack = await startSlack(['#alerts'])));
	afterEach(async () => await slack.stop());

	it('takes a message', async () => {
		expect(await call(slack, post())).toMatchObject({ status: 200, body: { ok: true } });
		expect(slack.messages()).toEqual([{ channel: '#alerts', text: 'Hello' }]);
	});

	it.each<[string, () => Request, string]>([
		['a wrong token', () => post({ headers: { authorization: 'Bearer x' } }), 'invalid_auth'],
		['an unknown channel', () => post({ body: { channel: '#x', text: 'a' } }), 'channel_not_found'],
		['no text', () => post({ body: { channel: '#alerts', text: '' } }), 'no_text'],
		['another path', () => post({ path: '/api/chat.update' }), 'unknown_method'],
	])('refuses %s, and writes it down', async (_label, request, error) => {
		expect(await call(slack, request())).toEqual({ status: 200, body: { ok: false, error } });
		expect(slack.refusals()).toHaveLength(1);
		expect(slack.messages()).toEqual([]);
	});
});
