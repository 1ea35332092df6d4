// EDGE: asks Meta about the app and its token.
import { attempt } from '../graph/attempt';
import type { GraphApi } from '../graph/graphApi';
import type { GraphFailure } from '../graph/graphFailure';
import { META_CODE } from '../graph/metaCodes';
import type { MessengerCredential } from './credential';
import {
	failureFinding,
	NO_TOKEN,
	OTHER_APP,
	tokenFindings,
	WRONG_SECRET,
	type CheckedToken,
	type TokenFinding,
} from './tokenFindings';

export async function lookAtToken(
	api: GraphApi,
	credential: MessengerCredential,
	permissions: readonly string[],
	nowSeconds: number,
): Promise<CheckedToken> {
	if (credential.accessToken === '') return { findings: [NO_TOKEN], facts: null };
	const checked = await attempt(async () => await api.tokenFacts());
	if (!checked.ok) return { findings: [tokenCheckFailure(checked.failure)], facts: null };
	const { appId } = credential;
	const findings = tokenFindings(checked.value, { appId, permissions, nowSeconds });
	return { findings, facts: checked.value };
}

/** Findings about the token; most important first. */
export async function checkToken(...asked: Parameters<typeof lookAtToken>): Promise<TokenFinding[]> {
	const { findings } = await lookAtToken(...asked);
	return findings;
}

/** Whether Meta accepts the App ID with the App Secret. */
export async function checkApp(api: GraphApi): Promise<TokenFinding[]> {
	const read = await attempt(async () => await api.appRecords());
	return read.ok ? [] : [tokenCheckFailure(read.failure)];
}

/**
 * The check is made with the app's own token: two of the codes speak of that one, `parameter` of
 * the token that is checked.
 */
export function tokenCheckFailure(error: GraphFailure): TokenFinding {
	const { code, message } = error;
	if (code === META_CODE.parameter && /App_id/i.test(message)) return OTHER_APP;
	return code === META_CODE.token || code === META_CODE.appToken
		? WRONG_SECRET
		: { ...failureFinding(message), code: 'tokenNotChecked' };
}
