// Facebook Login behind its dialog: what a person granted, the codes for it, and the tokens that
// codes and exchanges give.
import { randomBytes } from 'node:crypto';
import { GraphError } from './graphError.ts';
import { newId, type MetaState } from './metaState.ts';
import type { Tokens } from './tokens.ts';
import type { App, LoginConfiguration, NewLoginConfiguration } from './types.ts';

/** About 60 days. */
export const LONG_LIVED_SECONDS = 5_183_944;
/** The worse of what Meta's documentation and its users say, see README.md. */
export const SHORT_LIVED_SECONDS = 5400;
const CODE_SECONDS = 600;
const DATA_ACCESS_SECONDS = 90 * 24 * 60 * 60;

export interface Grant {
	pageIds: string[];
	scopes: string[];
}

interface Code {
	app: App;
	redirectUri: string;
	grant: Grant;
	configuration: LoginConfiguration | null;
	expiresAt: number;
	isUsed: boolean;
}

export interface IssuedToken {
	access_token: string;
	token_type: 'bearer';
	/** Missing for a token that never ends. */
	expires_in?: number;
}

export class Logins {
	private readonly world: MetaState;
	private readonly tokens: Tokens;
	private readonly options: { loginTokenSeconds: number };
	private readonly configurations = new Map<string, LoginConfiguration>();
	private readonly codes = new Map<string, Code>();
	/** App ID to the permissions its person declined; Meta asks for those again only on request. */
	private readonly declined = new Map<string, Set<string>>();

	constructor(world: MetaState, tokens: Tokens, options: { loginTokenSeconds: number }) {
		this.world = world;
		this.tokens = tokens;
		this.options = options;
	}

	addConfiguration(given: NewLoginConfiguration): LoginConfiguration {
		const added: LoginConfiguration = {
			id: newId(),
			appId: this.world.app(given.appId).id,
			scopes: given.scopes,
			tokenKind: given.tokenKind ?? 'system_user',
			tokenSeconds: given.tokenSeconds ?? 0,
		};
		this.configurations.set(added.id, added);
		return added;
	}

	configuration(id: string, app: App): LoginConfiguration | undefined {
		const found = this.configurations.get(id);
		return found?.appId === app.id ? found : undefined;
	}

	declinedBefore(app: App): ReadonlySet<string> {
		return this.declined.get(app.id) ?? new Set();
	}

	grant(
		login: Pick<Code, 'app' | 'redirectUri' | 'grant' | 'configuration'>,
		asked: readonly string[],
	): string {
		const refused = asked.filter((scope) => !login.grant.scopes.includes(scope));
		const declined = [...this.declinedBefore(login.app), ...refused];
		const { scopes } = login.grant;
		this.declined.set(login.app.id, new Set(declined.filter((scope) => !scopes.includes(scope))));
		const code = `AQ${randomBytes(40).toString('base64url')}`;
		this.codes.set(code, { ...login, expiresAt: this.world.now + CODE_SECONDS * 1000, isUsed: false });
		return code;
	}

	/**
	 * @throws {GraphError} unless app and redirect URI are those of the dialog, and the code is fresh
	 */
	redeem(text: string, app: App, redirectUri: string): IssuedToken {
		const code = this.codes.get(text);
		if (code === undefined || code.app.id !== app.id) throw codeError('Invalid verification code format.');
		if (code.redirectUri !== redirectUri) {
			const text =
				'Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request';
			throw codeError(`Error validating verification code. ${text}`, 36008);
		}
		if (code.isUsed) throw codeError('This authorization code has been used.', 36009);
		if (code.expiresAt <= this.world.now) throw codeError('This authorization code has expired.', 36007);
		code.isUsed = true;
		const { configuration, grant } = code;
		const seconds = configuration?.tokenSeconds ?? this.options.loginTokenSeconds;
		return this.issue({ app, kind: configuration?.tokenKind ?? 'user', grant, seconds });
	}

	/** @throws {GraphError} for a token that has ended or is not a user token of this app */
	exchange(text: string, app: App): IssuedToken {
		const record = this.tokens.find(text);
		if (record === undefined) {
			throw new GraphError({ message: 'Invalid OAuth access token - Cannot parse access token', code: 190 });
		}
		const refusal = this.tokens.refusal(record);
		if (refusal !== null) throw new GraphError(refusal);
		if (record.app.id !== app.id || record.kind !== 'user') {
			throw new GraphError({ message: 'The access token does not belong to application', code: 190 });
		}
		return this.issue({ app, kind: 'user', grant: record, seconds: LONG_LIVED_SECONDS });
	}

	private issue({ app, kind, grant, seconds }: NewLogin): IssuedToken {
		const now = Math.floor(this.world.now / 1000);
		const token = this.tokens.add({
			appId: app.id,
			kind,
			pageIds: grant.pageIds,
			scopes: grant.scopes,
			expiresAt: seconds === 0 ? 0 : now + seconds,
			dataAccessExpiresAt: kind === 'user' ? now + DATA_ACCESS_SECONDS : 0,
			isShortLived: kind === 'user' && seconds < LONG_LIVED_SECONDS,
		});
		return { access_token: token, token_type: 'bearer', ...(seconds === 0 ? {} : { expires_in: seconds }) };
	}
}

interface NewLogin {
	app: App;
	kind: 'user' | 'system_user';
	grant: Grant;
	seconds: number;
}

function codeError(message: string, subcode?: number): GraphError {
	return new GraphError({ message, code: 100, ...(subcode === undefined ? {} : { subcode }) });
}
