// PURE: the address at which n8n resumes an execution, taken apart for a ticket and put together
// again; what n8n answers there.
import { textOrNull, type JsonObject } from '../../graph/json';
import type { ResumeRoute } from './ticket';

/**
 * Of `$execution.resumeUrl`, which names the execution alone and has its token, or of a signed
 * resume URL, which names the node too. Null for anything else.
 */
export function readResumeUrl(
	resumeUrl: string,
	{ executionId, nodeId }: { executionId: string; nodeId: string },
): ResumeRoute | null {
	if (!URL.canParse(resumeUrl)) return null;
	const { host, pathname, searchParams } = new URL(resumeUrl);
	const secret = searchParams.get('signature');
	if (secret === null) return null;
	const ends = { token: `/${executionId}`, signed: `/${executionId}/${nodeId}` } as const;
	for (const kind of ['signed', 'token'] as const) {
		if (!pathname.endsWith(ends[kind])) continue;
		const base = pathname.slice(0, 1 - ends[kind].length);
		return { host, base, executionId, kind, secret };
	}
	return null;
}

/**
 * Path and query. With the token, n8n takes the node from behind it, so that the path is the same
 * for every node and survives a proxy that shortens it; a signature covers the path and does not.
 */
export function resumePath({ base, executionId, kind, secret }: ResumeRoute, nodeId: string): string {
	const signature = encodeURIComponent(secret);
	return kind === 'token'
		? `${base}${executionId}?signature=${signature}/${nodeId}`
		: `${base}${executionId}/${nodeId}?signature=${signature}`;
}

/** HTTP's, 0 for no answer; `form` where n8n leads on to a form of the execution. */
export type ResumeStatus = number | 'form';

const REDIRECT = 307;

/**
 * n8n leads from its word for what waits, the last one of `base`, to the same below its word for
 * forms when the last step that it has stored of the execution is a form: before it looks whether
 * the execution runs.
 */
export function resumeStatus(
	answer: { status: number; headers: JsonObject } | null,
	{ url, base }: { url: URL; base: string },
): ResumeStatus {
	if (answer?.status !== REDIRECT) return answer?.status ?? 0;
	const location = textOrNull(answer.headers.location) ?? '';
	const to = URL.canParse(location, url.href) ? new URL(location, url) : null;
	const word = base.slice(base.lastIndexOf('/', base.length - 2));
	const rest = url.href.split(word).at(-1) ?? '';
	const isForm =
		to?.origin === url.origin && to.href.endsWith(`/${rest}`) && !to.href.endsWith(`${word}${rest}`);
	return isForm ? 'form' : REDIRECT;
}
