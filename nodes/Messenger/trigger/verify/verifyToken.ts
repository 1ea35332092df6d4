// The verify token of automatic registration: derived, so that nothing has to be stored or agreed
// on.
import { createHmac } from 'node:crypto';

/**
 * Covers the callback's `also` list: a callback that lost its query string on the way to Meta and
 * back fails the handshake instead of being registered with half of its members.
 */
export function deriveVerifyToken(
	app: { appId: string; appSecret: string },
	also: readonly string[],
): string {
	return createHmac('sha256', app.appSecret)
		.update(`n8n-nodes-messenger-postbacks:verify:${app.appId}:${also.join(',')}`)
		.digest('hex');
}

/**
 * For our own question to a member: good for this challenge only, so that whoever answers at the
 * address, be it a stranger's host, learns nothing that can be used again.
 */
export function deriveQuestionToken(app: { appId: string; appSecret: string }, challenge: string): string {
	return createHmac('sha256', app.appSecret)
		.update(`n8n-nodes-messenger-postbacks:question:${app.appId}:${challenge}`)
		.digest('hex');
}
