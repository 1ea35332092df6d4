// What a user reads when a registration cannot be made: every finding, every failure of Meta, and
// no secret in any of them.
import { MAX_MESSAGE_LENGTH } from '../../nodes/Messenger/account/findings';
import type { Meta } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';

let account: Account;

beforeEach(() => {
	account = anAccount(meta);
});

/** Publishes, expects a refusal, and checks what holds for every message. */
async function refusal(parameters: Record<string, unknown> = {}, credential: object = {}): Promise<string> {
	const data = { ...account.credential, ...credential };
	const trigger = host.trigger({
		credential: data,
		parameters: { pages: account.pageIds, ...parameters } as never,
	});
	const before = meta.snapshot();
	let message = '';
	await trigger.publish().catch((error: Error) => (message = error.message));
	expect(message).not.toBe('');
	expect(message.length).toBeLessThanOrEqual(MAX_MESSAGE_LENGTH);
	expect(meta.snapshot()).toEqual(before);
	const shown = message + JSON.stringify(host.log);
	for (const secret of [account.app.secret, account.token]) expect(shown).not.toContain(secret);
	expect(shown).not.toMatch(/appsecret_proof=[0-9a-f]/);
	return message;
}

describe('finding', () => {
	const tokenWith = (changes: Record<string, unknown>) => ({
		accessToken: meta.addToken({
			appId: account.app.id,
			pageIds: account.pageIds,
			...changes,
		}),
	});

	it('no access token', async () => {
		expect(await refusal({}, { accessToken: '' })).toContain("'Access Token' of the credential is empty");
	});

	it('no App Secret', async () => {
		expect(await refusal({}, { appSecret: ' ' })).toContain("'App ID' and 'App Secret'");
	});

	it('an App Secret of another app', async () => {
		expect(await refusal({}, { appSecret: 'wrong' })).toContain('do not belong together');
	});

	it('a token that is not valid', async () => {
		meta.invalidateToken(account.token, { code: 190, subcode: 463, message: 'Session has expired' });
		expect(await refusal()).toContain('The access token is not valid');
	});

	it('a token of another app', async () => {
		expect(await refusal({}, { accessToken: anAccount(meta).token })).toContain('belongs to another app');
	});

	it('missing permissions, by name', async () => {
		const message = await refusal({}, tokenWith({ scopes: ['pages_show_list', 'pages_messaging'] }));
		expect(message).toContain('lacks pages_manage_metadata');
	});

	it('missing Instagram permissions, by name, for Instagram only', async () => {
		const scopes = ['pages_show_list', 'pages_manage_metadata', 'pages_messaging'];
		const message = await refusal({ channels: ['messenger', 'instagram'] }, tokenWith({ scopes }));
		expect(message).toContain('instagram_basic, instagram_manage_messages');
	});

	it('data access that lapsed', async () => {
		expect(await refusal({}, tokenWith({ dataAccessExpiresAt: 1_000_000_000 }))).toContain(
			'data access lapsed',
		);
	});

	it('a token that expires soon: a warning in the log, and published', async () => {
		const expiresAt = Math.floor(Date.now() / 1000) + 3 * 86_400;
		const credential = { ...account.credential, ...tokenWith({ expiresAt }) };
		await host.trigger({ credential, parameters: { pages: account.pageIds } }).publish();
		expect(host.log).toMatchObject([
			{ level: 'warn', message: expect.stringContaining('expires on'), meta: { reason: 'tokenEnding' } },
		]);
	});

	it('Pages the token cannot manage, by ID', async () => {
		const stranger = meta.addPage();
		expect(await refusal({ pages: [stranger.id, '999'] })).toContain(`Pages ${stranger.id}, 999`);
	});

	it('no Page selected', async () => {
		expect(await refusal({ pages: [] })).toContain('No Page is selected');
	});

	it('a token without any Page', async () => {
		expect(await refusal({ pageSelection: 'all' }, tokenWith({ pageIds: [] }))).toContain(
			'access to no Page',
		);
	});

	it('no Instagram account behind the Pages', async () => {
		expect(await refusal({ channels: ['instagram'] })).toContain('linked Instagram professional account');
	});

	it('no channel, no event', async () => {
		expect(await refusal({ channels: [], events: [] })).toMatch(/No channel.*No event/);
	});

	it('an invalid regular expression, by rule number', async () => {
		const rule = (operator: string, value: string) => ({
			conditions: { values: [{ field: 'payload', operator, value }] },
		});
		const rules = { values: [rule('equals', 'x'), rule('regex', '(')] };
		expect(await refusal({ routing: 'rules', rules })).toContain(
			'Rule 2 has a regular expression that is not valid',
		);
	});

	it('a webhook URL that Meta cannot reach', async () => {
		// Not the simulator's loopback address, which is exempt; nothing listens there.
		const message = await refusal({ pages: [] }, { baseUrl: 'http://graph.invalid' });
		expect(message).toContain('must be a public HTTPS address');
	});

	it('several at once are told in one message', async () => {
		const message = await refusal(
			{ pages: ['999'], channels: ['instagram'], events: [] },
			tokenWith({ scopes: ['pages_show_list'] }),
		);
		expect(message).toMatch(/\(1\).*lacks.*\(2\).*Page 999.*\(3\).*No event/s);
	});
});

