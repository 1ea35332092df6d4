// Which of the two credentials a node uses.
import type { NodeParameterValueType } from 'n8n-workflow';

/** n8n's contexts, as far as parameters are read. */
export interface ParameterSource {
	getNodeParameter(name: string, fallback?: NodeParameterValueType): unknown;
}

export type Authentication = 'accessToken' | 'oAuth2';

export function readAuthentication(source: ParameterSource): Authentication {
	return source.getNodeParameter('authentication', 'accessToken') === 'oAuth2' ? 'oAuth2' : 'accessToken';
}

export function credentialType(authentication: Authentication): string {
	return authentication === 'oAuth2' ? 'messengerOAuth2Api' : 'messengerApi';
}
