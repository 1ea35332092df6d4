import { readCredential } from '../../nodes/Messenger/account/credential';

const DATA = {
	appId: '42',
	appSecret: 'secret',
	accessToken: 'EAAB',
	verifyToken: 'mine',
	additionalAppSecrets: 'old, older',
	baseUrl: 'https://graph.facebook.com',
	apiVersion: 'v25.0',
	internalUrl: 'http://n8n:5678',
};
const fingerprint = (changes: object = {}) =>
	readCredential({ ...DATA, ...changes }, 'accessToken').fingerprint;

describe('fingerprint of a credential', () => {
	it.each([
		{ appId: '43' },
		{ appSecret: 'Secret' },
		{ accessToken: 'EAAC' },
		{ verifyToken: '' },
		{ additionalAppSecrets: 'old' },
		{ baseUrl: 'https://graph.facebook.com.evil.example' },
		{ baseUrl: 'http://graph.facebook.com' },
		{ baseUrl: 'graph.facebook.com' },
		{ apiVersion: 'v24.0' },
		{ internalUrl: '' },
		{ internalUrl: 'http://n8n:5679' },
		{ internalUrl: 'http://n8n:5678/path' },
		// The same characters, cut elsewhere.
		{ appId: '42secret', appSecret: '' },
		{ additionalAppSecrets: 'old", "older' },
	])('is another one with %j', (changes) => {
		expect(fingerprint(changes)).not.toBe(fingerprint());
	});

	it.each([
		{},
		{ baseUrl: '' },
		{ baseUrl: ' https://GRAPH.facebook.com/ ' },
		{ apiVersion: ' ' },
		{ internalUrl: ' HTTP://N8N:5678/ ' },
		{ appId: ' 42 ' },
		{ somethingElse: 'x' },
	])('is the same with %j', (changes) => {
		expect(fingerprint(changes)).toBe(fingerprint());
	});

	it('is the same for both kinds of credential with the same content', () => {
		const { appId, appSecret, accessToken, ...more } = DATA;
		const login = {
			...more,
			clientId: appId,
			clientSecret: appSecret,
			oauthTokenData: { access_token: accessToken },
		};
		expect(readCredential(login, 'oAuth2').fingerprint).toBe(fingerprint());
	});

	it('tells nothing of what it is made from', () => {
		expect(fingerprint()).toMatch(/^[0-9a-f]{64}$/);
	});
});
