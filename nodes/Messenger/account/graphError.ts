// Whatever a call ended with, as the one n8n error a user sees: no secret in it, and never wrapped
// twice.
import { NodeOperationError, type INode } from 'n8n-workflow';
import { redact } from '../graph/redact';
import type { MessengerCredential } from './credential';

export function graphError(node: INode, error: unknown, credential: MessengerCredential): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	const message = error instanceof Error ? error.message : String(error);
	const secrets = [credential.accessToken, credential.verifyToken, ...credential.signingSecrets];
	return new NodeOperationError(node, redact(message, secrets));
}
