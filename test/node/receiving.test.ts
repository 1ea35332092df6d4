/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */

import { readFileSync } from 'node:fs';
import {
	aBody,
	anEntry,
	aPostbackEvent,
	APP_SECRET,
	aQuickReplyEvent,
	metaBytes,
	PAGE_ID,
	sign,
	signSha1,
} from '../support/delivery';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';

const host = new N8nHost();
let trigger: HostedTrigger;

beforeAll(async () => await host.start());
afterAll(async () => await host.stop());

const CREDENTIAL = { appId: '42', appSecret: APP_SECRET, verifyToken: 'my-verify-token' };
const PARAMETERS = { registration: 'manual', pages: [PAGE_ID] };

async function hostTrigger(
	changes: { credential?: object; parameters?: object } = {},
): Promise<HostedTrigger> {
	const hosted = host.trigger({
		credential: { ...CREDENTIAL, ...changes.credential },
		parameters: { ...PARAMETERS, ...changes.parameters },
	});
	await hosted.publish();
	return hosted;
}

beforeEach(async () => {
	host.log.length = 0;
	host.isRefusingWork = false;
	host.takingOver = async () => undefined;
	trigger = await hostTrigger();
});

const post = async (body: Uint8Array, headers: Record<string, string> = {}, url = trigger.url) =>
	await postSigned(url, body, { headers });

const get = async (query: Record<string, string>) => {
	const response = await fetch(`${trigger.url}?${new URLSearchParams(query).toString()}`);
	return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
};
const handshake = (token: string) => ({
	'hub.mode': 'subscribe',
	'hub.challenge': '1158201444',
	'hub.verify_token': token,
});

describe('handshake', () => {
	it('with the right token gets the challenge as plain text, and nothing else', async () => {
		expect(await get(handshake('my-verify-token'))).toEqual({
			status: 200,
			text: '1158201444',
			type: 'text/plain; charset=utf-8',
		});
		expect(trigger.executions).toEqual([]);
	});

	it('with another token gets 403 and no echo', async () => {
		const answer = await get(handshake('wrong'));
		expect(answer.status).toBe(403);
		expect(answer.text).not.toContain('1158201444');
		expect(host.reasons()).toEqual(['handshakeTokenMismatch']);
		expect(trigger.executions).toEqual([]);
	});

	it('opened in a browser gets 403 without a warning', async () => {
		expect((await get({})).status).toBe(403);
		expect(host.log.map(({ level }) => level)).toEqual(['debug']);
	});
});

