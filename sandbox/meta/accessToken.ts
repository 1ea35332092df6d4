// GET and POST /oauth/access_token: a login's code, a short-lived token, or an app's secret, for a
// token.
import { allowParameters, requireParameter, type GraphAnswer, type GraphContext } from './endpoint.ts';
import { badParameter, GraphError, unsupportedRequest } from './graphError.ts';
import type { GraphRequest } from './graphRequest.ts';
import type { App } from './types.ts';

export const EXCHANGE_PATH = '/oauth/access_token';
const CLIENT = ['client_id', 'client_secret'];

/** Takes no token: the App Secret authenticates the call. */
export function accessToken(request: GraphRequest, { world, logins }: GraphContext): GraphAnswer {
	if (request.method !== 'GET' && request.method !== 'POST') {
		throw unsupportedRequest(request.method, 'oauth');
	}
	const grantType = request.parameters.get('grant_type') ?? 'authorization_code';
	if (grantType === 'fb_exchange_token') {
		allowParameters(request, [...CLIENT, 'grant_type', 'fb_exchange_token']);
		const app = clientOf(request, world.apps);
		return { body: logins.exchange(requireParameter(request, 'fb_exchange_token'), app) };
	}
	if (grantType === 'client_credentials') {
		allowParameters(request, [...CLIENT, 'grant_type']);
		const { id, secret } = clientOf(request, world.apps);
		return { body: { access_token: `${id}|${secret}`, token_type: 'bearer' } };
	}
	if (grantType !== 'authorization_code') throw badParameter(`Unsupported grant_type: ${grantType}`);
	allowParameters(request, [...CLIENT, 'grant_type', 'code', 'redirect_uri']);
	const app = clientOf(request, world.apps);
	const code = requireParameter(request, 'code');
	return { body: logins.redeem(code, app, requireParameter(request, 'redirect_uri')) };
}

function clientOf(request: GraphRequest, apps: ReadonlyMap<string, App>): App {
	const app = apps.get(requireParameter(request, 'client_id'));
	if (app === undefined) {
		throw new GraphError({
			message: 'Error validating application. Cannot get application info due to a system error.',
			code: 101,
		});
	}
	if (requireParameter(request, 'client_secret') !== app.secret) {
		throw new GraphError({ message: 'Error validating client secret.', code: 1 });
	}
	return app;
}
