// Signs and verifies X-Hub-Signature-256 over the bytes as received. Knows nothing of requests or
// JSON.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { asMetaWrites } from './asMetaWrites';

export type SignatureRefusal =
	| 'appSecretMissing'
	| 'signatureMissing'
	| 'signatureMalformed'
	| 'signatureMismatch'
	| 'signatureSecretHasBlanks'
	| 'signatureBodyChanged'
	| 'signatureInstagramSecret';

export type SignatureVerdict = { ok: true } | { ok: false; reason: SignatureRefusal };

declare const isVerified: unique symbol;
/**
 * Bytes whose signature was verified: what a delivery is read from and passed on as. Only
 * `verifyBody` makes one.
 */
export type VerifiedBody = Buffer & { readonly [isVerified]: true };

const HEADER_FORM = /^sha256=([0-9a-f]{64})$/;
/**
 * More than Meta sends at once. Anybody can send more, and must not make refusing cost more than
 * verifying.
 */
const CAUSE_BYTES = 2 ** 20;
const PART_BYTES = 2 ** 14;
/** A tap has less than a thousand; writing a body again costs many times its HMAC. */
const REWRITTEN_BYTES = 2 ** 13;

/** The header value Meta sends for these bytes: `sha256=` and 64 lower-case hex digits. */
export function signBody(rawBody: Uint8Array, appSecret: string): string {
	return `sha256=${createHmac('sha256', appSecret).update(rawBody).digest('hex')}`;
}

/**
 * Judges a delivery by its raw bytes. Any one of the secrets may have signed it; blank ones are
 * ignored, and with none left everything is refused. `signatureSecretHasBlanks`,
 * `signatureBodyChanged` and `signatureInstagramSecret` are mismatches with a likely cause; they
 * are as refused as `signatureMismatch`.
 */
export function verifySignature(
	rawBody: Uint8Array,
	header: unknown,
	secrets: readonly string[],
): SignatureVerdict {
	const usable = secrets.filter((secret) => secret.trim() !== '');
	if (usable.length === 0) return { ok: false, reason: 'appSecretMissing' };
	if (header === undefined || header === '') return { ok: false, reason: 'signatureMissing' };
	const hex = typeof header === 'string' ? HEADER_FORM.exec(header)?.[1] : undefined;
	if (hex === undefined) return { ok: false, reason: 'signatureMalformed' };

	const received = Buffer.from(hex, 'hex');
	// Not `some`: how long this takes must not tell which secret matched.
	const matches = usable.filter((secret) => isSignedBy(rawBody, received, secret));
	return matches.length > 0 ? { ok: true } : { ok: false, reason: likelyCause(rawBody, received, usable) };
}

/** The body, if its signature is one of these secrets'. */
export function verifyBody(
	rawBody: Buffer,
	header: unknown,
	secrets: readonly string[],
): { ok: true; body: VerifiedBody } | { ok: false; reason: SignatureRefusal } {
	const verdict = verifySignature(rawBody, header, secrets);
	return verdict.ok ? { ok: true, body: rawBody as VerifiedBody } : verdict;
}

function isSignedBy(rawBody: Uint8Array, received: Buffer, secret: string): boolean {
	return timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), received);
}

function likelyCause(rawBody: Uint8Array, received: Buffer, secrets: readonly string[]): SignatureRefusal {
	const trimmed = secrets.filter((secret) => secret !== secret.trim()).map((secret) => secret.trim());
	if (trimmed.some((secret) => isSignedBy(rawBody, received, secret))) return 'signatureSecretHasBlanks';
	// Meta escapes every character beyond ASCII, so such a byte was put there on the way.
	const bytes = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
	if (hasByteBeyondAscii(bytes.subarray(0, CAUSE_BYTES))) return 'signatureBodyChanged';
	if (isSignedAsMetaWrites(bytes, received, secrets)) return 'signatureBodyChanged';
	const beginning = bytes.subarray(0, 200).toString('latin1');
	const isInstagram = /"object"\s*:\s*"instagram"/.test(beginning);
	return isInstagram ? 'signatureInstagramSecret' : 'signatureMismatch';
}

/** Whether the signature is right for what Meta would have written in place of an ASCII body. */
function isSignedAsMetaWrites(bytes: Buffer, received: Buffer, secrets: readonly string[]): boolean {
	if (bytes.length > REWRITTEN_BYTES) return false;
	const candidates = asMetaWrites(bytes.toString('latin1')).map((text) => Buffer.from(text));
	return candidates.some((body) => secrets.some((secret) => isSignedBy(body, received, secret)));
}

/**
 * Read as Latin-1 such a byte takes two of UTF-8. In parts: one long text costs ten times as much.
 */
function hasByteBeyondAscii(bytes: Buffer): boolean {
	for (let at = 0; at < bytes.length; at += PART_BYTES) {
		const part = bytes.subarray(at, at + PART_BYTES);
		if (Buffer.byteLength(part.toString('latin1')) > part.length) return true;
	}
	return false;
}
