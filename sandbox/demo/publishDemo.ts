// Makes app, Page and token at the simulator, credential and workflow in n8n, and publishes: the
// trigger registers itself.
import type { App, Meta, Page } from '../meta/index.ts';
import { OWNER, type N8n, type Progress } from '../n8n/index.ts';
import type { DemoSetting } from './demoBranches.ts';
import { demoWorkflow } from './demoWorkflow.ts';
import { PROFILES } from './pageProfile.ts';

const INSTAGRAM_ID = '17841400000000001';

export async function publishDemo(
	n8n: N8n,
	meta: Meta,
	progress: Progress,
): Promise<{ workflowId: string; app: App; page: Page }> {
	const app = meta.addApp();
	const page = meta.addPage({
		name: 'Sunny Bakery',
		instagramAccount: { id: INSTAGRAM_ID, username: 'sunny.bakery' },
	});
	meta.seedMessengerProfile(page.id, PROFILES.messenger);
	meta.seedMessengerProfile(page.id, PROFILES.instagram, 'instagram');
	const accessToken = meta.addToken({ appId: app.id, pageIds: [page.id] });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const credential = { name: 'Messenger (simulator)', type: 'messengerApi', data };
	const test = await n8n.api.testCredential(credential);
	if (test.status !== 'OK') throw new Error(`The credential test says: ${test.message}`);
	const { id: credentialId } = await n8n.api.createCredential(credential);
	progress(
		`Owner ${OWNER.email} and credential '${credential.name}' are there; its test says: ${test.message}`,
	);

	const workflow = demoWorkflow({ credentialId, pageId: page.id, picture: pictureAt(meta) });
	const { id: workflowId } = await n8n.api.createWorkflow(workflow);
	const { status, errorMessage } = await n8n.api.publish(workflowId);
	if (status !== 'published')
		throw new Error(`n8n could not publish the workflow: ${errorMessage ?? status}`);
	progress(`Workflow '${workflow.name}' is published; its trigger has registered itself with the simulator`);
	addReadReceipts(meta, app.id, page.id);
	return { workflowId, app, page };
}

/** The chat page shows nothing from elsewhere. */
export function pictureAt(meta: Meta): DemoSetting['picture'] {
	return (name) => `${meta.baseUrl}/chat/${name}.svg`;
}

/**
 * As if somebody had ticked them in Meta's dashboard too, so that the trigger gets what it has not
 * asked for.
 */
function addReadReceipts(meta: Meta, appId: string, pageId: string): void {
	const added = new Map([
		['page', 'message_reads'],
		['instagram', 'messaging_seen'],
	]);
	for (const { object, callback_url, fields } of meta.appSubscriptions(appId)) {
		const field = added.get(object);
		if (field === undefined) continue;
		meta.seedAppSubscription(appId, { object, callback_url, fields: [...fields, field] });
	}
	const fields = meta.pageSubscription(pageId, appId) ?? [];
	meta.seedPageSubscription(pageId, appId, [...fields, 'message_reads']);
}
