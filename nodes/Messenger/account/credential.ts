// Reads either credential into one shape. Values that were pasted with spaces around them are left
// as they are where a signature depends on them, so that the cause can be named.
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { DEFAULT_API_VERSION, readBaseUrl } from '../graph/baseUrl';
import type { GraphAccess } from '../graph/graphRequest';
import { isObject, textOrNull } from '../graph/json';
import type { Authentication } from './authentication';
import { fingerprintOf } from './fingerprint';
import { readInternalUrl } from './internalUrl';

export interface MessengerCredential extends GraphAccess {
	/** For manual registration; may be empty. */
	verifyToken: string;
	/** Every secret a delivery may be signed with, the app's own first. */
	signingSecrets: string[];
	/** Where n8n reaches itself; empty for its public address, null for what is no address. */
	internalUrl: string | null;
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
	const typedBaseUrl = text('baseUrl').trim();
	return withFingerprint({
		appId: text(isOAuth2 ? 'clientId' : 'appId').trim(),
		appSecret,
		accessToken: (isOAuth2 ? (textOrNull(tokenData.access_token) ?? '') : text('accessToken')).trim(),
		verifyToken: text('verifyToken').trim(),
		signingSecrets: [appSecret, ...additional.map((secret) => secret.trim())].filter(
			(secret) => secret !== '',
		),
		// What is no address is refused by each call, in words.
		baseUrl: readBaseUrl(typedBaseUrl) ?? typedBaseUrl,
		apiVersion: text('apiVersion').trim() || DEFAULT_API_VERSION,
		internalUrl: readInternalUrl(text('internalUrl')),
	});
}

function withFingerprint(read: Omit<MessengerCredential, 'fingerprint'>): MessengerCredential {
	const { appId, appSecret, accessToken, verifyToken, signingSecrets, baseUrl, apiVersion } = read;
	const addresses = [baseUrl, apiVersion, read.internalUrl ?? 'wrong'];
	const parts = [appId, appSecret, accessToken, verifyToken, ...addresses, ...signingSecrets];
	return { ...read, fingerprint: fingerprintOf(parts) };
}

/** Whether it has what every delivery is checked with, and every call proven. */
export function isComplete({ appId, appSecret }: MessengerCredential): boolean {
	return appId !== '' && appSecret.trim() !== '';
}
