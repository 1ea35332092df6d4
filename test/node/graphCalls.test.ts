// What holds for every call to the Graph API, whoever makes it: publishing, the list of Pages, the
// credential's Test, and sender profiles.
import type { IAuthenticate } from 'n8n-workflow';
import { MessengerApi } from '../../credentials/MessengerApi.credentials';
import { anAccount, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import { graphApi, listPages, testCredential } from '../support/n8nContexts.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { RecordingServer } from '../support/recordingServer.ts';

let account: Account;

beforeEach(() => {
	account = anAccount(meta);
});

function aTrigger(changes: object = {}, parameters: object = {}): HostedTrigger {
	return host.trigger({
		credential: { ...account.credential, ...changes },
		parameters: { pages: account.pageIds, ...parameters } as never,
	});
}

/** Everything that makes Graph calls with a credential, and what it says about them. */
const CALLERS: Array<[string, (credential: object) => Promise<string>]> = [
	['publishing', async (credential) => await messageOf(aTrigger(credential).publish())],
	['the list of Pages', async (credential) => await messageOf(listPages(credential))],
	["the credential's Test", async (credential) => (await testCredential(credential)).message],
];

describe('a Base URL that redirects', () => {
	let target: RecordingServer;
	let redirecting: RecordingServer;
	beforeEach(async () => {
		target = await new RecordingServer(meta.baseUrl).start();
		redirecting = await new RecordingServer().start();
	});
	afterEach(async () => {
		await Promise.all([target.stop(), redirecting.stop()]);
	});
	const redirectTo = (origin: () => string, status: number) => {
		redirecting.answer = ({ url }) =>
			url.startsWith('/moved')
				? { status: 200, body: { data: [] } }
				: { status, headers: { location: `${origin()}/moved${url}` }, body: 'moved' };
	};

	describe.each(CALLERS)('%s', (_label, run) => {
		it.each([301, 302, 307, 308])('is not followed with status %d, to another host', async (status) => {
			redirectTo(() => target.baseUrl, status);
			const message = await run({ ...account.credential, baseUrl: redirecting.baseUrl });
			expect(message).toContain(`HTTP ${status}`);
			expect(redirecting.requests.length).toBeGreaterThan(0);
			expect(target.requests).toEqual([]);
		});

		it('is not followed to the same host, where a client would send the token along', async () => {
			redirectTo(() => redirecting.baseUrl, 302);
			await run({ ...account.credential, baseUrl: redirecting.baseUrl });
			expect(redirecting.requests.length).toBeGreaterThan(0);
			expect(redirecting.requests.filter(({ url }) => url.startsWith('/moved'))).toEqual([]);
		});
	});

	it('is one that can be followed', async () => {
		redirectTo(() => redirecting.baseUrl, 302);
		await fetch(`${redirecting.baseUrl}/x`, { headers: { authorization: 'Bearer t' } });
		expect(redirecting.requests).toMatchObject([
			{ url: '/x' },
			{ url: '/moved/x', authorization: 'Bearer t' },
		]);
	});
});

describe('a Base URL', () => {
	describe.each(CALLERS)('for %s', (_label, run) => {
		it.each(['graph', 'graph.facebook.com', 'javascript:alert(1)'])(
			'%j is named as the cause',
			async (baseUrl) => {
				const message = await run({ ...account.credential, baseUrl });
				expect(message).toContain("'Base URL' in the credential is not a web address");
			},
		);

		it('with a slash and spaces around it is as good', async () => {
			const message = await run({ ...account.credential, baseUrl: ` ${meta.baseUrl}/ ` });
			expect(message).not.toContain('Base URL');
			expect(meta.getCalls().length).toBeGreaterThan(0);
		});
	});

	it('that is no address costs no tap', async () => {
		const trigger = aTrigger();
		await trigger.publish();
		const same = host.trigger({
			credential: { ...account.credential, baseUrl: 'graph' },
			parameters: trigger.node.parameters,
			webhookId: trigger.node.webhookId,
		});
		same.appear();
		expect(await meta.sendPostback({ pageId: account.pageIds[0] ?? '' })).toMatchObject([{ status: 200 }]);
		expect(same.items()).toHaveLength(1);
	});

	const authenticate = async (baseUrl: unknown) => {
		const method: IAuthenticate = new MessengerApi().authenticate;
		if (typeof method !== 'function') throw new Error('is not a function');
		const credential = { appId: '42', appSecret: 'secret', accessToken: 'EAAB', baseUrl };
		return await method(credential as never, { url: 'https://graph.facebook.com/v25.0/me' });
	};

	it.each(['', '  ', undefined])("%j is Meta's own for the HTTP Request node", async (baseUrl) => {
		const { headers } = await authenticate(baseUrl);
		expect(headers).toEqual({ authorization: 'Bearer EAAB' });
	});

	it.each(['graph', 'javascript:alert(1)'])(
		'%j is named as the cause by the HTTP Request node',
		async (baseUrl) => {
			await expect(authenticate(baseUrl)).rejects.toThrow(
				"'Base URL' in the credential is not a web address",
			);
		},
	);
});

describe('a token with more Pages than one result page holds', () => {
	beforeEach(() => {
		account = anAccount(meta, { pages: 60 });
	});
	const resultPages = () => meta.getCalls().filter(({ path }) => path === '/me/accounts').length;

	it('has all of them in the list to choose from', async () => {
		const options = await listPages(account.credential);
		expect(options.map(({ value }) => value).sort()).toEqual([...account.pageIds].sort());
		expect(resultPages()).toBe(3);
	});

	it('has all of them subscribed by All Pages', async () => {
		await aTrigger({}, { pageSelection: 'all' }).publish();
		expect(account.pageIds.map((_id, index) => account.fieldsOfPage(index))).toEqual(
			account.pageIds.map(() => ['messaging_postbacks']),
		);
	});

	it('has profiles on the last of them, found in the list', async () => {
		meta.addProfile('PSID-LAST', { name: 'Ada' });
		const trigger = aTrigger({}, { options: { includeSenderProfile: true } });
		await trigger.publish();
		meta.clearCalls();
		const last = account.pageIds.at(-1) ?? '';
		await meta.sendPostback({ pageId: last, senderId: 'PSID-LAST' });
		expect(trigger.items()).toMatchObject([{ sender: { profile: { name: 'Ada' } } }]);
		expect(meta.getCalls().filter(({ path }) => path === `/${last}`)).toEqual([]);
	});
});

describe("a secret in Meta's words", () => {
	const echo = () => ({
		status: 400,
		body: {
			error: { message: `token ${account.token} of ${account.app.secret}`, code: 1, fbtrace_id: 'T' },
		},
	});

	it('is hidden in a finding, which is put together before any error', async () => {
		meta.addFault({ path: /debug_token/, times: 99, do: echo() });
		const message = await messageOf(aTrigger().publish());
		expect(message).toContain('token [redacted] of [redacted]');
	});

	it("is hidden in the credential's Test, which has no error at all", async () => {
		meta.addFault({ path: /debug_token/, times: 99, do: echo() });
		const { message } = await testCredential(account.credential);
		expect(message).toContain('token [redacted] of [redacted]');
	});

	it('is hidden in the log, a Page token too', async () => {
		const [pageId = ''] = account.pageIds;
		const pageToken = meta.pageToken(account.token, pageId);
		const trigger = aTrigger({}, { options: { includeSenderProfile: true } });
		await trigger.publish();
		const error = { message: `token ${pageToken}, ${account.token}`, code: 10, fbtrace_id: 'T' };
		meta.addFault({ path: /PSID/, times: 9, do: { status: 400, body: { error } } });
		await meta.sendPostback({ pageId, senderId: 'PSID-1' });
		expect(host.log.map(({ message }) => message)).toContainEqual(
			expect.stringContaining('token [redacted], [redacted]'),
		);
		expect(JSON.stringify(host.log)).not.toContain(pageToken);
	});
});

describe("removing an app's fields", () => {
	it('without any field asks Meta for nothing, because that would remove them all', async () => {
		const seed = { object: 'page', callback_url: 'https://crm.example/hook', fields: ['feed', 'messages'] };
		meta.seedAppSubscription(account.app.id, seed);
		const api = graphApi(account.credential);
		await api.deleteAppFields('page', []);
		expect(meta.getCalls()).toEqual([]);
		expect(meta.appSubscriptions(account.app.id)[0]?.fields).toEqual(['feed', 'messages']);
		await api.deleteAppFields('page', ['messages']);
		expect(meta.appSubscriptions(account.app.id)[0]?.fields).toEqual(['feed']);
	});
});
