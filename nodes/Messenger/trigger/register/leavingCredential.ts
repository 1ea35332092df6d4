// The credential to unregister with, also when it was deleted or names another app by then.
import type { IHookFunctions } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import { logLine } from '../logLine';
import { readComplete } from './openRegistrar';
import type { Registered } from './registered';
import { leftBehindText, oldAppText } from './registrationTexts';

/** By workflow and node; in memory only. */
const lastUsed = new Map<string, MessengerCredential>();

export function rememberCredential(context: IHookFunctions, credential: MessengerCredential): void {
	lastUsed.set(nodeKeyOf(context), credential);
}

export function forgetCredential(context: IHookFunctions): void {
	lastUsed.delete(nodeKeyOf(context));
}

/**
 * Null, with the reason in the log, when nothing at Meta can be changed any more; without a line
 * when nothing was registered.
 */
export async function credentialForLeaving(
	context: IHookFunctions,
	noted: Registered | null,
): Promise<MessengerCredential | null> {
	const last = lastUsed.get(nodeKeyOf(context)) ?? null;
	try {
		const credential = await readComplete(context);
		if (noted === null || noted.appId === credential.appId) return credential;
		if (last?.appId === noted.appId) return last;
		logLine(context, 'oldAppRemains', oldAppText(noted.appId));
	} catch (error) {
		if (last !== null) return last;
		if (noted === null) return null;
		const message = error instanceof Error ? error.message : String(error);
		logLine(context, 'registrationRemains', leftBehindText(message, noted.appId));
	}
	return null;
}

function nodeKeyOf(context: IHookFunctions): string {
	return `${context.getWorkflow().id}/${context.getNode().id}`;
}
