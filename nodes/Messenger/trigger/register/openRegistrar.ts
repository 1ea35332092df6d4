// From n8n's hook context to a registrar: the credential, the Graph client, our own URL.
import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { credentialType, readAuthentication } from '../../account/authentication';
import { isComplete, readCredential, type MessengerCredential } from '../../account/credential';
import { fingerprintOf } from '../../account/fingerprint';
import { INCOMPLETE } from '../../account/tokenFindings';
import { GraphApi } from '../../graph/graphApi';
import { type GraphHttpOptions } from '../../graph/graphHttp';
import { httpOf } from '../../graph/request';
import { logLine } from '../logLine';
import { homeOf } from '../members/home';
import type { TriggerSettings } from '../settings';
import type { Registrar } from './registrar';

export function openRegistrar(
	context: IHookFunctions,
	settings: TriggerSettings,
	credential: MessengerCredential,
	options: GraphHttpOptions = {},
): Registrar {
	const http = httpOf(context);
	const url = new URL(webhookUrlOf(context));
	const warn: Registrar['warn'] = (reason, message) => logLine(context, reason, message);
	const told = { ...options, warn: (message: string) => warn('batchesRefused', message) };
	return {
		api: new GraphApi(http, credential, told),
		asker: { http, app: credential, home: homeOf(url, credential.internalUrl) },
		credential,
		self: { origin: url.origin, path: url.pathname, isTest: isTest(context, url.pathname) },
		settings,
		warn,
	};
}

/**
 * In `delete` n8n does not tell, but each test was created in this process, and its URL is that of
 * tests alone.
 */
const testPaths = new Set<string>();

function isTest(context: IHookFunctions, path: string): boolean {
	if (context.getMode() === 'manual') testPaths.add(path);
	return testPaths.has(path);
}

export function webhookUrlOf(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') ?? '';
}

/** The app, whichever 'Base URL' leads to it, and the trigger at this n8n. */
export function registrationKeyOf({ credential, self }: Registrar): string {
	return `${fingerprintOf([credential.appId, credential.appSecret])} ${self.origin}${self.path}`;
}

/**
 * The credential, if it has what every delivery is checked with.
 * @throws {NodeOperationError} that says what is missing
 */
export async function readComplete(context: IHookFunctions): Promise<MessengerCredential> {
	const authentication = readAuthentication(context);
	const data = await context.getCredentials(credentialType(authentication));
	const credential = readCredential(data, authentication);
	if (isComplete(credential)) return credential;
	throw new NodeOperationError(context.getNode(), INCOMPLETE);
}
