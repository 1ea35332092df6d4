// Whose deliveries are believed: genuine and forged ones, many of them, and the secrets that
// decide.
import { sleep } from 'n8n-workflow';
import { aBody, anEntry, aPostbackEvent, APP_SECRET, metaBytes, sign, signSha1 } from '../support/delivery';
import { host, publishedByHand, VERIFY_TOKEN } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';
import { expectNothing } from '../support/receiving.ts';

const BODY = metaBytes(aBody());

let trigger: HostedTrigger;
beforeEach(async () => {
	trigger = await publishedByHand();
});

const post = async (body: Buffer, signature: string, url = trigger.url) =>
	await postSigned(url, body, { headers: { 'x-hub-signature-256': signature } });
const statusOf = async (body: Buffer, secret: string) => (await post(body, sign(body, secret))).status;

describe('a signed delivery', () => {
	it('with an umlaut, an emoji and a slash, escaped as Meta does, passes; re-serialised it does not', async () => {
		const postback = { mid: 'm', title: 'Größe 😀', payload: 'ä😀 a/b' };
		const body = metaBytes(aBody({ entry: [anEntry({ messaging: [aPostbackEvent({ postback })] })] }));
		expect((await post(body, sign(body))).status).toBe(200);
		expect(trigger.items()).toMatchObject([{ title: 'Größe 😀', payload: 'ä😀 a/b' }]);
		const reserialised = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
		expect((await post(reserialised, sign(body))).status).toBe(401);
		expect(trigger.executions).toHaveLength(1);
	});
});

describe('a forged delivery', () => {
	it.each([
		['without signature', '', 'signatureMissing'],
		['with a signature cut short', sign(BODY).slice(0, 20), 'signatureMalformed'],
		['with a signature that is not hexadecimal', `sha256=${'z'.repeat(64)}`, 'signatureMalformed'],
		['signed with SHA-1', signSha1(BODY), 'signatureMalformed'],
		['signed with another secret', sign(BODY, 'x'), 'signatureMismatch'],
	])('%s gets 401, one warning that says what to do, and no execution', async (_label, signature, reason) => {
		const answer = await post(BODY, signature);
		expect(answer).toMatchObject({ status: 401, text: 'The signature was not accepted.' });
		expect(host.log).toMatchObject([
			{ level: 'warn', message: expect.stringMatching(/\. .+\. \[\w+\]$/), meta: { reason } },
		]);
		await expectNothing(trigger);
	});

	it('that was changed after signing gets 401', async () => {
		expect((await post(metaBytes(aBody({ extra: 1 })), sign(BODY))).status).toBe(401);
		await expectNothing(trigger);
	});

	it('that is empty gets 401', async () => {
		expect((await post(Buffer.alloc(0), '')).status).toBe(401);
	});

	it.each(['', '   '])('gets 401 although it is signed, when the App Secret is %j', async (appSecret) => {
		Object.assign(trigger.credential, { appSecret });
		expect(await statusOf(BODY, appSecret)).toBe(401);
		expect(host.reasons()).toEqual(['appSecretMissing']);
	});

	it('leaves no secret, signature or body in the log', async () => {
		await post(BODY, sign(BODY, 'x'));
		const log = JSON.stringify(host.log);
		expect(log).toContain('signatureMismatch');
		for (const hidden of [APP_SECRET, sign(BODY, 'x').slice(7), VERIFY_TOKEN, 'PSID-1', 'BUY']) {
			expect(log).not.toContain(hidden);
		}
	});
});

describe('a flood of forgeries', () => {
	afterEach(() => jest.restoreAllMocks());
	const forge = async (count: number, url = trigger.url) => {
		for (let number = 0; number < count; number++) await post(BODY, '', url);
	};

	it('does not become a flood of warnings: the first ones, then one a minute that counts the rest', async () => {
		await forge(50);
		expect(host.lines('warn')).toHaveLength(5);
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now + 60_000);
		await forge(50);
		expect(host.lines('warn')).toHaveLength(6);
		expect(host.log.findLast(({ level }) => level === 'warn')).toMatchObject({
			message: expect.stringContaining('45 more like it were not logged'),
			meta: { reason: 'signatureMissing', leftOut: 45 },
		});
	});

	it('does not become one of errors either while the credential is gone', async () => {
		trigger.decrypting = async () => await Promise.reject(new Error('Credential "1" does not exist'));
		for (let number = 0; number < 50; number++) {
			expect((await post(metaBytes(aBody({ number })), sign(BODY, 'x'))).status).toBe(500);
		}
		expect(host.reasons()).toEqual(Array(5).fill('requestFailed'));
		expect(host.lines('error')[0]).toContain('Credential "1" does not exist');
	});

	it('hides neither another reason nor another trigger', async () => {
		await forge(50);
		const other = await publishedByHand();
		await forge(1, other.url);
		await post(BODY, sign(BODY, 'x'));
		expect(host.lines('warn')).toHaveLength(7);
	});
});

describe('the secrets', () => {
	it('may be several: a delivery signed with an additional one passes', async () => {
		trigger = await publishedByHand({}, { additionalAppSecrets: ' old-secret , other' });
		expect(await statusOf(BODY, 'old-secret')).toBe(200);
		expect(await statusOf(BODY, 'older')).toBe(401);
	});

	it('are decrypted once for many deliveries', async () => {
		const before = trigger.credentialReads;
		for (let number = 0; number < 5; number++) await statusOf(metaBytes(aBody({ number })), APP_SECRET);
		expect(trigger.credentialReads - before).toBe(1);
	});

	it('are read again when a signature does not match, but not for every forged request', async () => {
		await statusOf(BODY, APP_SECRET);
		const before = trigger.credentialReads;
		for (let number = 0; number < 10; number++) await statusOf(BODY, 'x');
		expect(trigger.credentialReads - before).toBe(1);
	});

	it('that were rotated work at once', async () => {
		expect(await statusOf(BODY, APP_SECRET)).toBe(200);
		Object.assign(trigger.credential, { appSecret: 'after' });
		expect(await statusOf(BODY, 'after')).toBe(200);
	});

	it('that were rotated work at once for all deliveries that arrive while n8n reads them', async () => {
		expect(await statusOf(BODY, APP_SECRET)).toBe(200);
		Object.assign(trigger.credential, { appSecret: 'after' });
		trigger.decrypting = async () => await sleep(50);
		const before = trigger.credentialReads;
		const bodies = Array.from({ length: 5 }, (_, number) => metaBytes(aBody({ number })));
		const statuses = await Promise.all(bodies.map(async (body) => await statusOf(body, 'after')));
		expect(statuses).toEqual([200, 200, 200, 200, 200]);
		expect(trigger.credentialReads - before).toBe(1);
	});
});
