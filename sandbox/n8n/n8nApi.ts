/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// n8n's REST API the way the editor uses it: credentials, workflows, publishing, test listening,
// parameter options. Publishing is asynchronous: n8n answers at once and calls the trigger's
// lifecycle methods in the background.
import { setTimeout as sleep } from 'node:timers/promises';
import { createExecutionsApi, type ExecutionsApi } from './executions.ts';
import { at, isRecord, listAt, optionalTextAt, textAt } from './json.ts';
import { createN8nSession, expectSuccess, type Answer, type Request } from './n8nSession.ts';
import type { NodeCredentials, Workflow, WorkflowNode } from './workflow.ts';

const SETTLES_WITHIN_MS = 60_000;
const POLL_MS = 100;
const TYPE_VERSION = 2;

export interface Credential {
	id?: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface PublishResult {
	status: 'published' | 'failed' | 'partial';
	/** What the user would see. */
	errorMessage?: string;
}

export interface Listening {
	/** Set when n8n refused, or the trigger's create() threw. */
	errorMessage?: string;
	errorDescription?: string;
	stop(): Promise<void>;
}

export interface N8nApi extends ExecutionsApi {
	createCredential(credential: Credential): Promise<{ id: string; name: string }>;
	/** Saves it before, unless it has an ID. */
	testCredential(credential: Credential): Promise<{ status: 'OK' | 'Error'; message: string }>;
	/** The nodes come back as n8n saved them, with their webhookId. */
	createWorkflow(workflow: Workflow): Promise<{ id: string; versionId: string; nodes: WorkflowNode[] }>;
	updateWorkflow(id: string, workflow: Partial<Workflow>): Promise<{ id: string; versionId: string }>;
	/**
	 * Publishes the latest version; resolves once every trigger has been registered or given up (a
	 * refusal takes n8n about 16 s).
	 */
	publish(id: string): Promise<PublishResult>;
	/**
	 * Resolves once n8n has called delete() of every trigger, or given up after its third try; a
	 * failing delete() shows only in the log.
	 */
	unpublish(id: string): Promise<void>;
	/**
	 * 'Listen for test event' on one trigger; the event goes to its `/webhook-test/` URL. n8n gives
	 * up after 2 minutes.
	 */
	listen(id: string, triggerName: string): Promise<Listening>;
	/**
	 * What the editor offers in a parameter with loadOptionsMethod. `credentials` is as in a node: `{
	 * messengerApi: { id, name } }`.
	 */
	loadOptions(
		nodeTypeName: string,
		method: string,
		credentials?: NodeCredentials,
		parameters?: Record<string, unknown>,
	): Promise<Array<{ name: string; value: string }>>;
	/** Anything else, with the owner's session: any status is answered, none throws. */
	request: Request;
}

export function createN8nApi(baseUrl: string): N8nApi {
	const { request } = createN8nSession(baseUrl);
	const call = async (method: string, path: string, body?: unknown) =>
		expectSuccess(await request(method, path, body), `${method} ${path}`);

	const createCredential = async (credential: Credential) => {
		const body = await call('POST', '/rest/credentials', credential);
		return { id: textAt(body, 'data', 'id'), name: textAt(body, 'data', 'name') };
	};

	const readStatus = async (id: string): Promise<Answer> => {
		const answer = await request('GET', `/rest/workflows/${id}/publication-status`);
		if (answer.status !== 404) expectSuccess(answer, 'GET publication-status');
		return answer;
	};
	/** 404: this n8n publishes synchronously and has nothing to wait for. */
	const settle = async (id: string): Promise<Answer> => {
		const deadline = Date.now() + SETTLES_WITHIN_MS;
		for (;;) {
			const answer = await readStatus(id);
			if (answer.status === 404) return answer;
			// n8n asks whether it is at work and what came of it in two queries; an end in between shows
			// the result of before.
			if (at(answer.body, 'data', 'status') !== 'in_progress') return await readStatus(id);
			if (Date.now() > deadline) {
				throw new Error(`Workflow ${id} is still publishing after ${SETTLES_WITHIN_MS / 1000} s`);
			}
			await sleep(POLL_MS);
		}
	};

	return {
		...createExecutionsApi(request),
		request,
		createCredential,
		async testCredential(credential) {
			// n8n 1 tests none that is not saved.
			const id = credential.id ?? (await createCredential(credential)).id;
			const credentials = { ...credential, id };
			const body = await call('POST', '/rest/credentials/test', { credentials });
			const status = textAt(body, 'data', 'status') === 'OK' ? 'OK' : 'Error';
			return { status, message: textAt(body, 'data', 'message') };
		},
		async createWorkflow(workflow) {
			const body = await call('POST', '/rest/workflows', { settings: {}, active: false, ...workflow });
			const nodes = listAt(body, 'data', 'nodes').filter(isWorkflowNode);
			return { ...versionOf(body), nodes };
		},
		async updateWorkflow(id, workflow) {
			const { versionId } = versionOf(await call('GET', `/rest/workflows/${id}`));
			return versionOf(await call('PATCH', `/rest/workflows/${id}`, { ...workflow, versionId }));
		},
		async publish(id) {
			const { versionId } = versionOf(await call('GET', `/rest/workflows/${id}`));
			const activated = await request('POST', `/rest/workflows/${id}/activate`, { versionId });
			if (activated.status >= 400) {
				return { status: 'failed', errorMessage: optionalTextAt(activated.body, 'message') };
			}
			return publishResult(await settle(id));
		},
		async unpublish(id) {
			await call('POST', `/rest/workflows/${id}/deactivate`, {});
			await settle(id);
		},
		async listen(id, triggerName) {
			const workflowData = at(await call('GET', `/rest/workflows/${id}`), 'data');
			const run = { workflowData, triggerToStartFrom: { name: triggerName } };
			const headers = { 'push-ref': `listen-${id}` };
			const answer = await request('POST', `/rest/workflows/${id}/run`, run, headers);
			if (answer.status < 300 && at(answer.body, 'data', 'waitingForWebhook') === true) {
				return { stop: async () => void (await call('DELETE', `/rest/test-webhook/${id}`)) };
			}
			return {
				errorMessage: optionalTextAt(answer.body, 'message') ?? JSON.stringify(answer.body),
				errorDescription: optionalTextAt(answer.body, 'description'),
				stop: async () => undefined,
			};
		},
		async loadOptions(nodeTypeName, methodName, credentials, currentNodeParameters = {}) {
			const body = await call('POST', '/rest/dynamic-node-parameters/options', {
				nodeTypeAndVersion: { name: nodeTypeName, version: TYPE_VERSION },
				path: 'parameters.options',
				methodName,
				currentNodeParameters,
				credentials,
			});
			return listAt(body, 'data').map((o) => ({ name: textAt(o, 'name'), value: textAt(o, 'value') }));
		},
	};
}

function publishResult(answer: Answer): PublishResult {
	if (answer.status === 404) return { status: 'published' };
	const status = at(answer.body, 'data', 'status');
	if (status === 'published') return { status };
	const errors = listAt(answer.body, 'data', 'triggers').map((t) => optionalTextAt(t, 'errorMessage'));
	const errorMessage = errors.filter((message) => message !== undefined).join('\n') || undefined;
	return { status: status === 'partial' ? status : 'failed', errorMessage };
}

function versionOf(body: unknown): { id: string; versionId: string } {
	return { id: textAt(body, 'data', 'id'), versionId: textAt(body, 'data', 'versionId') };
}

function isWorkflowNode(value: unknown): value is WorkflowNode {
	return isRecord(value) && typeof value.name === 'string' && typeof value.type === 'string';
}
