import { tagMembers } from '../../nodes/Messenger/trigger/members/memberTag';
import { APP_SECRET, sign } from './delivery.ts';

export interface Answer {
	status: number;
	text: string;
	type: string | null;
	milliseconds: number;
}

/** What Meta sends with a body. */
export function signedHeaders(body: Uint8Array, secret = APP_SECRET): Record<string, string> {
	return { 'content-type': 'application/json', 'x-hub-signature-256': sign(body, secret) };
}

/** As Meta posts a delivery; `headers` replace what it sends, or come on top of it. */
export async function postSigned(
	url: string,
	body: Uint8Array,
	{ secret = APP_SECRET, headers = {} }: { secret?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
	const begun = performance.now();
	const response = await fetch(url, {
		method: 'POST',
		headers: { ...signedHeaders(body, secret), ...headers },
		body,
	});
	const text = await response.text();
	const type = response.headers.get('content-type');
	return { status: response.status, text, type, milliseconds: performance.now() - begun };
}

/** The callback of an owner with these other members. */
export function listing(
	url: string,
	members: readonly string[],
	changes: Record<string, string> = {},
): string {
	if (members.length === 0) return url;
	const tag = tagMembers(members, APP_SECRET);
	const query = new URLSearchParams({ also: members.join(','), tag, ...changes });
	return `${url}?${query.toString()}`;
}
