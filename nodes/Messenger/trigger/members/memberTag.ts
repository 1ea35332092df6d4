// Authenticates the callback's list of members, so that nobody can make the owner send requests to
// paths of their choice.
import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The `tag` of an `also` list: 64 lower-case hex digits, under the App Secret and a label of its
 * own.
 */
export function tagMembers(also: readonly string[], appSecret: string): string {
	return macOf(also, appSecret).toString('hex');
}

/** Under any of the secrets, because a rotated one must not silence the members. */
export function hasValidTag(also: readonly string[], tag: unknown, secrets: readonly string[]): boolean {
	if (typeof tag !== 'string' || !/^[0-9a-f]{64}$/.test(tag)) return false;
	const received = Buffer.from(tag, 'hex');
	return secrets.some((secret) => secret.trim() !== '' && timingSafeEqual(macOf(also, secret), received));
}

function macOf(also: readonly string[], appSecret: string): Buffer {
	return createHmac('sha256', appSecret)
		.update(`n8n-nodes-messenger-postbacks:members:${also.join(',')}`)
		.digest();
}
