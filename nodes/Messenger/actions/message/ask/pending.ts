// PURE: what the node notes of its open question, for the moment when the answer comes: kept by n8n
// with the execution, as text under one name.
import { arrayOf, isObject, parseJson, textOrNull } from '../../../graph/json';

export const PENDING_KEY = 'openQuestion';

export interface Pending {
	/** In a loop only the latest question is open. */
	run: number;
	titles: string[];
	isPerAnswer: boolean;
	thankYou: string;
}

export function formatPending(pending: Pending): string {
	return JSON.stringify(pending);
}

/** Null when there is none. */
export function readPending(noted: unknown): Pending | null {
	const json = parseJson(textOrNull(noted) ?? '');
	if (!json.ok || !isObject(json.value)) return null;
	const { run, titles, isPerAnswer, thankYou } = json.value;
	if (typeof run !== 'number') return null;
	return {
		run,
		titles: arrayOf(titles).map(String),
		isPerAnswer: isPerAnswer === true,
		thankYou: textOrNull(thankYou) ?? '',
	};
}
