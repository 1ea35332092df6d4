// What every Graph endpoint gets and gives, and the checks they share.
import type { CallBudget } from './callBudget.ts';
import { isFieldOf } from './fields.ts';
import { badParameter, GraphError, unsupportedRequest } from './graphError.ts';
import type { GraphRequest } from './graphRequest.ts';
import { namesOf, parseJson } from './json.ts';
import type { Logins } from './logins.ts';
import type { MediaLibrary } from './media.ts';
import type { MetaState } from './metaState.ts';
import type { Outbox } from './outbox.ts';
import { Param } from './param.ts';
import type { People } from './people.ts';
import type { ProfileStore } from './profileStore.ts';
import type { SentAction, SentMessage } from './sendingTypes.ts';
import type { Caller, Tokens } from './tokens.ts';
import type { SubscriptionWrites } from './types.ts';

export interface GraphContext {
	world: MetaState;
	tokens: Tokens;
	logins: Logins;
	people: People;
	profiles: ProfileStore;
	profileBudget: CallBudget;
	personBudget: CallBudget;
	media: MediaLibrary;
	messages: Outbox<SentMessage>;
	actions: Outbox<SentAction>;
	/** Tells the apps that are subscribed to what Pages send. */
	echo: (sent: SentMessage) => void;
	options: { subscriptionWrites: SubscriptionWrites };
	accountsPageSize: number;
	handshakeTimeoutMs: number;
	/** Aborted when the simulator stops. */
	stopped: AbortSignal;
	baseUrl: () => string;
}

export interface EndpointCall {
	request: GraphRequest;
	caller: Caller;
	context: GraphContext;
	/** The first path segment. */
	id: string;
}

export interface GraphAnswer {
	body: unknown;
	/** The write itself, kept apart so that a fault can forget it. */
	apply?: () => void;
}

export type Endpoint = (call: EndpointCall) => GraphAnswer | Promise<GraphAnswer>;

export type PageCaller = Extract<Caller, { kind: 'page' }>;

export const SUCCESS = { success: true };

/** Meta ignores unknown parameters; refusing them finds misspelt ones. */
export function allowParameters(request: GraphRequest, allowed: readonly string[]): void {
	for (const name of request.parameters.keys()) {
		if (!allowed.includes(name)) throw badParameter(`Unexpected parameter: ${name}`);
	}
}

export function requireParameter(request: GraphRequest, name: string): string {
	const value = request.parameters.get(name);
	if (value === undefined || value === '') throw badParameter(`The parameter ${name} is required`);
	return value;
}

/** One of the values, which are in capital letters, however it is written; null when absent. */
export function choiceParameter(
	request: GraphRequest,
	name: string,
	values: readonly string[],
): string | null {
	const given = request.parameters.get(name);
	if (given === undefined) return null;
	const value = values.find((one) => one === given.toUpperCase());
	if (value !== undefined) return value;
	throw badParameter(`Param ${name} must be one of {${values.join(', ')}} - got "${given}"`);
}

/** JSON, or text that is none. */
export function valueParameter(request: GraphRequest, name: string): Param {
	const text = request.parameters.get(name);
	return new Param(name, text === undefined ? undefined : (parseJson(text) ?? text));
}

export function listParameter(request: GraphRequest, name: string): string[] {
	return namesOf(requireParameter(request, name));
}

/** Refuses the whole list for one unknown name, as Meta does. */
export function readWebhookFields(object: string, list: string): string[] {
	const fields = namesOf(list);
	for (const field of fields) {
		if (!isFieldOf(object, field)) {
			throw badParameter(`Param fields must contain valid ${object} webhook fields, "${field}" is not one`);
		}
	}
	return fields;
}

export function needsUserToken(): GraphError {
	return new GraphError({
		message: 'An active access token must be used to query information about the current user.',
		code: 2500,
	});
}

/** The caller of an edge that only Page tokens open, for the Page in the path or `me`. */
export function asPage({ caller, request, id }: EndpointCall): PageCaller {
	if (caller.kind !== 'page') {
		const message = '(#190) This method must be called with a Page Access Token';
		throw new GraphError({ message, code: 190 });
	}
	if (id !== 'me' && id !== caller.page.id) throw unsupportedRequest(request.method, id);
	return caller;
}
