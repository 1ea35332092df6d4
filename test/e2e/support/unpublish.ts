/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
// Unpublishing, until what goes on at Meta afterwards has ended: it begins three seconds after n8n says that it is done.
import type { Meta } from '../../../sandbox/meta/index.ts';
import type { N8n } from '../../../sandbox/n8n/index.ts';

const BEGINS_AFTER_MS = 3_000;
const QUIET_MS = 500;
const DEADLINE_MS = 90_000;

export async function unpublish({ n8n, meta }: { n8n: N8n; meta: Meta }, workflowId: string): Promise<void> {
	await n8n.api.unpublish(workflowId);
	const since = Date.now() + BEGINS_AFTER_MS;
	const lastHeard = () => Math.max(since, ...meta.getCalls().map(({ answeredAt }) => answeredAt ?? Infinity));
	while (Date.now() < lastHeard() + QUIET_MS) {
		if (Date.now() > since + DEADLINE_MS)
			throw new Error(`Meta hears of workflow ${workflowId} all the time`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
