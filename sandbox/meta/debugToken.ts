// GET /debug_token: what Meta says about a token of the asking app.
import { allowParameters, requireParameter, type EndpointCall, type GraphAnswer } from './endpoint.ts';
import { badParameter, GraphError, unsupportedRequest } from './graphError.ts';
import type { MetaState } from './metaState.ts';
import type { TokenRecord } from './tokens.ts';
import type { App } from './types.ts';

const TYPES = { user: 'USER', system_user: 'SYSTEM_USER', page: 'PAGE' };

export function debugToken({ request, caller, context }: EndpointCall): GraphAnswer {
	if (request.method !== 'GET') throw unsupportedRequest(request.method, 'debug_token');
	if (caller.kind !== 'app') {
		throw new GraphError({
			message:
				'(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
			code: 100,
		});
	}
	allowParameters(request, ['input_token']);
	const input = requireParameter(request, 'input_token');
	const [inputApp = '', inputSecret] = input.split('|');
	if (inputSecret !== undefined)
		return { body: { data: describeAppToken(caller.app, inputApp, inputSecret) } };
	const record = context.tokens.find(input);
	if (record === undefined) return { body: { data: unreadable('The access token could not be decrypted') } };
	if (record.app.id !== caller.app.id)
		throw badParameter('The App_id in the input_token did not match the Viewing App');
	const refusal = context.tokens.refusal(record);
	const { message, code, subcode } = refusal ?? {};
	return {
		body: {
			data: {
				app_id: record.app.id,
				type: TYPES[record.kind],
				application: record.app.name,
				data_access_expires_at: record.dataAccessExpiresAt,
				...(refusal === null ? {} : { error: { code, message, subcode } }),
				expires_at: record.expiresAt,
				is_valid: refusal === null,
				issued_at: record.issuedAt,
				...(record.kind === 'page' ? { profile_id: record.pageIds[0] } : {}),
				scopes: record.scopes,
				granular_scopes: granularScopes(record, context.world),
				user_id: record.userId,
			},
		},
	};
}

function describeAppToken(app: App, inputApp: string, inputSecret: string): unknown {
	if (inputApp !== app.id || inputSecret !== app.secret)
		return unreadable('Invalid OAuth access token signature.');
	return { app_id: app.id, type: 'APP', application: app.name, is_valid: true, scopes: [] };
}

function unreadable(message: string): unknown {
	return { error: { code: 190, message }, is_valid: false, scopes: [] };
}

/** Page permissions name the Pages they were granted for, Instagram ones the accounts. */
function granularScopes({ scopes, pageIds, hiddenPageIds }: TokenRecord, world: MetaState): unknown[] {
	const ids = [...pageIds, ...hiddenPageIds];
	const accounts = ids.flatMap((id) => world.page(id).instagramAccount?.id ?? []);
	return scopes.map((scope) => {
		if (scope.startsWith('pages_')) return { scope, target_ids: ids };
		return scope.startsWith('instagram_') ? { scope, target_ids: accounts } : { scope };
	});
}
