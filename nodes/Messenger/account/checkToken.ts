// EDGE: asks Meta about the app and its token.
import { attempt } from '../graph/attempt';
import type { GraphApi } from '../graph/graphApi';
import type { GraphFailure } from '../graph/graphFailure';
import type { MessengerCredential } from './credential';
import type { Finding } from './findings';
import { failureFinding, NO_TOKEN, OTHER_APP, tokenFindings, WRONG_SECRET } from './tokenFindings';

/** Findings about the token; most important first. */
export async function checkToken(
	api: GraphApi,
	credential: MessengerCredential,
	permissions: readonly string[],
	nowSeconds: number,
): Promise<Finding[]> {
	if (credential.accessToken === '') return [NO_TOKEN];
	const checked = await attempt(async () => await api.tokenFacts());
	if (!checked.ok) return [tokenCheckFailure(checked.failure)];
	return tokenFindings(checked.value, { appId: credential.appId, permissions, nowSeconds });
}

/** Whether Meta accepts the App ID with the App Secret. */
export async function checkApp(api: GraphApi): Promise<Finding[]> {
	const read = await attempt(async () => await api.appRecords());
	return read.ok ? [] : [tokenCheckFailure(read.failure)];
}

// The check is made with the app's own token: 190 and 101 speak of that one, 100 of the token that is checked.
function tokenCheckFailure(error: GraphFailure): Finding {
	if (error.code === 100 && /App_id/i.test(error.message)) return OTHER_APP;
	return error.code === 190 || error.code === 101 ? WRONG_SECRET : failureFinding(error.message);
}
