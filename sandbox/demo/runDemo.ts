// The demo itself: simulator, n8n, credential, workflow, and the first tap. Whoever calls it stops what it started, through `use`.
import { type Meta, startMeta } from '../meta/index.ts';
import {
	ensureN8n,
	type N8n,
	OWNER,
	packPackage,
	type Progress,
	startN8n,
	TRIGGER_NAME,
} from '../n8n/index.ts';
import { type Button, BUTTONS, FIRST_TAP } from './buttons.ts';
import { type ChatActions, chatRoutes, type ItemResult } from './chat.ts';
import { demoWorkflow, OUTPUT_NAMES } from './demoWorkflow.ts';

const ITEM_WITHIN_MS = 30_000;
const INSTAGRAM_ID = '17841400000000001';
const PERSON = { messenger: '6001002003004005', instagram: '7001002003004005' };

export interface Demo {
	n8n: N8n;
	editorUrl: string;
	chatUrl: string;
	item: unknown;
}

export interface DemoOptions {
	progress: Progress;
	signal: AbortSignal;
	/** Takes a clean-up for each thing that was started. */
	use(cleanUp: () => Promise<void>): void;
}

export async function runDemo({ progress, signal, use }: DemoOptions): Promise<Demo> {
	const install = await ensureN8n(progress, signal);
	const tarball = await packPackage(progress, signal);

	const chat: { actions?: ChatActions } = {};
	const meta = await startMeta({ routes: chatRoutes(() => chat.actions) });
	use(() => meta.stop());
	signal.throwIfAborted();
	progress(`The simulator of Meta runs at ${meta.baseUrl}`);

	progress(`Starting n8n ${install.version} (about 10 seconds)`);
	const n8n = await startN8n({ install, tarball, signal });
	use(() => n8n.stop());
	signal.throwIfAborted();

	const { workflowId, page } = await publishWorkflow(n8n, meta, progress);
	const editorUrl = `${n8n.baseUrl}/workflow/${workflowId}`;
	const actions = chatActions({ n8n, meta, workflowId, page, editorUrl });
	chat.actions = actions;

	const button = BUTTONS.find(({ id }) => id === FIRST_TAP);
	if (button === undefined) throw new Error(`No button '${FIRST_TAP}'`);
	progress(`Tapping '${button.title}' in Messenger`);
	const { deliveries, after } = await actions.tap(button);
	for (const { status, durationMs } of deliveries) {
		progress(`Delivered to n8n: ${status ?? 'no answer'} in ${Math.round(durationMs)} ms`);
	}
	await n8n.api.waitForExecutions(workflowId, 1, ITEM_WITHIN_MS);
	const result = await actions.itemAfter(after);
	if (result === null) throw new Error('The execution put out no item');
	progress(`n8n ran the workflow; output '${result.output}' got this item:`);
	return { n8n, editorUrl, chatUrl: `${meta.baseUrl}/chat`, item: result.item };
}

interface Page {
	id: string;
	name: string;
}

async function publishWorkflow(
	n8n: N8n,
	meta: Meta,
	progress: Progress,
): Promise<{ workflowId: string; page: Page }> {
	const app = meta.addApp();
	const page = meta.addPage({
		name: 'Sunny Bakery',
		instagramAccount: { id: INSTAGRAM_ID, username: 'sunny.bakery' },
	});
	const accessToken = meta.addToken({ appId: app.id, pageIds: [page.id] });
	const data = { appId: app.id, appSecret: app.secret, accessToken, baseUrl: meta.baseUrl };
	const credential = { name: 'Messenger (simulator)', type: 'messengerApi', data };
	const test = await n8n.api.testCredential(credential);
	if (test.status !== 'OK') throw new Error(`The credential test says: ${test.message}`);
	const { id: credentialId } = await n8n.api.createCredential(credential);
	progress(
		`Owner ${OWNER.email} and credential '${credential.name}' are there; its test says: ${test.message}`,
	);

	const workflow = demoWorkflow(credentialId, page.id);
	const { id: workflowId } = await n8n.api.createWorkflow(workflow);
	const { status, errorMessage } = await n8n.api.publish(workflowId);
	if (status !== 'published')
		throw new Error(`n8n could not publish the workflow: ${errorMessage ?? status}`);
	progress(`Workflow '${workflow.name}' is published; its trigger has registered itself with the simulator`);
	return { workflowId, page };
}

interface Setting {
	n8n: N8n;
	meta: Meta;
	workflowId: string;
	page: Page;
	editorUrl: string;
}

function chatActions({ n8n, meta, workflowId, page, editorUrl }: Setting): ChatActions {
	return {
		pageName: page.name,
		editorUrl,
		async tap({ channel, title, payload, referral }: Button) {
			const after = (await n8n.api.executions(workflowId)).at(-1)?.id ?? '0';
			const senderId = PERSON[channel];
			const tap = { pageId: page.id, senderId, title, payload, referral, channel };
			const deliveries = await meta.sendPostback(tap);
			return { deliveries: deliveries.map(({ status, durationMs }) => ({ status, durationMs })), after };
		},
		async itemAfter(executionId): Promise<ItemResult | null> {
			const finished = await n8n.api.waitForExecutions(workflowId, 0);
			const next = finished.find(({ id }) => Number(id) > Number(executionId));
			if (next === undefined) return null;
			const outputs = await n8n.api.items(next.id, TRIGGER_NAME);
			const index = outputs.findIndex((items) => items.length > 0);
			const output = OUTPUT_NAMES[index] ?? String(index);
			return { executionId: next.id, output, item: outputs[index]?.[0] ?? null };
		},
	};
}