describe('signed delivery', () => {
	it('starts one execution with an item per event, and gets 200', async () => {
		const messaging = [aPostbackEvent(), aPostbackEvent({ timestamp: 1_790_000_000_999 })];
		const answer = await post(metaBytes(aBody({ entry: [anEntry({ messaging })] })));
		expect(answer.status).toBe(200);
		expect(answer.text).toContain('EVENT_RECEIVED');
		expect(trigger.executions).toHaveLength(1);
		expect(trigger.items()).toHaveLength(2);
		expect(trigger.items()[0]).toMatchObject({ payload: 'BUY', sender: { id: 'PSID-1' } });
	});

	it('with nothing for us gets 200 and starts no execution', async () => {
		const read = aBody({ entry: [anEntry({ messaging: [{ read: { watermark: 1 } }] })] });
		expect(await post(metaBytes(read))).toMatchObject({ status: 200, text: 'EVENT_RECEIVED' });
		expect(trigger.executions).toEqual([]);
		expect(host.reasons()).toEqual(['notAButtonTap']);
	});

	it("of a Page that is not selected gets 200 and starts no execution, unlike a selected Page's", async () => {
		expect((await post(metaBytes(aBody({ entry: [anEntry({ id: '2000' })] })))).status).toBe(200);
		expect(trigger.executions).toEqual([]);
		expect((await post(metaBytes(aBody()))).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
	});

	it('of a quick reply that comes again with another time starts nothing', async () => {
		trigger = await hostTrigger({ parameters: { events: ['quickReply'] } });
		for (const timestamp of [1_790_000_000_002, 1_790_000_031_000]) {
			const messaging = [{ ...aQuickReplyEvent(), timestamp }];
			expect((await post(metaBytes(aBody({ entry: [anEntry({ messaging })] })))).status).toBe(200);
		}
		expect(trigger.items()).toMatchObject([{ payload: 'COLOUR_RED' }]);
		expect(host.reasons()).toEqual(['duplicate']);
	});

	it('of the copy on standby of a tap starts nothing, and of another tap does', async () => {
		trigger = await hostTrigger({ parameters: { options: { includeStandby: true } } });
		const copy = (title: string) => aPostbackEvent({ postback: { mid: 'm_1', title } });
		for (const entry of [
			anEntry(),
			anEntry({ messaging: [], standby: [copy('Buy')] }),
			anEntry({ messaging: [], standby: [copy('Hours')] }),
		]) {
			expect((await post(metaBytes(aBody({ entry: [entry] })))).status).toBe(200);
		}
		expect(trigger.items().map(({ title, payload }) => [title, payload])).toEqual([
			['Buy', 'BUY'],
			['Hours', null],
		]);
	});

	it('of a standby copy waits for the tap that is being handed over', async () => {
		trigger = await hostTrigger({ parameters: { options: { includeStandby: true } } });
		const open: Array<() => void> = [];
		host.takingOver = async () => await new Promise((resolve) => open.push(resolve));
		const answers: string[] = [];
		const send = async (what: string, body: unknown) => {
			await post(metaBytes(body));
			answers.push(what);
		};
		const arrived = async (count: number) => {
			while (trigger.requests < count) await new Promise((resolve) => setImmediate(resolve));
		};
		const first = send('tap', aBody());
		await arrived(1);
		const standby = [aPostbackEvent({ postback: { mid: 'm_1', title: 'Buy' } })];
		const second = send('copy', aBody({ entry: [anEntry({ messaging: [], standby })] }));
		await arrived(2);
		expect([open.length, answers]).toEqual([1, []]);
		open[0]?.();
		await Promise.all([first, second]);
		expect(trigger.items()).toMatchObject([{ payload: 'BUY' }]);
	});

	it('with a charset in its content type is read like any other', async () => {
		const answer = await post(metaBytes(aBody()), { 'content-type': 'application/json; charset=utf-8' });
		expect(answer.status).toBe(200);
		expect(trigger.items()).toHaveLength(1);
	});

	it('with a content type that n8n does not parse is read from the raw bytes', async () => {
		expect((await post(metaBytes(aBody()), { 'content-type': 'application/octet-stream' })).status).toBe(200);
		expect(trigger.items()).toHaveLength(1);
	});

	it.each(['null', '7', '"text"'])('whose body is the JSON %s gets 400', async (json) => {
		expect((await post(Buffer.from(json))).status).toBe(400);
		expect(host.reasons()).toEqual(['notAnEnvelope']);
		expect(trigger.executions).toEqual([]);
	});

	it('whose body is not JSON gets 400', async () => {
		const answer = await post(Buffer.from('a=1'), { 'content-type': 'application/octet-stream' });
		expect(answer.status).toBe(400);
		expect(host.reasons()).toEqual(['notJson']);
	});

	it("of Meta's reference sample gives one test item", async () => {
		const sample = readFileSync('test/fixtures/reference-sample.json');
		expect((await post(sample)).status).toBe(200);
		expect(trigger.items()).toMatchObject([{ timestamp: '2018-05-27T22:23:44.000Z', isTest: true }]);
	});

	it('with an umlaut, an emoji and a slash, escaped as Meta does, passes; re-serialised it does not', async () => {
		const postback = { mid: 'm', title: 'Größe 😀', payload: 'a/b' };
		const bytes = metaBytes(aBody({ entry: [anEntry({ messaging: [aPostbackEvent({ postback })] })] }));
		const signature = { 'x-hub-signature-256': sign(bytes) };
		expect((await post(bytes, signature)).status).toBe(200);
		expect(trigger.items()).toMatchObject([{ title: 'Größe 😀', payload: 'a/b' }]);
		const reserialised = Buffer.from(JSON.stringify(JSON.parse(bytes.toString())));
		expect((await post(reserialised, signature)).status).toBe(401);
		expect(trigger.executions).toHaveLength(1);
	});
});

describe('forged delivery', () => {
	it.each([
		['without signature', { 'x-hub-signature-256': '' }, 'signatureMissing'],
		[
			'signed with another secret',
			{ 'x-hub-signature-256': sign(metaBytes(aBody()), 'x') },
			'signatureMismatch',
		],
		['signed with SHA-1', { 'x-hub-signature-256': signSha1(metaBytes(aBody())) }, 'signatureMalformed'],
	])('%s gets 401, one warning and no execution', async (_label, headers, reason) => {
		const answer = await post(metaBytes(aBody()), headers);
		expect(answer).toMatchObject({ status: 401, text: 'The signature was not accepted.' });
		expect(trigger.executions).toEqual([]);
		expect(host.log).toMatchObject([{ level: 'warn', meta: { reason } }]);
	});

	it('that was changed after signing gets 401', async () => {
		const signature = { 'x-hub-signature-256': sign(metaBytes(aBody())) };
		expect((await post(metaBytes(aBody({ extra: 1 })), signature)).status).toBe(401);
		expect(trigger.executions).toEqual([]);
	});

	it('that is empty gets 401', async () => {
		expect((await post(Buffer.alloc(0), { 'x-hub-signature-256': '' })).status).toBe(401);
	});

	it.each([[''], ['   ']])('gets 401 although it is signed, when the App Secret is %j', async (appSecret) => {
		const credential = { ...CREDENTIAL };
		trigger = host.trigger({ credential, parameters: PARAMETERS });
		await trigger.publish();
		Object.assign(credential, { appSecret });
		const body = metaBytes(aBody());
		expect((await post(body, { 'x-hub-signature-256': sign(body, appSecret) })).status).toBe(401);
		expect(host.reasons()).toEqual(['appSecretMissing']);
	});

	it('leaves no secret, signature or body in the log', async () => {
		const body = metaBytes(aBody());
		await post(body, { 'x-hub-signature-256': sign(body, 'x') });
		const log = JSON.stringify(host.log);
		expect(log).toContain('signatureMismatch');
		for (const hidden of [APP_SECRET, sign(body, 'x').slice(7), 'my-verify-token', 'PSID-1', 'BUY']) {
			expect(log).not.toContain(hidden);
		}
	});
});

describe('flood of forgeries', () => {
	afterEach(() => jest.restoreAllMocks());
	const warnings = () => host.log.filter(({ level }) => level === 'warn');
	const forge = async (count: number, url = trigger.url) => {
		for (let number = 0; number < count; number++) {
			await post(metaBytes(aBody()), { 'x-hub-signature-256': '' }, url);
		}
	};

	it('does not become a flood of warnings: the first ones, then one a minute that counts the rest', async () => {
		await forge(50);
		expect(warnings()).toHaveLength(5);
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now + 60_000);
		await forge(50);
		expect(warnings()).toHaveLength(6);
		expect(warnings()[5]).toMatchObject({
			message: expect.stringContaining('45 more like it were not logged'),
			meta: { reason: 'signatureMissing', leftOut: 45 },
		});
	});

	it('of handshakes does not either', async () => {
		for (let number = 0; number < 50; number++) await get(handshake('wrong'));
		expect(warnings()).toHaveLength(5);
	});

	it('hides neither another reason nor another trigger', async () => {
		await forge(50);
		const other = await hostTrigger();
		await forge(1, other.url);
		await post(metaBytes(aBody()), { 'x-hub-signature-256': sign(metaBytes(aBody()), 'x') });
		expect(warnings()).toHaveLength(7);
	});
});

