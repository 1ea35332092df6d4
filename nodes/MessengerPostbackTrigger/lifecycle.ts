// The three lifecycle steps on n8n's hook context. n8n calls `leave` after every failed `join`, up to five times, and
// shows only the message of what is thrown.
import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { withAppLock } from './appLock';
import { attempt } from './attempt';
import { credentialType, isComplete, readCredential, type MessengerCredential } from './credential';
import { graphError } from './graphError';
import { GraphApi, type PageAccess } from './graphApi';
import { GraphHttp, httpOf } from './graphHttp';
import { isLastingRefusal } from './lib/graphFailure';
import { formatFindings, INCOMPLETE, type Finding } from './lib/preflight';
import { findPages } from './pages';
import { readAuthentication, readSettings } from './parameters';
import { manualFindings, registrationFindings } from './preflightChecks';
import { isRegistered, register, unregister, type Registrar } from './registration';

export async function isJoined(context: IHookFunctions): Promise<boolean> {
	const settings = readSettings(context);
	if (settings.isManual) return false;
	return await withRegistrar(context, async ({ registrar, credential }) => {
		// Without these `join` has to explain what is missing.
		if (credential.accessToken === '' || settings.pageIds?.length === 0) return false;
		let pages: readonly PageAccess[] = [];
		let isAtApp = false;
		const checked = await attempt(
			async () =>
				await isRegistered(registrar, async () => {
					// Asked for only then.
					isAtApp = true;
					pages = (await findPages(registrar.api, settings.pageIds)).pages;
					return pages;
				}),
		);
		if (checked.ok && checked.value) rememberInstagramAccounts(context, pages);
		if (checked.ok) return checked.value;
		// A token that has ended must not cost a published workflow its taps: `join` would fail, and n8n call `leave`.
		if (isAtApp && isStarting(context) && isLastingRefusal(checked.failure)) {
			registrar.warn(`Its Pages could not be checked, and it stays registered. ${checked.failure.message}`);
			return true;
		}
		// What Meta refuses, `join` can explain. Silence it could only wait for once more.
		if (checked.failure.outcome.kind === 'refused') return false;
		throw checked.failure;
	});
}

export async function join(context: IHookFunctions): Promise<void> {
	const settings = readSettings(context);
	if (settings.isManual) {
		refuseBlocking(context, manualFindings(settings, await readComplete(context)));
		return;
	}
	await withRegistrar(context, async ({ registrar, credential, webhookUrl }) => {
		const nowSeconds = Date.now() / 1000;
		const { api } = registrar;
		const check = await registrationFindings({ api, credential, settings, webhookUrl, nowSeconds });
		refuseBlocking(context, check.findings);
		await register(registrar, check.found.pages);
		rememberInstagramAccounts(context, check.found.pages);
	});
}

export async function leave(context: IHookFunctions): Promise<void> {
	const settings = readSettings(context);
	if (settings.isManual) return;
	await withRegistrar(context, async ({ registrar, credential }) => {
		await unregister(registrar, async () => {
			if (credential.accessToken === '') return null;
			return (await findPages(registrar.api, settings.pageIds)).pages;
		});
	});
}

/** n8n brings up what is published, where somebody publishes otherwise. */
function isStarting(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

interface Opened {
	registrar: Registrar;
	credential: MessengerCredential;
	webhookUrl: string;
}

/** Whatever goes wrong inside reaches the user as one n8n error without secrets. */
async function withRegistrar<Result>(
	context: IHookFunctions,
	work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
	const node = context.getNode();
	const credential = await readComplete(context);
	const webhookUrl = context.getNodeWebhookUrl('default') ?? '';
	const url = new URL(webhookUrl);
	const http = httpOf(context);
	const registrar: Registrar = {
		api: new GraphApi(new GraphHttp(http, credential), credential),
		http,
		app: credential,
		self: { origin: url.origin, path: url.pathname, isTest: context.getMode() === 'manual' },
		settings: readSettings(context),
		warn: (message) => context.logger.warn(`${node.name}: ${message}`, logMeta(context)),
	};
	try {
		return await withAppLock(credential.appId, async () => await work({ registrar, credential, webhookUrl }));
	} catch (error) {
		throw graphError(node, error, credential);
	}
}

/** The credential, if it has what every delivery is checked with. */
async function readComplete(context: IHookFunctions): Promise<MessengerCredential> {
	const authentication = readAuthentication(context);
	const data = await context.getCredentials(credentialType(authentication));
	const credential = readCredential(data, authentication);
	if (isComplete(credential)) return credential;
	throw new NodeOperationError(context.getNode(), INCOMPLETE);
}

function refuseBlocking(context: IHookFunctions, findings: readonly Finding[]): void {
	if (findings.length === 0) return;
	const text = formatFindings(findings);
	if (findings.some(({ isBlocking }) => isBlocking)) throw new NodeOperationError(context.getNode(), text);
	context.logger.warn(`${context.getNode().name}: ${text}`, logMeta(context));
}

/**
 * An Instagram entry names the professional account, not the Page. `webhook()` cannot look the link up in time, and
 * static data written here is saved.
 */
function rememberInstagramAccounts(context: IHookFunctions, pages: readonly PageAccess[]): void {
	const ids = pages.flatMap(({ instagram }) => instagram?.id ?? []);
	context.getWorkflowStaticData('node').instagramIds = ids;
}

function logMeta(context: IHookFunctions) {
	return { workflowId: context.getWorkflow().id, nodeName: context.getNode().name };
}
