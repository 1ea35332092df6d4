// EDGE: requests to other members of the callback, which are webhooks on this n8n's own origin.
import { sleep } from 'n8n-workflow';
import type { HttpRequest } from '../../graph/request';
import type { VerifiedBody } from '../verify/signature';
import { addressOf, type Home } from './home';
import { judgeRelay } from './memberHealth';
import { sendToMember, SHORTEST_TRY_MS } from './memberRequest';

/** Marks a relayed delivery, so that a member never relays it again. */
export const RELAY_HEADER = 'x-messenger-postbacks-relay';

const RETRY_WAITS_MS = [100, 300, 600];
/** As long as the deadline allows: on a busy n8n an edit takes its webhook away for seconds. */
const RETURN_WAITS_MS = [100, 200, 300, 400, 500, 500, 500, 500];
/** What a path on another origin is treated as: nobody of ours can be there, so nothing is sent. */
const NO_MEMBER = 404;

export interface RelayedDelivery {
	home: Home;
	body: VerifiedBody;
	signature: string;
}

/**
 * Hands the bytes of a verified delivery to one path, until it answers for good: what fails is
 * tried again with `mayRetry`, what is not there with `mayReturn`. The status of its last answer,
 * or 0.
 */
export async function relayDelivery(
	http: HttpRequest,
	path: string,
	{ home, body, signature }: RelayedDelivery,
	{ deadline, mayRetry, mayReturn }: { deadline: number; mayRetry: boolean; mayReturn: boolean },
): Promise<number> {
	const at = addressOf(path, home.origin, home);
	if (at === null) return NO_MEMBER;
	const headers = {
		'content-type': 'application/json',
		'x-hub-signature-256': signature,
		[RELAY_HEADER]: '1',
	};
	const retryWaits = mayRetry ? [...RETRY_WAITS_MS] : [];
	const returnWaits = mayReturn ? [...RETURN_WAITS_MS] : [];
	let status = 0;
	for (;;) {
		const timeoutMs = deadline - Date.now();
		if (timeoutMs <= 0) return status;
		const answer = await sendToMember(http, { method: 'POST', at, timeoutMs, headers, body });
		status = answer?.status ?? 0;
		const outcome = judgeRelay(status);
		if (outcome === 'accepted' || outcome === 'refused') return status;
		const wait = (outcome === 'gone' ? returnWaits : retryWaits).shift();
		if (wait === undefined || Date.now() + wait + SHORTEST_TRY_MS > deadline) return status;
		await sleep(wait);
	}
}