describe('secrets', () => {
	it('may be several: a delivery signed with an additional one passes', async () => {
		trigger = await hostTrigger({ credential: { additionalAppSecrets: ' old-secret , other' } });
		const body = metaBytes(aBody());
		expect((await post(body, { 'x-hub-signature-256': sign(body, 'old-secret') })).status).toBe(200);
		expect((await post(body, { 'x-hub-signature-256': sign(body, 'older') })).status).toBe(401);
	});

	it('are decrypted once for many deliveries', async () => {
		const before = trigger.credentialReads;
		for (let number = 0; number < 5; number++) await post(metaBytes(aBody({ number })));
		expect(trigger.credentialReads - before).toBe(1);
	});

	it('are read again when a signature does not match, but not for every forged request', async () => {
		await post(metaBytes(aBody()));
		const before = trigger.credentialReads;
		const forged = { 'x-hub-signature-256': sign(metaBytes(aBody()), 'x') };
		for (let number = 0; number < 10; number++) await post(metaBytes(aBody()), forged);
		expect(trigger.credentialReads - before).toBe(1);
	});

	it('that were rotated work at once', async () => {
		const credential = { ...CREDENTIAL, appSecret: 'before' };
		trigger = host.trigger({ credential, parameters: PARAMETERS });
		await trigger.publish();
		const body = metaBytes(aBody());
		expect((await post(body, { 'x-hub-signature-256': sign(body, 'before') })).status).toBe(200);
		Object.assign(credential, { appSecret: 'after' });
		expect((await post(body, { 'x-hub-signature-256': sign(body, 'after') })).status).toBe(200);
	});
});

describe('redelivery', () => {
	it('of an accepted delivery gets 200 and starts nothing', async () => {
		const body = metaBytes(aBody());
		await post(body);
		expect((await post(body)).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
		expect(host.reasons()).toContain('duplicate');
	});

	it('of a delivery that n8n could not take over is accepted', async () => {
		const body = metaBytes(aBody());
		host.isRefusingWork = true;
		expect((await post(body)).status).toBe(500);
		host.isRefusingWork = false;
		expect((await post(body)).status).toBe(200);
		expect(trigger.executions).toHaveLength(2);
	});

	it("is not ignored with 'Ignore Duplicates' off", async () => {
		trigger = await hostTrigger({ parameters: { options: { ignoreDuplicates: false } } });
		const body = metaBytes(aBody());
		await post(body);
		await post(body);
		expect(trigger.executions).toHaveLength(2);
	});
});

describe('request that cannot be handled', () => {
	it('gets 500 so that Meta delivers again, and an error in the log', async () => {
		trigger.node.credentials = undefined;
		expect((await post(metaBytes(aBody()))).status).toBe(500);
		expect(host.log).toMatchObject([{ level: 'error' }]);
		expect(trigger.executions).toEqual([]);
	});
});
