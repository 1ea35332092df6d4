// GET, POST and DELETE /{app-id}/subscriptions: one callback per object of an app.
import {
	readWebhookFields,
	requireParameter,
	SUCCESS,
	type EndpointCall,
	type GraphAnswer,
} from './endpoint.ts';
import { isObjectName, SUBSCRIBABLE_OBJECTS } from './fields.ts';
import { badParameter, GraphError, unsupportedRequest } from './graphError.ts';
import { shakeHands } from './handshake.ts';
import { isLoopback } from './httpCall.ts';
import { DEFAULT_VERSION } from './metaState.ts';
import type { App } from './types.ts';

export async function appSubscriptions(call: EndpointCall): Promise<GraphAnswer> {
	const app = appOf(call);
	if (call.request.method === 'GET') return read(call, app);
	if (call.request.method === 'POST') return await write(call, app);
	return remove(call, app);
}

function appOf({ caller, id, request }: EndpointCall): App {
	if (caller.kind !== 'app') {
		throw new GraphError({
			message: '(#15) This method must be called with an app access_token.',
			code: 15,
		});
	}
	if (caller.app.id !== id) throw unsupportedRequest(request.method, id);
	return caller.app;
}

function read({ context }: EndpointCall, app: App): GraphAnswer {
	const data = context.world.appSubscriptions(app.id).map(([object, { callbackUrl, active, fields }]) => ({
		object,
		callback_url: callbackUrl,
		active,
		fields: [...fields].map(([name, version]) => ({ name, version })),
	}));
	return { body: { data } };
}

async function write({ request, context }: EndpointCall, app: App): Promise<GraphAnswer> {
	const object = requireParameter(request, 'object');
	mustBeObject(object);
	if (object === 'instagram' && app.instagramSubscriptions === 'refused') {
		throw badParameter(
			'The instagram object cannot be subscribed through this API for this app, set it up in the App Dashboard',
		);
	}
	const callbackUrl = requireParameter(request, 'callback_url');
	mustBeSecure(callbackUrl);
	const fields = readWebhookFields(object, requireParameter(request, 'fields'));
	if (fields.length === 0) throw badParameter('The parameter fields is required');
	const verifyToken = requireParameter(request, 'verify_token');
	await shakeHands({
		callbackUrl,
		verifyToken,
		timeoutMs: context.handshakeTimeoutMs,
		stopped: context.stopped,
	});
	return {
		body: SUCCESS,
		apply: () => {
			const { world, options } = context;
			const version = request.version === '' ? DEFAULT_VERSION : request.version;
			const existing = options.subscriptionWrites === 'merge' && world.appSubscription(app.id, object);
			const kept = existing === false || existing === undefined ? [] : [...existing.fields];
			world.setAppSubscription(app.id, object, {
				callbackUrl,
				active: true,
				fields: new Map([...kept, ...fields.map((field): [string, string] => [field, version])]),
			});
		},
	};
}

function remove({ request, context: { world } }: EndpointCall, app: App): GraphAnswer {
	const object = request.parameters.get('object');
	const list = request.parameters.get('fields');
	if (object === undefined) {
		if (list !== undefined) throw badParameter('The parameter object is required together with fields');
		const objects = world.appSubscriptions(app.id).map(([name]) => name);
		return {
			body: SUCCESS,
			apply: () => objects.forEach((name) => world.removeAppSubscription(app.id, name)),
		};
	}
	mustBeObject(object);
	// Guess: an empty list is as good as none, and removes everything.
	const fields = list === undefined || list === '' ? null : readWebhookFields(object, list);
	return {
		body: SUCCESS,
		apply: () => {
			const subscription = world.appSubscription(app.id, object);
			fields?.forEach((field) => subscription?.fields.delete(field));
			if (fields === null || subscription?.fields.size === 0) world.removeAppSubscription(app.id, object);
		},
	};
}

function mustBeObject(object: string): void {
	if (isObjectName(object)) return;
	throw badParameter(`Param object must be one of {${SUBSCRIBABLE_OBJECTS.join(', ')}}`);
}

function mustBeSecure(callbackUrl: string): void {
	const url = URL.canParse(callbackUrl) ? new URL(callbackUrl) : null;
	if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))) return;
	throw badParameter('Param callback_url must be an https URL');
}
