// Several calls in one request: what is sent, and what the answer says of each.
import { readAnswer, unanswered, type AnswerText, type GraphAnswer } from './graphAnswer';
import { isLastingError, isProofRefusal, quoteMeta } from './graphFailure';
import { arrayOf, isObject, textOrNull } from './json';

/** The most that Meta takes. */
export const MAX_PARTS = 50;

export interface Part {
	method: string;
	/** Below the host, with the version. */
	path: string;
	/** With the part's own token and proof: those of the request are for none of its parts. */
	query: Record<string, string>;
	form?: Record<string, string>;
}

/** The form of the request. */
export function batchForm(parts: readonly Part[]): Record<string, string> {
	const batch = parts.map(({ method, path, query, form }) => ({
		method,
		relative_url: `${path}?${new URLSearchParams(query).toString()}`,
		...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
	}));
	// The headers of a part say how long to wait.
	return { batch: JSON.stringify(batch), include_headers: 'true' };
}

/** An answer for each part, or one that stands for all of them. */
export type BatchAnswer = { parts: GraphAnswer[] } | { whole: GraphAnswer };

export function readBatch(answer: AnswerText, count: number, unaskedWait?: number): BatchAnswer {
	const whole = readAnswer(answer, unaskedWait);
	if (whole.outcome !== null) return { whole };
	const parts = arrayOf(whole.body);
	// Which answer is whose cannot be known.
	if (parts.length !== count) return { whole: unanswered({ kind: 'unreadable', status: answer.status }) };
	return { parts: parts.map((part) => readPart(part, unaskedWait)) };
}

function readPart(part: unknown, unaskedWait: number | undefined): GraphAnswer {
	if (part === null) return unanswered({ kind: 'cutShort' });
	const { code, headers, body } = isObject(part) ? part : {};
	const status = typeof code === 'number' ? code : 0;
	return readAnswer({ status, headers: headersOf(headers), text: textOrNull(body) ?? '' }, unaskedWait);
}

/** By name in small letters; Meta lists them as `{name, value}`. */
function headersOf(headers: unknown): Record<string, unknown> {
	const named = arrayOf(headers).flatMap((header) => {
		const { name, value } = isObject(header) ? header : {};
		return typeof name === 'string' ? [[name.toLowerCase(), value] as const] : [];
	});
	return Object.fromEntries(named);
}

export interface Answered<Call> {
	call: Call;
	answer: GraphAnswer;
	/** What was answered: the call by itself, the call as a part, or the batch that it was in. */
	of: 'call' | 'part' | 'batch';
}

/**
 * Whether the same call may succeed by itself: Meta, or what stands before it, does not take
 * batches, or does not take the proof of a part.
 */
export function isBatchRefusal({ answer: { outcome }, of }: Answered<unknown>): boolean {
	if (of === 'call' || outcome === null) return false;
	if (outcome.kind === 'refused') {
		return of === 'batch' ? isLastingError(outcome.error) : isProofRefusal(outcome.error);
	}
	return of === 'batch' && outcome.kind === 'unreadable' && outcome.status >= 400 && outcome.status < 500;
}

/** For n8n's log. */
export function batchRefusedText([first]: ReadonlyArray<Answered<unknown>>): string {
	const outcome = first?.answer.outcome;
	const why = outcome?.kind === 'refused' ? ` ${quoteMeta(outcome.error)}` : '';
	return `Meta did not take several calls in one request, so for ten minutes each goes by itself.${why} With many Pages that takes longer; no action is needed.`;
}
