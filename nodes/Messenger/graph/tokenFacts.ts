// What Meta's debug_token says about a token.
import { arrayOf, isObject, textOrNull } from './json';

/**
 * The `data` of Meta's debug_token answer, as far as it is used. Times in Unix seconds; 0 never
 * expires.
 */
export interface TokenFacts {
	appId: string | null;
	appName: string | null;
	kind: string | null;
	isValid: boolean;
	expiresAt: number;
	dataAccessExpiresAt: number;
	scopes: string[];
	/** Why Meta calls the token invalid. */
	invalidBecause: string | null;
}

export function readTokenFacts(answer: unknown): TokenFacts | null {
	const data = isObject(answer) && isObject(answer.data) ? answer.data : null;
	if (data === null) return null;
	const seconds = (value: unknown) => (typeof value === 'number' ? value : 0);
	return {
		appId: data.app_id === undefined ? null : String(data.app_id),
		appName: textOrNull(data.application),
		kind: textOrNull(data.type),
		isValid: data.is_valid === true,
		expiresAt: seconds(data.expires_at),
		dataAccessExpiresAt: seconds(data.data_access_expires_at),
		scopes: arrayOf(data.scopes).filter((scope) => typeof scope === 'string'),
		invalidBecause: isObject(data.error) ? textOrNull(data.error.message) : null,
	};
}
