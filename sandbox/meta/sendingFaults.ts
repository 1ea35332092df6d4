// What can go wrong with a send and leaves open whether it arrived, and throttling, as faults for
// `addFault`.
import type { FaultAction } from './callTypes.ts';
import { GraphError, type ErrorFacts } from './graphError.ts';

/** Meta sent the message and answers with an error. */
export const SENT_BUT_FAILED: FaultAction = {
	...refusedWith({
		code: 1,
		subcode: 1357046,
		message: 'Sent successfully, but something went wrong',
		status: 500,
	}),
	afterEffect: true,
};

/** The message is sent, and no answer ever comes. */
export const SENT_WITHOUT_ANSWER: FaultAction = { afterEffect: true, hang: true };

/** Nothing is sent; with `afterEffect` it is. */
export const PASSING_FAILURE: FaultAction = refusedWith({
	code: 1200,
	subcode: 2018024,
	message: '(#1200) Temporary send message failure. Please try again later.',
});

/** Without seconds Meta does not say how long to wait. */
export function throttled(retryAfterSeconds?: number): FaultAction {
	return {
		...refusedWith({ code: 613, message: '(#613) Calls to this api have exceeded the rate limit.' }),
		...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
	};
}

/** Any other refusal in Meta's form. */
export function refusedWith(facts: ErrorFacts): FaultAction {
	const { status, body } = new GraphError(facts);
	return { status, body };
}
