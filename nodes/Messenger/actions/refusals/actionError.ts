// A failed operation as n8n shows it: the error of the node, or an item that a workflow can branch
// on. No secret in either.
import { NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import { graphError } from '../../account/graphError';
import { redact } from '../../graph/redact';
import { ActionFailure, type FailureFacts } from './actionFailure';

export function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	credential: MessengerCredential,
): NodeOperationError {
	if (!(error instanceof ActionFailure)) return graphError(node, error, credential);
	const { message, description } = error.facts;
	const secrets = [credential.accessToken, credential.verifyToken, ...credential.signingSecrets];
	return new NodeOperationError(node, redact(message, secrets), {
		description: redact(description, secrets),
		itemIndex,
	});
}

/** An item that says why, for a workflow that goes on. */
export function errorItem(
	node: INode,
	error: unknown,
	shown: NodeOperationError,
	itemIndex: number,
	recipientId: string | null,
): INodeExecutionData {
	const facts: Partial<FailureFacts> = error instanceof ActionFailure ? error.facts : {};
	const { kind = 'refused', code = null, subcode = null, traceId = null } = facts;
	const item: INodeExecutionData = {
		json: { error: shown.message, kind, code, subcode, traceId, recipientId },
		pairedItem: { item: itemIndex },
	};
	// By `error` n8n knows what belongs into the error output. It would also replace the JSON of
	// every item that has it; the copy that goes into the error output has not, if it cannot be
	// enumerated.
	if (node.onError === 'continueErrorOutput') Object.defineProperty(item, 'error', { value: shown });
	return item;
}
