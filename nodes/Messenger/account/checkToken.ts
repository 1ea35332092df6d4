// EDGE: asks Meta about the app and its token.
import { attempt } from '../graph/attempt';
import type { GraphApi } from '../graph/graphApi';
import type { GraphFailure } from '../graph/graphFailure';
import { META_CODE } from '../graph/metaCodes';
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

// The check is made with the app's own token: two of the codes speak of that one, `parameter` of
// the token that is checked.
function tokenCheckFailure(error: GraphFailure): Finding {
	const { code, message } = error;
	if (code === META_CODE.parameter && /App_id/i.test(message)) return OTHER_APP;
	return code === META_CODE.token || code === META_CODE.appToken ? WRONG_SECRET : failureFinding(message);
}
