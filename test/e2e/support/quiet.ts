/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Meta hears of what goes on in the background of n8n, which a test cannot look into.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Meta } from '../../../sandbox/meta/index.ts';

const POLL_MS = 50;
const DEADLINE_MS = 90_000;
/** The node's own limit for a call; then it has heard of an answer that never comes. */
const CALL_TIMEOUT_MS = 15_000;

/** Until Meta has seen no call for so long, from `since` on. */
export async function quiet(meta: Meta, milliseconds: number, since = Date.now()): Promise<void> {
	const endOf = ({ at, answeredAt }: Call) => answeredAt ?? Math.min(Date.now(), at + CALL_TIMEOUT_MS);
	const lastHeard = () => Math.max(since, ...meta.getCalls().map(endOf));
	while (Date.now() < lastHeard() + milliseconds) {
		if (Date.now() > since + DEADLINE_MS) throw new Error('Meta hears of something all the time');
		await sleep(POLL_MS);
	}
}
