// EDGE: requests to other members of the callback, which are webhooks on this n8n's own origin.
import { sleep } from 'n8n-workflow';
import type { HttpRequest } from '../../graph/request';
import type { VerifiedBody } from '../verify/signature';
import { judgeRelay } from './memberHealth';
import { sendToMember } from './memberRequest';

/** Marks a relayed delivery, so that a member never relays it again. */
export const RELAY_HEADER = 'x-messenger-postbacks-relay';

const RETRY_WAITS_MS = [100, 300, 600];
/** What a path on another origin is treated as: nobody of ours can be there, so nothing is sent. */
const NO_MEMBER = 404;

export interface RelayedDelivery {
	origin: string;
	body: VerifiedBody;
	signature: string;
}

/**
 * Hands the bytes of a verified delivery to one path, until it answers for good. The status of its
 * last answer, or 0.
 */
export async function relayDelivery(
	http: HttpRequest,
	path: string,
	{ origin, body, signature }: RelayedDelivery,
	{ deadline, mayRetry }: { deadline: number; mayRetry: boolean },
): Promise<number> {
	const url = new URL(path, origin);
	if (url.origin !== origin) return NO_MEMBER;
	const headers = {
		'content-type': 'application/json',
		'x-hub-signature-256': signature,
		[RELAY_HEADER]: '1',
	};
	let status = 0;
	for (const wait of mayRetry ? [0, ...RETRY_WAITS_MS] : [0]) {
		if (wait > 0) await sleep(wait);
		const timeoutMs = deadline - Date.now();
		if (timeoutMs <= 0) return status;
		const answer = await sendToMember(http, {
			method: 'POST',
			url: url.href,
			timeoutMs,
			headers,
			body,
		});
		status = answer?.status ?? 0;
		if (judgeRelay(status) !== 'failed') return status;
	}
	return status;
}
