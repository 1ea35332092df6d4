// How Meta writes, signs and proves. Shares nothing with the package, so that a slip on one side
// shows on the other.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignMode } from './deliveryTypes.ts';

const PROOF_LIFETIME_SECONDS = 300;

export type SignedBody =
	| { body: Buffer; header: string; signature: string }
	| { body: Buffer; header: null; signature: null };

/** JSON as Meta sends it: ASCII only, and slashes escaped. */
export function serialise(body: unknown): Buffer {
	const text = (JSON.stringify(body) ?? '').replace(/\//g, '\\/');
	// Without the `u` flag the expression sees UTF-16 units, so an emoji becomes its two surrogates.
	const escaped = text.replace(/[\x7f-\uffff]/g, (unit) => {
		return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
	return Buffer.from(escaped, 'ascii');
}

/** The value of X-Hub-Signature-256. */
export function sign(secret: string, bytes: Buffer): string {
	return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
}

export function signBody(secret: string, body: Buffer, mode: SignMode): SignedBody {
	const header = 'x-hub-signature-256';
	switch (mode) {
		case 'valid':
			return { body, header, signature: sign(secret, body) };
		case 'missing':
			return { body, header: null, signature: null };
		case 'wrongSecret':
			return { body, header, signature: sign(`not ${secret}`, body) };
		case 'tampered':
			// A space keeps JSON what it is: only a receiver that looks at the bytes can tell.
			return { body: Buffer.concat([body, Buffer.from(' ')]), header, signature: sign(secret, body) };
		case 'sha1': {
			const digest = createHmac('sha1', secret).update(body).digest('hex');
			return { body, header: 'x-hub-signature', signature: `sha1=${digest}` };
		}
	}
}

/** Judges an appsecret_proof: over token and time, or in its older form over the token alone. */
export function isValidProof(claim: {
	proof: string;
	/** appsecret_time, in seconds. */
	time: string | undefined;
	token: string;
	secret: string;
	nowSeconds: number;
}): boolean {
	const { proof, time, token, secret, nowSeconds } = claim;
	if (time !== undefined) {
		if (!/^\d+$/.test(time)) return false;
		if (Math.abs(nowSeconds - Number(time)) > PROOF_LIFETIME_SECONDS) return false;
	}
	const message = time === undefined ? token : `${token}|${time}`;
	const expected = Buffer.from(createHmac('sha256', secret).update(message).digest('hex'));
	const given = Buffer.from(proof);
	return given.length === expected.length && timingSafeEqual(given, expected);
}
