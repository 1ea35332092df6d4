// Unpublishing, until what goes on at Meta afterwards has ended: it begins three seconds after n8n
// says that it is done.
import type { Meta } from '../../../sandbox/meta/index.ts';
import type { N8n } from '../../../sandbox/n8n/index.ts';
import { quiet } from './quiet.ts';

const BEGINS_AFTER_MS = 3_000;
const QUIET_MS = 500;

export async function unpublish({ n8n, meta }: { n8n: N8n; meta: Meta }, workflowId: string): Promise<void> {
	await n8n.api.unpublish(workflowId);
	await quiet(meta, QUIET_MS, Date.now() + BEGINS_AFTER_MS);
}
