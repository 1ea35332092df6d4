// What the credential tells a person before anything is published: its test, and the Pages it can
// offer. A suite for every n8n at the ends of the supported range.
import { TRIGGER_TYPE } from '../../../sandbox/n8n/index.ts';
import type { Account, World } from './world.ts';

export function describeCredential(currentWorld: () => World): void {
	let world: World;
	let account: Account;

	beforeEach(async () => {
		world = currentWorld();
		account = await world.addApp();
	});

	describe('credential test', () => {
		const test = async (changes: Record<string, unknown> = {}) => {
			const data = { appId: account.app.id, appSecret: account.app.secret, accessToken: account.token };
			return await world.n8n.api.testCredential({
				name: 'Meta',
				type: 'messengerApi',
				data: { ...data, baseUrl: world.meta.baseUrl, apiVersion: 'v25.0', ...changes },
			});
		};

		it('answers in words for a good token', async () => {
			expect(await test()).toEqual({
				status: 'OK',
				message: 'The token is valid, belongs to this app and has the permissions',
			});
		});

		it('answers in words for an invalid token', async () => {
			world.meta.invalidateToken(account.token, { code: 190, subcode: 463, message: 'Session has expired' });
			expect(await test()).toEqual({ status: 'Error', message: expect.stringContaining('not valid') });
		});

		it("answers in words for another app's token", async () => {
			const other = await world.addApp();
			expect(await test({ accessToken: other.token })).toEqual({
				status: 'Error',
				message: expect.stringContaining('belongs to another app'),
			});
		});

		it('answers in words for a token without permission', async () => {
			const scopes = ['pages_show_list', 'pages_messaging'];
			const accessToken = world.meta.addToken({ appId: account.app.id, pageIds: [account.page.id], scopes });
			expect(await test({ accessToken })).toEqual({
				status: 'Error',
				message: expect.stringContaining('lacks pages_manage_metadata'),
			});
		});

		it('answers in words for a wrong App Secret', async () => {
			expect(await test({ appSecret: 'wrong' })).toEqual({
				status: 'Error',
				message: expect.stringContaining("'App ID' and 'App Secret'"),
			});
		});

		it('answers in words for HTTP 400 without a readable body', async () => {
			world.meta.addFault({ path: /debug_token/, do: { status: 400, body: '<html>Bad Request</html>' } });
			expect(await test()).toEqual({ status: 'Error', message: expect.stringContaining('HTTP 400') });
		});

		it('answers in words when Meta cannot be reached', async () => {
			expect(await test({ baseUrl: 'http://127.0.0.1:9' })).toEqual({
				status: 'Error',
				message: expect.stringContaining('cannot be reached'),
			});
		});
	});

	describe("choice of 'Page Names or IDs'", () => {
		it("lists the token's Pages from all result pages", async () => {
			const pages = Array.from({ length: 60 }, (_, index) => world.meta.addPage({ name: `Page ${index}` }));
			const accessToken = world.meta.addToken({ appId: account.app.id, pageIds: pages.map(({ id }) => id) });
			const id = await world.addCredential(account.app, { accessToken });
			const options = await world.n8n.api.loadOptions(
				TRIGGER_TYPE,
				'getPages',
				{ messengerApi: { id, name: 'Meta' } },
				{ authentication: 'accessToken' },
			);
			expect(options.map(({ value }) => value).sort()).toEqual(pages.map(({ id: pageId }) => pageId).sort());
		});
	});
}
