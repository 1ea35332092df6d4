// Judges Meta's verification GET: hub.mode, hub.verify_token, hub.challenge.
import { createHash, timingSafeEqual } from 'node:crypto';
import { isObject } from '../../graph/json';

export type HandshakeRefusal =
	| 'handshakeIncomplete'
	| 'handshakeTokenMismatch'
	| 'handshakeChallengeUnsafe'
	| 'verifyTokenMissing';

export type HandshakeVerdict = { ok: true; challenge: string } | { ok: false; reason: HandshakeRefusal };

// Meta documents an integer. Anything that could be markup is never reflected.
const SAFE_CHALLENGE = /^[\w.-]{1,128}$/;

/**
 * The tokens are all those that may pass; blank ones never match, and with none left everything is
 * refused.
 */
export function judgeHandshake(query: unknown, tokens: readonly string[]): HandshakeVerdict {
	const usable = tokens.filter((token) => token.trim() !== '');
	if (usable.length === 0) return { ok: false, reason: 'verifyTokenMissing' };
	const token = hubValue(query, 'verify_token');
	const challenge = hubValue(query, 'challenge');
	if (hubValue(query, 'mode') !== 'subscribe' || token === null || challenge === null) {
		return { ok: false, reason: 'handshakeIncomplete' };
	}
	if (!usable.some((expected) => isSameToken(token, expected))) {
		return { ok: false, reason: 'handshakeTokenMismatch' };
	}
	if (!SAFE_CHALLENGE.test(challenge)) return { ok: false, reason: 'handshakeChallengeUnsafe' };
	return { ok: true, challenge };
}

/** The challenge of a query; empty when there is none. */
export function challengeOf(query: unknown): string {
	return hubValue(query, 'challenge') ?? '';
}

/** Query parsers and proxies spell the key `hub.mode`, `hub_mode` or `hub: { mode }`. */
function hubValue(query: unknown, name: string): string | null {
	if (!isObject(query)) return null;
	const nested = isObject(query.hub) ? query.hub[name] : undefined;
	const value = query[`hub.${name}`] ?? query[`hub_${name}`] ?? nested;
	return typeof value === 'string' ? value : null;
}

// Hashing first makes both sides equally long, which the platform's comparison requires.
function isSameToken(received: string, expected: string): boolean {
	return timingSafeEqual(sha256(received), sha256(expected));
}

function sha256(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
