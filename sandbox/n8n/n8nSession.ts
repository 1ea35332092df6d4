// A logged-in session on n8n's REST API, as the editor holds one: sets up the owner on first use,
// logs in again when the cookie is refused.
import { randomUUID } from 'node:crypto';
import { at, optionalTextAt } from './json.ts';

/** The login of every n8n that this harness starts. Loopback only, so it is no secret. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Postback-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

const REQUEST_TIMEOUT_MS = 30_000;

export interface Answer {
	status: number;
	body: unknown;
}

export type Request = (
	method: string,
	path: string,
	body?: unknown,
	headers?: Record<string, string>,
) => Promise<Answer>;

/** `request` answers any status; a path starts with `/`, for instance `/rest/workflows`. */
export function createN8nSession(baseUrl: string): { request: Request } {
	const browserId = randomUUID(); // n8n ties the cookie to it
	let cookie = '';
	let login: Promise<void> | undefined;

	const send: Request = async (method, path, body, headers) => {
		const response = await fetch(baseUrl + path, {
			method,
			headers: {
				'browser-id': browserId,
				...(cookie === '' ? {} : { cookie }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
		});
		const renewed = response.headers.getSetCookie().find((line) => line.startsWith('n8n-auth='));
		if (renewed !== undefined) cookie = renewed.split(';')[0] ?? '';
		return { status: response.status, body: parse(await response.text()) };
	};

	const logIn = async () => {
		const settings = await send('GET', '/rest/settings');
		const isFresh = at(settings.body, 'data', 'userManagement', 'showSetupOnFirstLoad') === true;
		const answer = isFresh
			? await send('POST', '/rest/owner/setup', OWNER)
			: await send('POST', '/rest/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
		expectSuccess(answer, isFresh ? 'POST /rest/owner/setup' : 'POST /rest/login');
	};
	const ensureLoggedIn = () =>
		(login ??= logIn().catch((error: unknown) => {
			login = undefined;
			throw error;
		}));

	return {
		async request(method, path, body, headers) {
			await ensureLoggedIn();
			const answer = await send(method, path, body, headers);
			if (answer.status !== 401) return answer;
			login = undefined;
			await ensureLoggedIn();
			return await send(method, path, body, headers);
		},
	};
}

/** The body, or an error that says what n8n answered. */
export function expectSuccess(answer: Answer, what: string): unknown {
	if (answer.status >= 200 && answer.status < 300) return answer.body;
	const message = optionalTextAt(answer.body, 'message') ?? JSON.stringify(answer.body);
	throw new Error(`n8n answered ${answer.status} to ${what}: ${message}`);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
