// Reads either credential into one shape. Values that were pasted with blanks around them are left as they are where a
// signature depends on them, so that the cause can be named.
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { GraphAccess } from './graphHttp';
import { isObject, textOrNull } from './lib/json';
import type { Authentication } from './parameters';

export function credentialType(authentication: Authentication): string {
	return authentication === 'oAuth2' ? 'messengerOAuth2Api' : 'messengerApi';
}

export const DEFAULT_BASE_URL = 'https://graph.facebook.com';
export const DEFAULT_API_VERSION = 'v25.0';

export interface MessengerCredential extends GraphAccess {
	/** For manual registration; may be empty. */
	verifyToken: string;
	/** Every secret a delivery may be signed with, the app's own first. */
	signingSecrets: string[];
}

export function readCredential(
	data: ICredentialDataDecryptedObject,
	authentication: Authentication,
): MessengerCredential {
	const text = (name: string) => textOrNull(data[name]) ?? '';
	const isOAuth2 = authentication === 'oAuth2';
	const tokenData = isObject(data.oauthTokenData) ? data.oauthTokenData : {};
	const appSecret = text(isOAuth2 ? 'clientSecret' : 'appSecret');
	const additional = text('additionalAppSecrets').split(',');
	return {
		appId: text(isOAuth2 ? 'clientId' : 'appId').trim(),
		appSecret,
		accessToken: (isOAuth2 ? (textOrNull(tokenData.access_token) ?? '') : text('accessToken')).trim(),
		verifyToken: text('verifyToken').trim(),
		signingSecrets: [appSecret, ...additional.map((secret) => secret.trim())].filter(
			(secret) => secret !== '',
		),
		baseUrl: text('baseUrl').trim() || DEFAULT_BASE_URL,
		apiVersion: text('apiVersion').trim() || DEFAULT_API_VERSION,
	};
}

/** Whether it has what every delivery is checked with, and every call proven. */
export function isComplete({ appId, appSecret }: MessengerCredential): boolean {
	return appId !== '' && appSecret.trim() !== '';
}
