// EDGE: requests to other members of the callback, which are webhooks on this n8n's own origin.
import { sleep } from 'n8n-workflow';
import type { HttpRequest } from './graphHttp';
import { sendToMember } from './memberRequest';

/** Marks a relayed delivery, so that a member never relays it again. */
export const RELAY_HEADER = 'x-messenger-postbacks-relay';

// Meta waits 5 seconds for the owner, which has its own work to do after the relay.
const RELAY_BUDGET_MS = 3_000;
const RETRY_WAITS_MS = [100, 300, 600];

/**
 * Hands the bytes of a verified delivery to each path, at once. Answers the paths that did not accept them after a few
 * tries; a path that is gone (404, 410) counts as accepted.
 */
export async function relayDelivery(
	http: HttpRequest,
	delivery: { origin: string; paths: readonly string[]; rawBody: Buffer; signature: string },
): Promise<string[]> {
	const deadline = Date.now() + RELAY_BUDGET_MS;
	const outcomes = await Promise.all(
		delivery.paths.map(async (path) => ({ path, isAccepted: await relayTo(http, path, delivery, deadline) })),
	);
	return outcomes.filter(({ isAccepted }) => !isAccepted).map(({ path }) => path);
}

async function relayTo(
	http: HttpRequest,
	path: string,
	{ origin, rawBody, signature }: { origin: string; rawBody: Buffer; signature: string },
	deadline: number,
): Promise<boolean> {
	const url = new URL(path, origin);
	if (url.origin !== origin) return true;
	for (const wait of [0, ...RETRY_WAITS_MS]) {
		if (wait > 0) await sleep(wait);
		const timeoutMs = deadline - Date.now();
		if (timeoutMs <= 0) return false;
		const headers = {
			'content-type': 'application/json',
			'x-hub-signature-256': signature,
			[RELAY_HEADER]: '1',
		};
		const answer = await sendToMember(http, {
			method: 'POST',
			url: url.href,
			timeoutMs,
			headers,
			body: rawBody,
		});
		const status = answer?.status ?? 0;
		if ((status >= 200 && status < 300) || status === 404 || status === 410) return true;
	}
	return false;
}
