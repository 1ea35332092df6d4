// The verification GET that Meta makes inside POST /{app-id}/subscriptions.
import { randomInt } from 'node:crypto';
import { GraphError } from './graphError.ts';
import { callOut, type OutgoingAnswer } from './httpCall.ts';

const CURL_ERRORS = { timeout: 28, refused: 7, other: 6 };

/** @throws {GraphError} code 2200 when the callback does not prove that it expects this */
export async function shakeHands(handshake: {
	callbackUrl: string;
	verifyToken: string;
	timeoutMs: number;
	stopped: AbortSignal;
}): Promise<void> {
	const { callbackUrl, verifyToken, timeoutMs, stopped } = handshake;
	const challenge = String(randomInt(100_000_000, 2_000_000_000));
	const answer = await callOut({
		method: 'GET',
		url: withQuery(callbackUrl, [
			['hub.mode', 'subscribe'],
			['hub.challenge', challenge],
			['hub.verify_token', verifyToken],
		]),
		headers: { accept: '*/*', 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' },
		timeoutMs,
		stopped,
	});
	const problem = problemOf(answer, challenge);
	if (problem === null) return;
	throw new GraphError({
		message: `(#2200) Callback verification failed with the following errors: ${problem}`,
		code: 2200,
	});
}

/** Adds parameters and leaves what is there byte-identical. */
export function withQuery(url: string, parameters: Array<[name: string, value: string]>): string {
	const [bare = ''] = url.split('#');
	const separator = !bare.includes('?') ? '?' : /[?&]$/.test(bare) ? '' : '&';
	const added = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
	return `${bare}${separator}${added}`;
}

function problemOf(answer: OutgoingAnswer, challenge: string): string | null {
	if (!answer.ok) {
		return `curl_errno = ${CURL_ERRORS[answer.kind]}; curl_error = ${answer.error}; HTTP Status Code = 0; HTTP Message = Unknown`;
	}
	if (answer.status !== 200) {
		return `HTTP Status Code = ${answer.status}; HTTP Message = ${answer.message}`;
	}
	if (answer.body === challenge) return null;
	const received = answer.body.slice(0, 100);
	return `HTTP Status Code = 200; HTTP Message = OK; Response does not match challenge, expected value="${challenge}", received="${received}"`;
}
