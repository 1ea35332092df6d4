// Access tokens: who holds them, what they open, and when they end.
import { randomBytes } from 'node:crypto';
import { GraphError, type ErrorFacts } from './graphError.ts';
import { newId, type MetaState } from './metaState.ts';
import type { App, NewToken, Page, TokenKind } from './types.ts';

const DEFAULT_SCOPES = [
	'pages_show_list',
	'pages_manage_metadata',
	'pages_messaging',
	'instagram_basic',
	'instagram_manage_messages',
	'pages_read_engagement',
	'business_management',
];
const DEFAULT_TASKS = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'];

export interface TokenRecord {
	text: string;
	app: App;
	kind: TokenKind;
	userId: string;
	/** A Page token has exactly one. */
	pageIds: string[];
	hiddenPageIds: string[];
	scopes: string[];
	tasks: string[];
	issuedAt: number;
	expiresAt: number;
	dataAccessExpiresAt: number;
	/** Its Page tokens end with it. */
	isShortLived: boolean;
	/** The user token that a Page token came from. */
	parent?: TokenRecord;
	invalid?: ErrorFacts;
}

/** Whose token a call carries. */
export type Caller =
	| { kind: 'app'; app: App; text: string }
	| { kind: 'user' | 'system_user'; app: App; text: string; record: TokenRecord }
	| { kind: 'page'; app: App; text: string; record: TokenRecord; page: Page };

export class Tokens {
	private readonly world: MetaState;
	private readonly records = new Map<string, TokenRecord>();

	constructor(world: MetaState) {
		this.world = world;
	}

	add(token: NewToken): string {
		const kind = token.kind ?? 'user';
		const pageIds = (token.pageIds ?? []).map((id) => this.world.page(id).id);
		if (kind === 'page' && pageIds.length !== 1) throw new Error('A Page token has exactly one Page');
		return this.store({
			text: newToken(),
			app: this.world.app(token.appId),
			kind,
			userId: newId(),
			pageIds,
			hiddenPageIds: (token.hiddenPageIds ?? []).map((id) => this.world.page(id).id),
			scopes: token.scopes ?? DEFAULT_SCOPES,
			tasks: token.tasks ?? DEFAULT_TASKS,
			issuedAt: Math.floor(this.world.now / 1000),
			expiresAt: token.expiresAt ?? 0,
			dataAccessExpiresAt: token.dataAccessExpiresAt ?? 0,
			isShortLived: token.isShortLived ?? false,
		}).text;
	}

	find(text: string): TokenRecord | undefined {
		return this.records.get(text);
	}

	/** Undefined when the token does not open this Page. The same token every time. */
	pageToken(holder: TokenRecord, pageId: string): string | undefined {
		if (!opensPage(holder, pageId)) return undefined;
		if (holder.kind === 'page') return holder.text;
		const existing = [...this.records.values()].find(
			(record) => record.parent === holder && record.pageIds[0] === pageId,
		);
		if (existing !== undefined) return existing.text;
		return this.store({
			...holder,
			text: newToken(),
			kind: 'page',
			pageIds: [pageId],
			hiddenPageIds: [],
			// A Page token of a long-lived user token has no end of its own.
			expiresAt: holder.isShortLived ? holder.expiresAt : 0,
			parent: holder,
		}).text;
	}

	invalidate(text: string, why: { code?: number; subcode?: number; message?: string } = {}): void {
		const record = this.records.get(text);
		if (record === undefined) throw new Error('The simulator does not know this token');
		const code = why.code ?? 190;
		const subcode = why.subcode ?? (code === 190 ? 467 : undefined);
		record.invalid = {
			message:
				why.message ?? 'Error validating access token: The session is invalid because the user logged out.',
			code,
			...(subcode === undefined ? {} : { subcode }),
		};
	}

	/** The person behind the token has no role on the Page any more. */
	closePage(text: string, pageId: string): void {
		const record = this.records.get(text);
		if (record === undefined) throw new Error('The simulator does not know this token');
		const pageToken = this.pageToken(record, pageId);
		if (pageToken === undefined) throw new Error('The token does not open this Page');
		this.invalidate(pageToken, {
			subcode: 492,
			message:
				'Error validating access token: The user associated with the Page access token does not have an appropriate role on the Page.',
		});
		record.pageIds = record.pageIds.filter((id) => id !== pageId);
		record.hiddenPageIds = record.hiddenPageIds.filter((id) => id !== pageId);
	}

	/** Why a token does not work (any more); null while it does. */
	refusal(record: TokenRecord): ErrorFacts | null {
		const invalid = record.invalid ?? record.parent?.invalid;
		if (invalid !== undefined) return invalid;
		if (record.expiresAt === 0 || record.expiresAt * 1000 > this.world.now) return null;
		const ended = new Date(record.expiresAt * 1000).toUTCString();
		return {
			message: `Error validating access token: Session has expired on ${ended}. The current time is ${new Date(this.world.now).toUTCString()}.`,
			code: 190,
			subcode: 463,
		};
	}

	/** @throws {GraphError} for a token that Meta would refuse */
	caller(text: string): Caller {
		const [appId = '', secret] = text.split('|');
		if (secret !== undefined) return { kind: 'app', app: this.appOf(appId, secret), text };
		const record = this.records.get(text);
		if (record === undefined) {
			throw new GraphError({ message: 'Invalid OAuth access token - Cannot parse access token', code: 190 });
		}
		const refusal = this.refusal(record);
		if (refusal !== null) throw new GraphError(refusal);
		const { app, kind } = record;
		if (kind !== 'page') return { kind, app, text, record };
		return { kind, app, text, record, page: this.world.page(record.pageIds[0] ?? '') };
	}

	private appOf(appId: string, secret: string): App {
		const app = this.world.apps.get(appId);
		if (app === undefined) {
			throw new GraphError({
				message: 'Error validating application. Cannot get application info due to a system error.',
				code: 101,
			});
		}
		if (app.secret !== secret) {
			throw new GraphError({ message: 'Invalid OAuth access token signature.', code: 190 });
		}
		return app;
	}

	private store(record: TokenRecord): TokenRecord {
		this.records.set(record.text, record);
		return record;
	}
}

export function opensPage(record: TokenRecord, pageId: string): boolean {
	return record.pageIds.includes(pageId) || record.hiddenPageIds.includes(pageId);
}

function newToken(): string {
	return `EAA${randomBytes(30).toString('hex')}`;
}
