// Judges a request with the trigger's credential, without paying for a decryption each time.
import type { INode, IWebhookFunctions } from 'n8n-workflow';
import { credentialType, readAuthentication } from '../../account/authentication';
import { readCredential, type MessengerCredential } from '../../account/credential';
import { CredentialCache } from '../../account/credentialCache';

const credentials = new CredentialCache();

export interface Judged<Verdict> {
	verdict: Verdict;
	credential: MessengerCredential;
}

/**
 * A refusal by a cached credential is judged again with a fresh one, so that a rotated secret works
 * at once.
 */
export async function judgeWithCredential<Verdict extends { ok: boolean }>(
	context: IWebhookFunctions,
	judge: (credential: MessengerCredential) => Verdict,
	node: INode = context.getNode(),
): Promise<Judged<Verdict>> {
	const authentication = readAuthentication(context);
	const type = credentialType(authentication);
	const read = async () => readCredential(await context.getCredentials(type), authentication);
	// Not by the credential alone: n8n decides for each workflow whether it may be used, and its
	// expressions see the workflow.
	const key = `${type}/${node.credentials?.[type]?.id}/${context.getWorkflow().id}/${node.id}`;
	const { credential, isFresh } = await credentials.get(key, Date.now(), read);
	const verdict = judge(credential);
	if (verdict.ok || isFresh) return { verdict, credential };
	const fresh = await credentials.reread(key, Date.now(), read);
	return fresh === null ? { verdict, credential } : { verdict: judge(fresh), credential: fresh };
}
