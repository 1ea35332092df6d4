// Google's OAuth for web servers: one user who consents to everything asked for, codes and access
// tokens. Written after https://developers.google.com/identity/protocols/oauth2/web-server
import { randomBytes } from 'node:crypto';
import { isRecord } from '../n8n/json.ts';
import { Refusal } from './double.ts';

const EXPIRES_IN_SECONDS = 3599;
const CONSENT_PAGE = 'https://accounts.google.com/o/oauth2/v2/auth';
const CONSENT_KEYS = [
	'client_id',
	'redirect_uri',
	'response_type',
	'scope',
	'state',
	'access_type',
	'prompt',
];

export interface GoogleClient {
	clientId: string;
	clientSecret: string;
}

interface Grant {
	redirectUri: string;
	scopes: string[];
}

export class GoogleSignIn {
	readonly client: GoogleClient = {
		clientId: '1234567890-example.apps.googleusercontent.com',
		clientSecret: randomBytes(16).toString('hex'),
	};
	private readonly codes = new Map<string, Grant>();
	private readonly tokens = new Map<string, Grant>();

	/**
	 * What the consent page does when the user agrees: the address that it sends the browser back to.
	 */
	consent(address: string): string {
		const url = new URL(address);
		const query = Object.fromEntries(url.searchParams);
		const isComplete = CONSENT_KEYS.every((key) => query[key] !== undefined);
		const isOurs = url.origin + url.pathname === CONSENT_PAGE && query.client_id === this.client.clientId;
		if (!isOurs || !isComplete || query.response_type !== 'code' || query.access_type !== 'offline') {
			throw new Error(`Google would refuse this consent page: ${address}`);
		}
		const redirectUri = query.redirect_uri ?? '';
		const code = `4/${randomBytes(24).toString('base64url')}`;
		this.codes.set(code, { redirectUri, scopes: (query.scope ?? '').split(' ') });
		const back = new URL(redirectUri);
		back.search = new URLSearchParams({
			state: query.state ?? '',
			code,
			scope: query.scope ?? '',
		}).toString();
		return back.href;
	}

	/** POST https://oauth2.googleapis.com/token */
	token(form: unknown): unknown {
		const { grant_type, code, client_id, client_secret, redirect_uri } = isRecord(form) ? form : {};
		if (client_id !== this.client.clientId || client_secret !== this.client.clientSecret) {
			throw new Refusal(401, {
				error: 'invalid_client',
				error_description: 'The OAuth client was not found.',
			});
		}
		if (grant_type !== 'authorization_code') {
			throw new Refusal(400, {
				error: 'unsupported_grant_type',
				error_description: `Invalid grant_type: ${grant_type}`,
			});
		}
		const grant = typeof code === 'string' ? this.codes.get(code) : undefined;
		if (grant === undefined) {
			throw new Refusal(400, { error: 'invalid_grant', error_description: 'Malformed auth code.' });
		}
		if (redirect_uri !== grant.redirectUri) {
			throw new Refusal(400, { error: 'redirect_uri_mismatch', error_description: 'Bad Request' });
		}
		this.codes.delete(String(code));
		const token = `ya29.${randomBytes(32).toString('base64url')}`;
		this.tokens.set(token, grant);
		return {
			access_token: token,
			expires_in: EXPIRES_IN_SECONDS,
			refresh_token: `1//${randomBytes(32).toString('base64url')}`,
			scope: grant.scopes.join(' '),
			token_type: 'Bearer',
		};
	}

	/** @throws {Refusal} unless the header has a token with the scope */
	authorise(authorization: string | undefined, scope: string): void {
		const [scheme, token = ''] = (authorization ?? '').split(' ');
		const grant = scheme === 'Bearer' ? this.tokens.get(token) : undefined;
		if (grant === undefined) {
			const message = 'Request had invalid authentication credentials.';
			throw new Refusal(401, { error: { code: 401, message, status: 'UNAUTHENTICATED' } });
		}
		if (!grant.scopes.includes(scope)) {
			const message = 'Request had insufficient authentication scopes.';
			throw new Refusal(403, { error: { code: 403, message, status: 'PERMISSION_DENIED' } });
		}
	}
}