describe('failure of Meta', () => {
	const failing = async (fault: Parameters<Meta['addFault']>[0]['do'], path = /\/subscriptions$/) => {
		meta.addFault({ path, times: 99, do: fault });
		return await refusal();
	};
	const refused = (code: number, subcode?: number, status = 400) => ({
		status,
		body: {
			error: {
				message: 'Meta said so',
				type: 'OAuthException',
				code,
				error_subcode: subcode,
				fbtrace_id: 'TRC',
			},
		},
	});

	it.each([
		[1, undefined, 'unknown fault'],
		[2, undefined, 'service is down'],
		[3, undefined, 'lacks a capability'],
		[10, undefined, 'Give the token the permission'],
		[100, undefined, 'A value was not accepted'],
		[200, undefined, 'Give the token the permission'],
		[368, undefined, 'policy reasons'],
		[2200, undefined, 'could not verify the webhook URL'],
	])('code %d/%s comes with its remedy, code and trace', async (code, subcode, remedy) => {
		const message = await failing(refused(code, subcode));
		expect(message).toContain(remedy);
		expect(message).toContain(`code ${code}`);
		expect(message).toContain('trace TRC');
	});

	it('an HTML page instead of an answer is not called a refusal', async () => {
		const message = await failing({ status: 502, body: '<html>Bad Gateway</html>' });
		expect(message).toContain('HTTP 502');
		expect(message).not.toContain('refused');
	});

	it('broken JSON', async () => {
		expect(await failing({ status: 200, body: '{"data":[' })).toContain('without a readable body');
	});

	it('a connection that is reset', async () => {
		expect(await failing({ reset: true })).toContain('cannot be reached (the connection was closed)');
	});

	it('nothing listening at the address', async () => {
		expect(await refusal({}, { baseUrl: 'http://127.0.0.1:9' })).toContain(
			'cannot be reached (the connection was refused)',
		);
	});

	it('no answer within the time limit', async () => {
		expect(await failing({ hang: true })).toContain('did not answer within 6 seconds');
	}, 60_000);

	it('a secret in the words of Meta is hidden', async () => {
		const body = {
			error: { message: `token ${account.token} of ${account.app.secret}`, code: 1, fbtrace_id: 'T' },
		};
		expect(await failing({ status: 400, body })).toContain('token [redacted] of [redacted]');
	});
});

describe('Instagram webhooks that Meta refuses', () => {
	const refuseInstagram = (code: number, words: string) => {
		const body = { error: { message: words, code, fbtrace_id: 'TRC' } };
		meta.addFault({ method: 'POST', path: /\/subscriptions$/, do: { status: 400, body } });
	};
	beforeEach(() => {
		account = anAccount(meta, { withInstagram: true });
	});

	it('for want of a permission name it, and do not send to the dashboard to enter a URL', async () => {
		refuseInstagram(200, '(#200) Requires instagram_manage_messages permission');
		const message = await refusal({ channels: ['instagram'] });
		expect(message).toContain('without instagram_manage_messages');
		expect(message).toContain('code 200');
		expect(message).not.toContain('enter the callback URL');
	});

	it('for want of a permission that Meta does not name, name those that Instagram needs', async () => {
		refuseInstagram(10, '(#10) Application does not have permission for this action');
		expect(await refusal({ channels: ['instagram'] })).toContain(
			'without instagram_basic, instagram_manage_messages',
		);
	});

	it('because the app sets them up in the dashboard say how, and advise nothing else', async () => {
		refuseInstagram(100, '(#100) Param object must be one of {user, page, permissions, payments}');
		const message = await refusal({ channels: ['instagram'] });
		expect(message).toContain('enter the callback URL');
		expect(message).not.toContain('API Version');
	});

	it('because of something else are told like any other refusal', async () => {
		refuseInstagram(100, '(#100) Param callback_url must be an https URL');
		const message = await refusal({ channels: ['instagram'] });
		expect(message).toContain("The webhook's address was not accepted");
		expect(message).not.toContain('App Dashboard');
	});

	it('are a warning where Messenger is published beside them', async () => {
		const body = { error: { message: 'Requires instagram_basic permission', code: 10 } };
		meta.addFault({ method: 'POST', path: /\/subscriptions$/, skip: 1, do: { status: 400, body } });
		const parameters = { pages: account.pageIds, channels: ['messenger', 'instagram'] };
		await host.trigger({ credential: { ...account.credential }, parameters }).publish();
		expect(host.log).toMatchObject([
			{ level: 'warn', message: expect.stringContaining('without instagram_basic') },
		]);
	});
});

describe('rate limit', () => {
	const throttled = { error: { message: 'Too many calls', code: 4, fbtrace_id: 'TRC' } };
	const calls = () => meta.getCalls().length;

	it('that ends soon is waited for, within one attempt', async () => {
		meta.addFault({
			path: /debug_token/,
			do: { status: 400, body: throttled, headers: { 'retry-after': '1' } },
		});
		const parameters = { pages: account.pageIds };
		await host.trigger({ credential: { ...account.credential }, parameters }).publish();
		expect(account.fieldsOfPage()).toEqual(['messaging_postbacks']);
	});

	it('that lasts is told, and further attempts make no call', async () => {
		const usage = JSON.stringify({ '1': [{ estimated_time_to_regain_access: 4 }] });
		meta.addFault({
			path: /subscriptions$/,
			times: 99,
			do: { status: 400, body: throttled, headers: { 'x-business-use-case-usage': usage } },
		});
		expect(await refusal()).toContain('rate limit');
		meta.clearCalls();
		expect(await refusal()).toContain('Wait 4 minutes');
		expect(calls()).toBe(0);
	});
});
