// The two credentials: what the HTTP Request node gets from the first, and publishing with the
// second.
import type { IAuthenticate, IHttpRequestOptions } from 'n8n-workflow';
import { MessengerApi } from '../../credentials/MessengerApi.credentials';
import { anAccount } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';

describe('Messenger API for the HTTP Request node', () => {
	const credential = {
		appId: '42',
		appSecret: 'secret-of-the-app',
		accessToken: 'EAAB-token',
		baseUrl: 'https://graph.facebook.com',
	};

	async function authenticate(options: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const method: IAuthenticate = new MessengerApi().authenticate;
		if (typeof method !== 'function') throw new Error('is not a function');
		return await method(credential, options);
	}

	it('adds the token and a proof that Meta accepts', async () => {
		const { app, token } = anAccount(meta);
		Object.assign(credential, { appSecret: app.secret, accessToken: token, baseUrl: meta.baseUrl });
		const { qs, headers } = await authenticate({ url: `${meta.baseUrl}/v25.0/me`, qs: { fields: 'id' } });
		const query = new URLSearchParams(qs as Record<string, string>).toString();
		const response = await fetch(`${meta.baseUrl}/v25.0/me?${query}`, {
			headers: headers as Record<string, string>,
		});
		expect(response.status).toBe(200);
	});

	it.each([
		'https://evil.example/me',
		'http://graph.facebook.com/me',
		'https://graph.facebook.com.evil.example/me',
	])('adds nothing for another address: %s', async (url) => {
		Object.assign(credential, { baseUrl: 'https://graph.facebook.com' });
		expect(await authenticate({ url, headers: { a: 'b' } })).toEqual({ url, headers: { a: 'b' } });
	});
});

describe('Messenger OAuth2 API', () => {
	it('publishes with the token of the login, and receives with the client secret', async () => {
		const { app, pageIds, token } = anAccount(meta);
		const trigger = host.trigger({
			credential: {
				clientId: app.id,
				clientSecret: app.secret,
				oauthTokenData: { access_token: token },
				baseUrl: meta.baseUrl,
			},
			parameters: { authentication: 'oAuth2', pages: pageIds },
		});
		await trigger.publish();
		expect(await meta.sendPostback({ pageId: pageIds[0] ?? '' })).toMatchObject([{ status: 200 }]);
		expect(trigger.items()).toHaveLength(1);
	});
});
